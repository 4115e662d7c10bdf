using System.Text;

namespace Workscript.Web.Features.Charts;

/// <summary>Bars, lines and areas between two axes.</summary>
internal sealed class AxesSvg(StringBuilder svg, Chart chart, int width, int height)
{
    private const int LineHeight = 16;
    private const int MostPlaces = 400;

    private readonly ChartScale _scale = ScaleOf(chart);
    private readonly double _left = chart.IsSmall ? 38 : chart.YTitle.Length > 0 ? 68 : 50;
    private readonly double _right = width - 8;
    private readonly double _top = chart is { IsSmall: false, Series.Count: > 1 } ? 30 : 10;
    private readonly double _bottom = height - (chart is { IsSmall: false, XTitle.Length: > 0 } ? 40 : 22);

    public void Draw()
    {
        DrawGrid();
        DrawLabels();
        if (chart is { IsSmall: false, Series.Count: > 1 })
        {
            DrawLegend();
        }

        if (chart.Kind == ChartKind.Bar)
        {
            DrawBars();
            return;
        }

        for (var i = 0; i < chart.Series.Count; i++)
        {
            DrawLine(i);
        }
    }

    private static ChartScale ScaleOf(Chart chart)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in chart is { Kind: ChartKind.Bar, IsStacked: true } ? Heights(chart) : chart.Series.SelectMany(series => series.Values))
        {
            if (value is { } number)
            {
                (least, most) = (Math.Min(least, number), Math.Max(most, number));
            }
        }

        return ChartScale.Of(least, most, fromZero: chart.Kind != ChartKind.Line);
    }

    private static IEnumerable<double?> Heights(Chart chart) =>
        Enumerable.Range(0, chart.Labels.Count).Select(i => (double?)chart.Series.Sum(series => Math.Max(0, series.Values[i] ?? 0)));

    private void DrawGrid()
    {
        foreach (var tick in _scale.Ticks)
        {
            var y = Y(tick);
            svg.Append($"""<line class="chart-grid{(tick == 0 ? " zero" : "")}" x1="{At(_left)}" x2="{At(_right)}" y1="{At(y)}" y2="{At(y)}" stroke="{(tick == 0 ? "#8b91a0" : "#e6e7ec")}"/>""");
            if (!chart.IsSmall || tick == _scale.Ticks[0] || tick == _scale.Ticks[^1])
            {
                svg.Append($"""<text class="chart-word" x="{At(_left - 6)}" y="{At(y + 4)}" text-anchor="end" fill="#5c6370">{ChartText.Inert(chart.ShortWords(tick))}</text>""");
            }
        }

        if (chart is { IsSmall: false, YTitle.Length: > 0 })
        {
            var middle = (_top + _bottom) / 2;
            svg.Append($"""<text class="chart-word" x="14" y="{At(middle)}" text-anchor="middle" transform="rotate(-90 14 {At(middle)})" fill="#5c6370">{Word(chart.YTitle, _bottom - _top)}</text>""");
        }

        if (chart is { IsSmall: false, XTitle.Length: > 0 })
        {
            svg.Append($"""<text class="chart-word" x="{At((_left + _right) / 2)}" y="{height - 6}" text-anchor="middle" fill="#5c6370">{Word(chart.XTitle, _right - _left)}</text>""");
        }
    }

    private void DrawLabels()
    {
        var most = chart.IsSmall ? 2 : 8;
        var count = chart.Labels.Count;
        var shown = Math.Min(count, most);
        var room = (_right - _left) / shown;
        for (var i = 0; i < shown; i++)
        {
            var at = shown == count ? i : (int)Math.Round((double)i * (count - 1) / (shown - 1));
            // The first and the last stay within the picture.
            var anchor = shown == count ? "middle" : at == 0 ? "start" : at == count - 1 ? "end" : "middle";
            svg.Append($"""<text class="chart-word" x="{At(X(at))}" y="{At(_bottom + LineHeight)}" text-anchor="{anchor}" fill="#5c6370">{Word(chart.Labels[at], room)}</text>""");
        }
    }

    private void DrawLegend()
    {
        var room = (_right - _left) / chart.Series.Count;
        for (var i = 0; i < chart.Series.Count; i++)
        {
            var x = _left + (i * room);
            svg.Append($"""<rect {ChartSvg.Paint("fill", i, chart.Series[i].State)}x="{At(x)}" y="6" width="10" height="10" rx="2"/>""");
            svg.Append($"""<text class="chart-word" x="{At(x + 15)}" y="15" fill="#5c6370">{Word(chart.Series[i].Name, room - 20)}</text>""");
        }
    }

    private void DrawBars()
    {
        var group = ChartSvg.GroupOf(chart);
        var count = (chart.Labels.Count + group - 1) / group;
        var place = (_right - _left) / count;
        var room = Math.Min(place * .76, 64);
        var beside = chart.IsStacked ? 1 : chart.Series.Count;
        for (var i = 0; i < count; i++)
        {
            var below = 0.0;
            for (var s = 0; s < chart.Series.Count; s++)
            {
                var (at, value) = Largest(chart.Series[s], i * group, group);
                if (value is not { } number || (chart.IsStacked && number <= 0))
                {
                    continue;
                }

                var x = _left + (place * i) + ((place - room) / 2) + (chart.IsStacked ? 0 : s * room / beside);
                var (from, to) = (Y(chart.IsStacked ? below : 0), Y(below + number));
                below += chart.IsStacked ? number : 0;
                svg.Append($"""<rect {ChartSvg.Paint("fill", s, chart.Series[s].State)}x="{At(x)}" y="{At(Math.Min(from, to))}" width="{At(room / beside * .94)}" height="{At(Math.Abs(from - to))}">""");
                svg.Append($"<title>{Title(s, at, number)}</title></rect>");
            }
        }
    }

    private void DrawLine(int index)
    {
        var series = chart.Series[index];
        var (line, area) = (new StringBuilder(), new StringBuilder());
        var zero = Y(Math.Max(0, _scale.Low));
        var (isOpen, last) = (false, 0.0);
        foreach (var (at, value) in Thinned(series.Values))
        {
            if (value is not { } number)
            {
                area.Append(isOpen ? $"L{At(last)} {At(zero)}Z" : "");
                isOpen = false;
                continue;
            }

            last = X(at);
            area.Append(isOpen ? "L" : $"M{At(last)} {At(zero)}L").Append($"{At(last)} {At(Y(number))}");
            line.Append(isOpen ? "L" : "M").Append($"{At(last)} {At(Y(number))}");
            isOpen = true;
        }

        if (chart.Kind == ChartKind.Area)
        {
            area.Append(isOpen ? $"L{At(last)} {At(zero)}Z" : "");
            svg.Append($"""<path {ChartSvg.Paint("fill", index, series.State)}fill-opacity=".18" d="{area}"/>""");
        }

        svg.Append($"""<path {ChartSvg.Paint("stroke", index, series.State)}fill="none" stroke-width="2" stroke-linejoin="round" d="{line}"/>""");
        if (series.Values.Count <= ChartSvg.MostDots)
        {
            DrawDots(index);
        }
    }

    private void DrawDots(int index)
    {
        var series = chart.Series[index];
        for (var i = 0; i < series.Values.Count; i++)
        {
            if (series.Values[i] is { } number)
            {
                svg.Append($"""<circle {ChartSvg.Paint("fill", index, series.State)}cx="{At(X(i))}" cy="{At(Y(number))}" r="{(chart.IsSmall ? "2" : "3")}"><title>{Title(index, i, number)}</title></circle>""");
            }
        }
    }

    /// <summary>The points of a line: where they are many, of each part of the width the least and the most, in their order, so that no peak is lost.</summary>
    private static IEnumerable<(int At, double? Value)> Thinned(IReadOnlyList<double?> values)
    {
        var group = Math.Max(1, values.Count / MostPlaces);
        for (var from = 0; from < values.Count; from += group)
        {
            var until = Math.Min(from + group, values.Count);
            var (least, most) = (from, from);
            for (var i = from; i < until; i++)
            {
                least = values[i] is { } low && (values[least] is not { } lowest || low < lowest) ? i : least;
                most = values[i] is { } high && (values[most] is not { } highest || high > highest) ? i : most;
            }

            yield return (Math.Min(least, most), values[Math.Min(least, most)]);
            if (least != most)
            {
                yield return (Math.Max(least, most), values[Math.Max(least, most)]);
            }
        }
    }

    private static (int At, double? Value) Largest(ChartSeries series, int from, int count)
    {
        (int At, double? Value) largest = (from, series.Values[from]);
        for (var i = from + 1; i < Math.Min(from + count, series.Values.Count); i++)
        {
            largest = series.Values[i] is { } value && !(Math.Abs(value) <= Math.Abs(largest.Value ?? 0)) ? (i, value) : largest;
        }

        return largest;
    }

    private string Title(int series, int at, double value)
    {
        var name = chart.Series.Count > 1 ? $"{chart.Series[series].Name}, " : "";
        return ChartText.Inert(ChartText.Cut($"{name}{chart.Labels[at]}: {chart.Words(value)}", 1_000));
    }

    private double X(int at) => chart.Kind == ChartKind.Bar || chart.Labels.Count == 1
        ? _left + ((_right - _left) * (at + .5) / chart.Labels.Count)
        : _left + 4 + ((_right - _left - 8) * at / (chart.Labels.Count - 1));

    private double Y(double value) => _bottom - ((_bottom - _top) * _scale.ShareOf(value));

    private static string At(double value) => ChartText.At(value);

    private static string Word(string text, double room) => ChartText.Inert(ChartText.Cut(text, room));
}
