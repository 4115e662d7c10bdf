using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Writes maps, or lists of cells, as a table's text (RFC 4180).</summary>
public sealed class CsvWriter(CsvForm form)
{
    private readonly StringBuilder _text = new();

    /// <exception cref="CsvException">An item is no row.</exception>
    public string Write(ValueList items)
    {
        var columns = form.Columns ?? ColumnsOf(items);
        if (form.HasMark)
        {
            _text.Append('\ufeff');
        }

        if (form.HasHeader && columns.Length > 0)
        {
            WriteRow(columns, columns.Length, static (columns, i) => columns[i]);
        }

        for (var i = 0; i < items.Count; i++)
        {
            WriteItem(items[i], columns, i);
        }

        return _text.ToString();
    }

    /// <summary>The names of all members, in the order in which they first appear.</summary>
    private static string[] ColumnsOf(ValueList items)
    {
        var columns = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ReadOnlySpan<string> before = [];
        foreach (ref readonly var item in items.AsSpan())
        {
            // Items of one source share their names, and then this comparison is that of two addresses.
            if (item.AsMap is not { } map || map.Names == before)
            {
                continue;
            }

            before = map.Names;
            foreach (var name in before)
            {
                if (seen.Add(name))
                {
                    columns.Add(name);
                }
            }
        }

        return [.. columns];
    }

    private void WriteItem(Value item, string[] columns, int index)
    {
        if (item.AsMap is { } map)
        {
            WriteRow((map, columns), columns.Length, static (row, i) => row.map[row.columns[i]]);
        }
        else if (item.AsList is { } cells)
        {
            WriteRow(cells, cells.Count, static (cells, i) => cells[i]);
        }
        else
        {
            throw new CsvException($"Item {index + 1} is no row: it must be an object, or a list of cells");
        }
    }

    private void WriteRow<T>(T row, int count, Func<T, int, Value> cell)
    {
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                _text.Append(form.Delimiter);
            }

            WriteCell(cell(row, i), isAlone: count == 1);
        }

        _text.Append(form.LineEnd);
        ValueLimits.CheckText(_text.Length);
    }

    private void WriteCell(Value value, bool isAlone)
    {
        var cell = Coerce.TemplateText(value);
        if (form.GuardsFormulas && value.IsText && IsFormula(cell))
        {
            cell = "'" + cell;
        }

        // An empty line would be no row.
        if ((isAlone && cell.Length == 0) || cell.AsSpan().ContainsAny('"', '\r', '\n') || cell.Contains(form.Delimiter))
        {
            _text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            return;
        }

        _text.Append(cell);
    }

    /// <summary>Whether a spreadsheet would compute with the text (OWASP, "CSV Injection"). A negative number is what it says.</summary>
    private static bool IsFormula(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !TypedText.IsNumber(cell);
}
