using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>A table as <c>report</c> keeps it: <c>{ type, title, columns, rows, count }</c>.</summary>
internal static class ReportTable
{
    private const int MostRows = 10_000;
    private const int MostColumns = 50;

    private static readonly string[] Names = ["type", "title", "columns", "rows", "count"];

    public static ReportMade Of(NodeContext context, ValueList items)
    {
        var wanted = context["columns"].AsList;
        string[] columns = wanted is null ? Occurring(items) : [.. wanted.Take(MostColumns).Select(Coerce.Text)];
        // What was found in the items is a name, dots and all.
        var paths = Array.ConvertAll(columns, name => wanted is null ? [name] : ValuePath.Names(name));
        var rows = new Value[Math.Min(items.Count, MostRows)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = columns.Length == 0 ? ValueList.Of(items[i]) : ValueList.Of(Array.ConvertAll(paths, path => Cell(items[i], path)));
        }

        var titles = columns.Length == 0 ? ValueList.Of("value") : ValueList.Of(Array.ConvertAll(columns, Value.Of));
        return new(ValueMap.Of(Names, "table", context.Text("title", ""), titles, ValueList.Of(rows), items.Count));
    }

    private static Value Cell(Value item, string[] path) => ValuePath.Read(item, path) is { IsMissing: false } cell ? cell : Value.Null;

    /// <summary>The members of all items in the order in which they first occur; none where the items have no members.</summary>
    private static string[] Occurring(ValueList items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<string>();
        for (var i = 0; i < Math.Min(items.Count, MostRows) && columns.Count < MostColumns; i++)
        {
            foreach (var name in items[i].AsMap is { } map ? map.Names : [])
            {
                if (columns.Count < MostColumns && seen.Add(name))
                {
                    columns.Add(name);
                }
            }
        }

        return [.. columns];
    }
}
