using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The operations of <c>arrayUtilities</c>.</summary>
internal sealed class ListOperations(NodeContext context, Value data)
{
    public static readonly string[] Names =
        ["unique", "chunk", "compact", "difference", "intersection", "union", "reverse", "shuffle", "flatten", "first", "last", "sample"];

    /// <summary>What the operation makes of the list; null with the problem when it cannot be done.</summary>
    public ValueList? Apply(string operation, ValueList list, out string problem)
    {
        problem = "";
        return operation switch
        {
            "unique" => Unique(list),
            "chunk" => Chunks(list, out problem),
            "compact" => Those(list, Coerce.Truth),
            "difference" => Other(operation, out problem) is { } other ? Compared(list, other, wanted: false) : null,
            "intersection" => Other(operation, out problem) is { } other ? Compared(list, other, wanted: true) : null,
            "union" => Other(operation, out problem) is { } other ? Distinct([.. list.AsSpan(), .. other.AsSpan()]) : null,
            "reverse" => Reversed(list),
            "shuffle" => Shuffle.All(list, context.Host),
            "flatten" => Flat(list),
            "first" => ValueList.Of(list.AsSpan()[..Number("count", list)].ToArray()),
            "last" => ValueList.Of(list.AsSpan()[^Number("count", list)..].ToArray()),
            "sample" => Number("sampleSize", list) is var size && size == list.Count ? list : Shuffle.Some(list, size, context.Host),
            _ => Unknown(operation, out problem),
        };
    }

    private static ValueList? Unknown(string operation, out string problem)
    {
        problem = $"Unknown operation: {operation}";
        return null;
    }

    /// <summary>A parameter that says how many elements to take, 1 without it, and no more than there are.</summary>
    private int Number(string parameter, ValueList list)
    {
        var number = context[parameter].IsMissing ? 1 : Coerce.Number(context[parameter]);
        return number > 0 ? (int)Math.Min(number, list.Count) : 0;
    }

    private ValueList Unique(ValueList list)
    {
        if (context["uniqueBy"].AsText is not { Length: > 0 } member)
        {
            return Distinct(list.AsSpan());
        }

        var field = new FieldReader(member);
        var seen = new HashSet<Value>(SameValue.Comparer);
        return Those(list, item => item.Kind is not (ValueKind.Map or ValueKind.List) || seen.Add(field.Read(item)));
    }

    private ValueList? Chunks(ValueList list, out string problem)
    {
        problem = "";
        var given = context["chunkSize"].IsMissing ? 10 : Coerce.Number(context["chunkSize"]);
        if (!(given >= 1))
        {
            problem = "Chunk size must be greater than 0";
            return null;
        }

        var size = (int)Math.Min(given, list.Count);
        var chunks = new Value[(list.Count + size - 1) / size];
        for (var i = 0; i < chunks.Length; i++)
        {
            chunks[i] = ValueList.Of(list.AsSpan()[(i * size)..Math.Min((i + 1) * size, list.Count)].ToArray());
        }

        return ValueList.Of(chunks);
    }

    private ValueList? Other(string operation, out string problem)
    {
        var given = context["compareArray"];
        problem = Coerce.Truth(given) ? $"compareArray \"{Coerce.Text(given)}\" is not an array" : $"compareArray parameter is required for {operation} operation";
        return given.AsText is { Length: > 0 } path ? ValuePath.Read(data, path).AsList : given.AsList;
    }

    private static ValueList Compared(ValueList list, ValueList other, bool wanted)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var item in other.AsSpan())
        {
            keys.Add(Key(item));
        }

        return Those(list, item => keys.Contains(Key(item)) == wanted);
    }

    private static ValueList Distinct(ReadOnlySpan<Value> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var distinct = new List<Value>();
        foreach (ref readonly var item in items)
        {
            if (seen.Add(Key(item)))
            {
                distinct.Add(item);
            }
        }

        return ValueList.Of(distinct);
    }

    /// <summary>The text by which elements are the same.</summary>
    private static string Key(Value item) => item.Kind is ValueKind.List or ValueKind.Map ? Json.Write(item) : Coerce.Text(item);

    private static ValueList Those(ValueList list, Func<Value, bool> wanted)
    {
        var those = new List<Value>();
        foreach (ref readonly var item in list.AsSpan())
        {
            if (wanted(item))
            {
                those.Add(item);
            }
        }

        return ValueList.Of(those);
    }

    private static ValueList Reversed(ValueList list)
    {
        var reversed = list.AsSpan().ToArray();
        Array.Reverse(reversed);
        return ValueList.Of(reversed);
    }

    private ValueList Flat(ValueList list)
    {
        var depth = context["depth"].IsMissing ? double.PositiveInfinity : Coerce.Number(context["depth"]);
        if (depth <= 0)
        {
            return list;
        }

        var flat = new List<Value>();
        Open(list, depth, flat);
        return ValueList.Of(flat);
    }

    private static void Open(ValueList list, double depth, List<Value> into)
    {
        foreach (ref readonly var item in list.AsSpan())
        {
            if (item.AsList is { } inner && depth > 0)
            {
                Open(inner, depth - 1, into);
            }
            else
            {
                into.Add(item);
            }
        }
    }
}
