using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The order of a <c>sort</c>: fields, each up or down.</summary>
internal sealed class SortOrder
{
    private readonly SortField[] _fields;

    private SortOrder(SortField[] fields)
    {
        _fields = fields;
    }

    /// <summary>The members of a row that says what to sort by.</summary>
    public static IReadOnlyList<ParameterInfo> Columns { get; } =
    [
        new("fieldName", ParameterKind.Path, "The member of the item") { Required = true },
        new("order", ParameterKind.Choice, "Which way") { Choices = ["ascending", "descending"], Default = "ascending" },
    ];

    /// <summary>Reads rows of <c>fieldName</c> and <c>order</c>; null with the problem when they are none.</summary>
    public static SortOrder? From(Value rows, bool dotted, out string problem)
    {
        problem = "Missing or invalid fieldsToSortBy parameter for simple sort";
        if (rows.AsList is not { Count: > 0 } list)
        {
            return null;
        }

        var fields = new SortField[list.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            if (list[i]["fieldName"].AsText is not { Length: > 0 } field)
            {
                problem = "Each sort field must have a valid fieldName";
                return null;
            }

            var order = list[i]["order"] is { IsMissing: false } given ? Coerce.Text(given) : "ascending";
            if (order is not ("ascending" or "descending"))
            {
                problem = $"Invalid sort order: {order}";
                return null;
            }

            fields[i] = new SortField(new FieldReader(field, dotted), order == "descending");
        }

        return new(fields);
    }

    /// <summary>The items in order; those that are equal in all fields stay in theirs.</summary>
    public ValueList Apply(ValueList items)
    {
        foreach (var field in _fields)
        {
            field.Read(items);
        }

        var entries = new Entry[items.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new Entry(_fields[0].Rank(i), i);
        }

        Sort(entries, new Entry[(entries.Length + 1) / 2]);
        var sorted = new Value[entries.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = items[entries[i].Place];
        }

        return ValueList.Of(sorted);
    }

    /// <summary>
    /// Merge sort. Values of several kinds have no consistent order (10 is before "9", which equals 9, which is before 10), which it takes calmly
    /// and the one of .NET does not.
    /// </summary>
    private void Sort(Span<Entry> entries, Span<Entry> spare)
    {
        if (entries.Length <= 8)
        {
            Insert(entries);
            return;
        }

        var half = entries.Length / 2;
        Sort(entries[..half], spare);
        Sort(entries[half..], spare);
        if (!IsAfter(entries[half - 1], entries[half]))
        {
            return;
        }

        entries[..half].CopyTo(spare);
        for (int left = 0, right = half, at = 0; left < half; at++)
        {
            entries[at] = right < entries.Length && IsAfter(spare[left], entries[right]) ? entries[right++] : spare[left++];
        }
    }

    private void Insert(Span<Entry> entries)
    {
        for (var i = 1; i < entries.Length; i++)
        {
            var entry = entries[i];
            var at = i;
            for (; at > 0 && IsAfter(entries[at - 1], entry); at--)
            {
                entries[at] = entries[at - 1];
            }

            entries[at] = entry;
        }
    }

    private bool IsAfter(Entry a, Entry b)
    {
        if (a.Rank != b.Rank)
        {
            return a.Rank > b.Rank;
        }

        foreach (var field in _fields)
        {
            var order = field.Compare(a.Place, b.Place);
            if (order != 0)
            {
                return order > 0;
            }
        }

        return false;
    }

    /// <summary>An item by its place in the list, and by a number that mostly decides already.</summary>
    private readonly record struct Entry(ulong Rank, int Place);
}
