using Microsoft.AspNetCore.Html;

namespace Workscript.Web.Features.Charts;

/// <summary>A chart with its title, and beneath it the same as a table.</summary>
public sealed record ChartBox(Chart Chart)
{
    public const int MostRows = 200;

    /// <summary>What the names of the labels stand under in the table.</summary>
    public string LabelTitle => Chart.XTitle.Length > 0 ? Chart.XTitle : "Name";

    // Drawn by us: all that comes from the data is encoded there.
    public IHtmlContent Picture => new HtmlString(ChartSvg.Draw(Chart));

    public string Cell(ChartSeries series, int row) => series.Values[row] is { } value ? Chart.Words(value) : "";
}
