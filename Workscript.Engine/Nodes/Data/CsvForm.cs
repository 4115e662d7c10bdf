using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>How a table is written as text, as the parameters of a csv step say it.</summary>
public sealed record CsvForm(char Delimiter, bool HasHeader, string[]? Columns)
{
    public bool Typed { get; init; }

    public bool AllowsShortRows { get; init; }

    public bool GuardsFormulas { get; init; }

    public string LineEnd { get; init; } = "\r\n";

    public bool HasMark { get; init; }

    /// <exception cref="CsvException">A parameter is wrong.</exception>
    internal static CsvForm Read(NodeContext context) => new(ReadDelimiter(context["delimiter"]), context.Flag("header", true), ReadColumns(context["columns"]))
    {
        Typed = context.Flag("types"),
        AllowsShortRows = context.Flag("allowShortRows"),
        GuardsFormulas = context.Flag("guardFormulas"),
        LineEnd = context.Text("lineEnd", "crlf") == "lf" ? "\n" : "\r\n",
        HasMark = context.Flag("bom"),
    };

    private static char ReadDelimiter(Value delimiter) => delimiter.IsMissing ? ',' : delimiter.AsText switch
    {
        "tab" or "\\t" => '\t',
        [var only] when only is not ('"' or '\r' or '\n') => only,
        _ => throw new CsvException($"'{Coerce.TemplateText(delimiter)}' is no delimiter: write one character, or tab"),
    };

    private static string[]? ReadColumns(Value columns)
    {
        if (columns.IsNullOrMissing)
        {
            return null;
        }

        var names = columns.AsList ?? throw new CsvException("Parameter \"columns\" must be a list of names");
        return names.All(name => name.IsText) ? [.. names.Select(name => name.AsText!)] : throw new CsvException("Parameter \"columns\" must be a list of names");
    }
}

/// <summary>A table that cannot be read or written, and why.</summary>
public sealed class CsvException(string message) : Exception(message);
