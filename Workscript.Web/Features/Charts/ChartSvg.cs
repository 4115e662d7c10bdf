using System.Text;

namespace Workscript.Web.Features.Charts;

/// <summary>
/// A chart as SVG text, for a page or a mail: nothing of it is fetched or runs, and what the data says is text. Its colours are attributes, which a
/// mail shows, and classes, with which a page has its own.
/// </summary>
public static class ChartSvg
{
    internal const int MostBars = 120;
    internal const int MostDots = 60;

    internal static readonly string[] Colours = ["#4f46d8", "#0f8a7e", "#c2620a", "#b3257d", "#2f6fd0", "#6d7a12", "#8b4bb8", "#a33b2c"];

    public static string Draw(Chart chart)
    {
        var svg = new StringBuilder();
        var (width, height) = SizeOf(chart);
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" class="chart-picture" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{ChartText.Inert(Summary(chart))}" font-family="system-ui, sans-serif" font-size="13">""");
        if (!chart.HasNumbers)
        {
            svg.Append($"""<text class="chart-word" x="{width / 2}" y="{height / 2}" text-anchor="middle" fill="#5c6370">There is no number to draw.</text>""");
        }
        else if (chart.Kind == ChartKind.Pie)
        {
            PieSvg.Draw(svg, chart, width, height);
        }
        else
        {
            new AxesSvg(svg, chart, width, height).Draw();
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>How many labels one bar stands for.</summary>
    internal static int GroupOf(Chart chart) => chart.Kind == ChartKind.Bar ? (chart.Labels.Count + MostBars - 1) / MostBars : 1;

    /// <summary>The colour of a series, or of a slice: an attribute for where there is no stylesheet, and a class.</summary>
    internal static string Paint(string attribute, int index, string? state = null)
    {
        var colour = state switch
        {
            "failed" => "#c4262e",
            "completed" => "#1a7442",
            "cancelled" => "#75587a",
            _ => Colours[index % Colours.Length],
        };
        return $"""{attribute}="{colour}" class="chart-{(attribute == "fill" ? "fill" : "line")} {(state is null ? $"c{index % Colours.Length}" : $"state-{state}")}" """;
    }

    private static (int Width, int Height) SizeOf(Chart chart) => (chart.IsSmall, chart.Kind) switch
    {
        (true, _) => (340, 120),
        (_, ChartKind.Pie) => (600, 230),
        _ => (600, 260),
    };

    private static string Summary(Chart chart)
    {
        var what = chart.Kind switch
        {
            ChartKind.Bar => "Bar chart",
            ChartKind.Line => "Line chart",
            ChartKind.Area => "Area chart",
            ChartKind.Pie => "Pie chart",
        };
        return chart.Title.Length == 0 ? $"{what}; its numbers are in the table" : $"{what}: {chart.Title}; its numbers are in the table";
    }
}
