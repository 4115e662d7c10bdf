using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The order of a <c>sort</c>: fields, each up or down. Keys are made once per item, so that comparing is cheap.</summary>
internal sealed class SortOrder
{
    private readonly (string Field, bool Descending)[] _fields;
    private readonly bool _dotted;

    private SortOrder((string Field, bool Descending)[] fields, bool dotted)
    {
        _fields = fields;
        _dotted = dotted;
    }

    /// <summary>Reads rows of <c>fieldName</c> and <c>order</c>; null with the problem when they are none.</summary>
    public static SortOrder? From(Value rows, bool dotted, out string problem)
    {
        problem = "Missing required parameter: fieldsToSortBy";
        if (rows.AsList is not { Count: > 0 } list)
        {
            return null;
        }

        var fields = new List<(string, bool)>(list.Count);
        foreach (var row in list)
        {
            var order = row["order"].IsMissing ? "ascending" : Coerce.Text(row["order"]);
            if (row["fieldName"].AsText is not { Length: > 0 } field)
            {
                problem = "Missing fieldName in fieldsToSortBy";
                return null;
            }

            if (order is not ("ascending" or "descending"))
            {
                problem = $"Invalid sort order: {order}";
                return null;
            }

            fields.Add((field, order == "descending"));
        }

        return new([.. fields], dotted);
    }

    public ValueList Apply(ValueList items)
    {
        var count = items.Count;
        var places = new int[count];
        var keys = new Key[count * _fields.Length];
        for (var i = 0; i < count; i++)
        {
            places[i] = i;
            for (var f = 0; f < _fields.Length; f++)
            {
                keys[(i * _fields.Length) + f] = Key.Of(_dotted ? ValuePath.Read(items[i], _fields[f].Field) : items[i][_fields[f].Field]);
            }
        }

        Array.Sort(places, (a, b) => Compare(keys, a, b));
        var sorted = new Value[count];
        for (var i = 0; i < count; i++)
        {
            sorted[i] = items[places[i]];
        }

        return ValueList.Of(sorted);
    }

    private int Compare(Key[] keys, int a, int b)
    {
        for (var f = 0; f < _fields.Length; f++)
        {
            var order = Key.Compare(keys[(a * _fields.Length) + f], keys[(b * _fields.Length) + f]);
            if (order != 0)
            {
                return _fields[f].Descending ? -order : order;
            }
        }

        // Equal items keep their order.
        return a.CompareTo(b);
    }

    private readonly record struct Key(ValueKind Kind, double Number, string Text)
    {
        public static Key Of(Value value) => value.Kind switch
        {
            ValueKind.Missing or ValueKind.Null => new(ValueKind.Null, 0, ""),
            ValueKind.Number => new(ValueKind.Number, value.AsDouble, NumberText.Of(value)),
            ValueKind.Boolean => new(ValueKind.Boolean, value.IsTrue ? 1 : 0, value.IsTrue ? "true" : "false"),
            _ => new(ValueKind.Text, 0, Coerce.Text(value).ToLowerInvariant()),
        };

        public static int Compare(Key a, Key b)
        {
            if (a.Kind == ValueKind.Null || b.Kind == ValueKind.Null)
            {
                return (a.Kind == ValueKind.Null ? 1 : 0) - (b.Kind == ValueKind.Null ? 1 : 0);
            }

            return a.Kind == b.Kind && a.Kind != ValueKind.Text ? a.Number.CompareTo(b.Number) : string.CompareOrdinal(a.Text, b.Text);
        }
    }
}
