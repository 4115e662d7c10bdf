using System.Globalization;
using System.Text;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Charts;

/// <summary>A pie of the first series: the largest slices, the rest together, and their names beside.</summary>
internal static class PieSvg
{
    private const int MostSlices = 8;
    private const double Gap = .006;

    public static void Draw(StringBuilder svg, Chart chart, int width, int height)
    {
        var slices = SlicesOf(chart);
        var total = slices.Sum(slice => slice.Value);
        var (x, y, radius) = (height / 2.0, height / 2.0, (height / 2.0) - 10);
        var from = 0.0;
        for (var i = 0; i < slices.Count; i++)
        {
            var (name, value) = slices[i];
            var share = value / total;
            var title = $"<title>{ChartText.Inert($"{ChartText.Cut(name, 800)}: {chart.Words(value)}, {Percent(share)}")}</title>";
            var paint = ChartSvg.Paint("fill", i);
            svg.Append(share > .9999
                ? $"<circle {paint}cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"{At(radius)}\">{title}</circle>"
                : $"<path {paint}d=\"{Arc(x, y, radius, from, from + share)}\">{title}</path>");
            from += share;
            var line = 26 + (i * 24);
            svg.Append($"""<rect {paint}x="{height + 16}" y="{line - 10}" width="10" height="10" rx="2"/>""");
            svg.Append($"""<text class="chart-word" x="{height + 33}" y="{line}" fill="#5c6370">{ChartText.Inert(ChartText.Cut(name, width - height - 140))}</text>""");
            svg.Append($"""<text class="chart-word" x="{width - 8}" y="{line}" text-anchor="end" fill="#5c6370">{ChartText.Inert(chart.ShortWords(value))} · {Percent(share)}</text>""");
        }

        if (slices.Count == 0)
        {
            svg.Append($"""<text class="chart-word" x="{width / 2}" y="{height / 2}" text-anchor="middle" fill="#5c6370">Nothing here is more than zero.</text>""");
        }
    }

    /// <summary>What of the series no pie can show.</summary>
    public static string? NoteOf(Chart chart)
    {
        var left = chart.Series.Count == 0 ? 0 : chart.Series[0].Values.Count(value => value is not > 0);
        return (left, chart.Series.Count) switch
        {
            (0, <= 1) => null,
            (0, _) => $"A pie shows one series: {chart.Series[0].Name}.",
            _ => $"{Wording.Count(left, "value")} that {(left == 1 ? "is" : "are")} not more than zero {(left == 1 ? "has" : "have")} no slice.",
        };
    }

    private static List<(string Name, double Value)> SlicesOf(Chart chart)
    {
        // Halved a few times where the sum of all would be no number any more.
        var scale = chart.Series[0].Values.Any(value => value > 1e300) ? 1e-10 : 1;
        var slices = chart.Series[0].Values
            .Select((value, i) => (Name: i < chart.Labels.Count ? chart.Labels[i] : "", Value: (value ?? 0) * scale))
            .Where(slice => slice.Value > 0)
            .OrderByDescending(slice => slice.Value)
            .ToList();
        if (slices.Count <= MostSlices)
        {
            return slices;
        }

        var rest = slices.Skip(MostSlices - 1).ToList();
        return [.. slices.Take(MostSlices - 1), ($"{Wording.Number(rest.Count)} others", rest.Sum(slice => slice.Value))];
    }

    private static string Arc(double x, double y, double radius, double from, double to)
    {
        var gap = Math.Min(Gap, (to - from) / 4) / 2;
        var (x1, y1) = Point(x, y, radius, from + gap);
        var (x2, y2) = Point(x, y, radius, to - gap);
        return $"M{At(x)} {At(y)}L{At(x1)} {At(y1)}A{At(radius)} {At(radius)} 0 {(to - from > .5 ? 1 : 0)} 1 {At(x2)} {At(y2)}Z";
    }

    private static (double X, double Y) Point(double x, double y, double radius, double share) =>
        (x + (radius * Math.Sin(share * Math.Tau)), y - (radius * Math.Cos(share * Math.Tau)));

    private static string Percent(double share) => (share * 100).ToString(share < .01 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";

    private static string At(double value) => ChartText.At(value);
}
