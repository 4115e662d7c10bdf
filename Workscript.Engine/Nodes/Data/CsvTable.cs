using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>A table's rows as values: maps of its columns or, where those have no names, lists.</summary>
public sealed record CsvTable(ValueList Items, string[] Columns)
{
    // Rows that may be shorter than the columns could make much of little.
    private const long MostCells = ValueLimits.Text;

    /// <exception cref="CsvException">The text is no table of this form.</exception>
    public static CsvTable Read(string text, CsvForm form)
    {
        var reader = new CsvReader(text, form.Delimiter);
        var cells = new List<string>();
        var columns = form.Columns;
        if (form.HasHeader && reader.TryRead(cells))
        {
            columns ??= Header(cells);
        }

        CheckNames(columns ?? []);
        var items = new List<Value>();
        var count = 0L;
        while (reader.TryRead(cells))
        {
            count += columns?.Length ?? cells.Count;
            if (count > MostCells)
            {
                throw new CsvException($"The table has more than {MostCells:N0} cells");
            }

            items.Add(columns is null ? ValueList.Of(Row(cells, cells.Count, form)) : Named(cells, columns, form, reader.Line));
        }

        return new(ValueList.Of(items), columns ?? []);
    }

    /// <summary>The names in the first row; a column without one is named by its place.</summary>
    private static string[] Header(List<string> cells)
    {
        var names = new string[cells.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Coerce.Trim(cells[i]) is { Length: > 0 } name ? name : $"column{i + 1}";
        }

        return names;
    }

    private static void CheckNames(string[] columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in columns)
        {
            if (!seen.Add(name))
            {
                throw new CsvException($"Two columns have the name '{name}': name them in \"columns\"");
            }
        }
    }

    private static Value Named(List<string> cells, string[] columns, CsvForm form, int line)
    {
        if (cells.Count == columns.Length || (cells.Count < columns.Length && form.AllowsShortRows))
        {
            return ValueMap.Of(columns, Row(cells, columns.Length, form));
        }

        var hint = cells.Count < columns.Length ? "; with \"allowShortRows\" those that lack are empty" : "";
        throw new CsvException($"Line {line}: the row has {cells.Count} cells, and there are {columns.Length} columns{hint}");
    }

    private static Value[] Row(List<string> cells, int length, CsvForm form)
    {
        var row = new Value[length];
        for (var i = 0; i < length; i++)
        {
            var cell = i < cells.Count ? cells[i] : "";
            row[i] = form.Typed ? TypedText.Of(cell) : cell;
        }

        return row;
    }
}
