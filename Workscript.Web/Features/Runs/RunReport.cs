using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Charts;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>What a <c>report</c> step put on the run's page, as its record keeps it.</summary>
/// <param name="Sequence">The number of its step.</param>
public sealed record RunReport(long Sequence, string Title)
{
    public ChartBox? Chart { get; init; }

    public ReportedTable? Table { get; init; }

    /// <summary>HTML of the Markdown, safe to be shown.</summary>
    public string? Html { get; init; }

    /// <summary>Why it cannot be shown.</summary>
    public string? Problem { get; init; }

    public static RunReport Of(RunRecord record, Func<string, string> markdown)
    {
        try
        {
            var report = record.Texts.Output is { } output ? Json.Read(output)["report"] : Value.Missing;
            return Of(new(record.Sequence, Coerce.Text(report["title"]) is { Length: > 0 } title && report["title"].IsText ? Texts.Shorten(title, 200) : ""), report, markdown);
        }
        catch (DamagedRecordException damaged)
        {
            return new(record.Sequence, "") { Problem = damaged.Message };
        }
    }

    /// <summary>The table as it was reported, whole; null when there is none.</summary>
    public static (string[] Columns, ValueList Rows)? TableOf(Value report) =>
        report["columns"].AsList is { } columns && report["rows"].AsList is { } rows ? ([.. columns.Select(Coerce.Text)], rows) : null;

    private static RunReport Of(RunReport head, Value report, Func<string, string> markdown) => report["type"].AsText switch
    {
        "markdown" => head with { Html = markdown(report["text"].AsText ?? "") },
        "table" when TableOf(report) is { } table => head with { Table = ReportedTable.Of(table.Columns, table.Rows, report["count"]) },
        "bar" => head with { Chart = new(ChartOf(ChartKind.Bar, head.Title, report)) },
        "line" => head with { Chart = new(ChartOf(ChartKind.Line, head.Title, report)) },
        "area" => head with { Chart = new(ChartOf(ChartKind.Area, head.Title, report)) },
        "pie" => head with { Chart = new(ChartOf(ChartKind.Pie, head.Title, report)) },
        _ => head with { Problem = "What this step reported cannot be shown here." },
    };

    private static Chart ChartOf(ChartKind kind, string title, Value report)
    {
        string[] labels = [.. (report["labels"].AsList ?? ValueList.Empty).Select(Coerce.Text)];
        var series = (report["series"].AsList ?? ValueList.Empty).Select(one => new ChartSeries(Coerce.Text(one["name"]), NumbersOf(one["values"], labels.Length)));
        return new(kind, title, labels, [.. series]) { XTitle = report["xTitle"].AsText ?? "", YTitle = report["yTitle"].AsText ?? "" };
    }

    private static double?[] NumbersOf(Value values, int count)
    {
        var numbers = new double?[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = values[i] is { IsNumber: true } value ? value.AsDouble : null;
        }

        return numbers;
    }
}

/// <summary>The beginning of a table, as a page shows it.</summary>
public sealed record ReportedTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ReportedCell>> Rows, long Count)
{
    private const int MostRows = 50;

    /// <summary>Whether a column's cells are numbers, so that its title stands above them.</summary>
    public bool IsNumber(int column) => Rows.Count > 0 && Rows.All(row => row[column].IsNumber || row[column].Text.Length == 0) && Rows.Any(row => row[column].IsNumber);

    public static ReportedTable Of(string[] columns, ValueList rows, Value count) => new(
        columns,
        [.. rows.Take(MostRows).Select(row => columns.Select((_, i) => ReportedCell.Of(row[i])).ToList())],
        count.IsInteger(out var all) ? all : rows.Count);
}

/// <summary>A cell as text; a long one is cut.</summary>
public sealed record ReportedCell(string Text, bool IsNumber)
{
    private const int Longest = 300;

    public static ReportedCell Of(Value value) => value switch
    {
        { IsNullOrMissing: true } => new("", false),
        { IsNumber: true } => new(NumberText.Of(value), true),
        { AsText: { } text } => new(Texts.Shorten(text, Longest), false),
        { Weight: > 4_000 } => new(ValueWords.Of(value), false),
        _ => new(Texts.Shorten(value.ToString(), Longest), false),
    };
}
