using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Charts;

/// <summary>What <see cref="ChartSvg"/> draws: for each label a place along the width, and in each series a number for it, or a gap.</summary>
public sealed record Chart(ChartKind Kind, string Title, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series)
{
    public string XTitle { get; init; } = "";

    public string YTitle { get; init; } = "";

    /// <summary>Whether it is one of several beside each other, with little room.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Whether the bars of a label stand on each other and not side by side.</summary>
    public bool IsStacked { get; init; }

    /// <summary>How a number is written where there is room for it.</summary>
    public Func<double, string> Words { get; init; } = ChartText.Number;

    /// <summary>How a number is written beside the chart.</summary>
    public Func<double, string> ShortWords { get; init; } = ChartText.Short;

    public bool HasNumbers => Series.Any(series => series.Values.Any(value => value is not null));

    /// <summary>What of the data the picture does not show, or shows in another way; null when it shows all.</summary>
    public string? Note => Kind switch
    {
        ChartKind.Pie => PieSvg.NoteOf(this),
        ChartKind.Bar when Labels.Count > ChartSvg.MostBars => $"Each bar is the largest of {Wording.Number(ChartSvg.GroupOf(this))} in a row.",
        _ => null,
    };
}

/// <summary>Numbers that belong together. One with a state has its colour.</summary>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values)
{
    public string? State { get; init; }

    /// <summary>What is no number that can be drawn is a gap.</summary>
    public IReadOnlyList<double?> Values { get; } = Values.Any(value => value is { } number && !double.IsFinite(number))
        ? [.. Values.Select(value => value is { } number && double.IsFinite(number) ? value : null)]
        : Values;
}

public enum ChartKind
{
    Bar,
    Line,
    Area,
    Pie,
}
