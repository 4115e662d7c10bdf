using System.Numerics;
using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Lists, and what a function makes of their elements; the function's second parameter is the element's place.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("length", "length(text, list or object)", "How many characters, elements or members", "length([1, 2])", "2", 1, 1, Length) { Aliases = ["size"] },
        new("count", "count(list, x => condition?)", "How many elements, or how many for which the condition holds", "count([1, 2, 3], x => x > 1)", "2", 1, 2, Count),
        new("first", "first(list)", "The first element; null for none", "first([1, 2])", "1", 1, 1, a => At(a, 0)),
        new("last", "last(list)", "The last element; null for none", "last([1, 2])", "2", 1, 1, a => At(a, -1)),
        new("at", "at(list or text, place)", "The element at a place; negative counts from the end; null for none", "at(['a', 'b', 'c'], -1)", "\"c\"", 2, 2, a => At(a, a.Integer(1))) { Aliases = ["charAt"] },
        new("map", "map(list, x => value)", "What the function makes of each element", "map([1, 2], x => x * 2)", "[2,4]", 2, 2, Map),
        new("filter", "filter(list, x => condition)", "The elements for which the condition holds", "filter([1, 2, 3], x => x > 1)", "[2,3]", 2, 2, Filter),
        new("partition", "partition(list, x => condition)", "Two lists: the elements for which the condition holds, and the others", "partition([1, 2, 3], x => x > 1)", "[[2,3],[1]]", 2, 2, Partition),
        new("find", "find(list, x => condition)", "The first element for which the condition holds; null for none", "find([1, 2, 3], x => x > 1)", "2", 2, 2, a => At(a, FirstWhere(a, true))),
        new("findIndex", "findIndex(list, x => condition)", "The place of that element, or -1", "findIndex([1, 2, 3], x => x > 1)", "1", 2, 2, a => FirstWhere(a, true) is var at && at == int.MaxValue ? -1 : at),
        new("any", "any(list, x => condition)", "Whether the condition holds for an element", "any([1, 2], x => x > 1)", "true", 2, 2, a => FirstWhere(a, true) < int.MaxValue) { Aliases = ["some"] },
        new("all", "all(list, x => condition)", "Whether the condition holds for every element", "all([1, 2], x => x > 1)", "false", 2, 2, a => FirstWhere(a, false) == int.MaxValue) { Aliases = ["every"] },
        new("reduce", "reduce(list, (result, x) => result, start?)", "One value from all elements, one after another; without a start the first element is it", "reduce([1, 2, 3], (product, x) => product * x, 1)", "6", 2, 3, Reduce),
        new("join", "join(list, separator?)", "The elements as one text", "join(['a', 'b'], ' and ')", "\"a and b\"", 1, 2, Join),
        new("sort", "sort(list, x => key?)", "In rising order: numbers by size, texts by code unit", "sort([3, 1, 2])", "[1,2,3]", 1, 2, Sort) { Aliases = ["sortBy"] },
        new("minBy", "minBy(list, x => key)", "The element with the least key; null for none", "minBy([{n: 2}, {n: 1}], x => x.n)", "{\"n\":1}", 2, 2, a => ExtremeBy(a, -1)),
        new("maxBy", "maxBy(list, x => key)", "The element with the greatest key; null for none", "maxBy([{n: 2}, {n: 1}], x => x.n)", "{\"n\":2}", 2, 2, a => ExtremeBy(a, 1)),
        new("reverse", "reverse(list or text)", "From back to front", "reverse([1, 2])", "[2,1]", 1, 1, Reverse),
        new("shuffle", "shuffle(list)", "In an order by chance", "shuffle([1, 2, 3]).length", "3", 1, 1, Shuffle),
        new("sample", "sample(list)", "An element by chance; null for none", "sample([7])", "7", 1, 1, a => At(a, (int)(a.Scope.NextRandom() * a.List(0).Count))),
        new("unique", "unique(list, x => key?)", "Without elements equal, or with a key equal, to an earlier one", "unique([1, 2, 1])", "[1,2]", 1, 2, Unique) { Aliases = ["distinct"] },
        new("compact", "compact(list)", "Without elements that count as false: null, false, 0 and ''", "compact([1, null, '', 2])", "[1,2]", 1, 1, Compact),
    ];

    /// <summary>A total order whatever the kinds are: kind by kind, numbers by size, texts by code unit, nothing last.</summary>
    internal static int Compare(Value a, Value b)
    {
        if (a.IsText && b.IsText)
        {
            return string.CompareOrdinal(a.AsText, b.AsText);
        }

        var byKind = Rank(a).CompareTo(Rank(b));
        return byKind != 0 || !a.IsNumber ? byKind : a.IsInteger(out var x) && b.IsInteger(out var y) ? x.CompareTo(y) : a.AsDouble.CompareTo(b.AsDouble);
    }

    private static int Rank(Value value) => value.Kind switch
    {
        ValueKind.Number => 0,
        ValueKind.Text => 1,
        ValueKind.Boolean => value.IsTrue ? 3 : 2,
        ValueKind.List or ValueKind.Map => 4,
        ValueKind.Null or ValueKind.Missing => 5,
    };

    private static Value Length(Arguments a) => a[0].Kind switch
    {
        ValueKind.Text => a[0].AsText!.Length,
        ValueKind.List => a[0].AsList!.Count,
        ValueKind.Map => a[0].AsMap!.Count,
        ValueKind.Null or ValueKind.Missing => 0,
        _ => throw a.Error($"needs a text, a list or an object and got {Arithmetic.Shown(a[0])}"),
    };

    private static Value Count(Arguments a) => a.IsLambda(1) ? Filter(a).AsList!.Count : Length(a);

    private static Value At(Arguments a, int place)
    {
        if (a[0].AsText is { } text)
        {
            var index = place < 0 ? place + text.Length : place;
            return index >= 0 && index < text.Length ? text[index].ToString() : Value.Null;
        }

        // Looking at one element costs nothing, however long the list is.
        var list = a[0].IsNullOrMissing ? ValueList.Empty : a[0].AsList ?? a.List(0);
        var at = place < 0 ? place + list.Count : place;
        return at >= 0 && at < list.Count ? OrNull(list[at]) : Value.Null;
    }

    internal static Value Map(Arguments a)
    {
        var list = a.List(0);
        var results = new Value[list.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = OrNull(a.Invoke(1, list[i], i));
        }

        return ValueList.Of(results);
    }

    private static Value Filter(Arguments a) => Partition(a)[0];

    private static Value Partition(Arguments a)
    {
        var list = a.List(0);
        var (matching, others) = (new List<Value>(), new List<Value>());
        for (var i = 0; i < list.Count; i++)
        {
            (Coerce.Truth(a.Invoke(1, list[i], i)) ? matching : others).Add(list[i]);
        }

        return ValueList.Of(ValueList.Of(matching), ValueList.Of(others));
    }

    /// <summary>The place of the first element for which the condition holds, or does not; the greatest number there is for none.</summary>
    internal static int FirstWhere(Arguments a, bool holds)
    {
        var list = a.List(0);
        for (var i = 0; i < list.Count; i++)
        {
            if (Coerce.Truth(a.Invoke(1, list[i], i)) == holds)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    private static Value Reduce(Arguments a)
    {
        var list = a.List(0);
        var hasStart = a.Count > 2;
        if (!hasStart && list.Count == 0)
        {
            return Value.Null;
        }

        var result = hasStart ? a[2] : list[0];
        for (var i = hasStart ? 0 : 1; i < list.Count; i++)
        {
            result = a.Invoke(1, result, list[i]);
        }

        return OrNull(result);
    }

    private static Value Join(Arguments a)
    {
        var separator = a.Text(1, ",");
        var text = new StringBuilder();
        foreach (var item in a.List(0).AsSpan())
        {
            text.Append(text.Length == 0 ? "" : separator).Append(a.TextOf(item));
            ValueLimits.CheckText(text.Length);
        }

        return text.ToString();
    }

    private static Value Sort(Arguments a)
    {
        var list = a.List(0);
        a.Scope.Spend((long)list.Count * BitOperations.Log2((uint)list.Count | 1));
        var (places, keys) = (new int[list.Count], new Value[list.Count]);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
            keys[i] = a.IsLambda(1) ? a.Invoke(1, list[i], i) : list[i];
        }

        // Elements with one key keep their order.
        Array.Sort(places, (x, y) => Compare(keys[x], keys[y]) is var order && order == 0 ? x.CompareTo(y) : order);
        var sorted = new Value[places.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = list[places[i]];
        }

        return ValueList.Of(sorted);
    }

    private static Value ExtremeBy(Arguments a, int sign)
    {
        var list = a.List(0);
        var (best, bestKey) = (Value.Null, Value.Missing);
        for (var i = 0; i < list.Count; i++)
        {
            var key = a.Invoke(1, list[i], i);
            if (i == 0 || Compare(key, bestKey) * sign > 0)
            {
                (best, bestKey) = (list[i], key);
            }
        }

        return OrNull(best);
    }

    private static Value Reverse(Arguments a)
    {
        if (a[0].IsText)
        {
            var letters = a.Text(0).ToCharArray();
            Array.Reverse(letters);
            return new string(letters);
        }

        var items = a.List(0).AsSpan().ToArray();
        Array.Reverse(items);
        return ValueList.Of(items);
    }

    /// <summary>Fisher and Yates, from the back.</summary>
    private static Value Shuffle(Arguments a)
    {
        var shuffled = a.List(0).AsSpan().ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var other = (int)(a.Scope.NextRandom() * (i + 1));
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return ValueList.Of(shuffled);
    }

    private static Value Unique(Arguments a)
    {
        var (list, seen, kept) = (a.DeepList(0), new HashSet<Value>(), new List<Value>());
        for (var i = 0; i < list.Count; i++)
        {
            var key = a.IsLambda(1) ? a.Invoke(1, list[i], i) : list[i];
            a.Scope.SpendOnText(a.IsLambda(1) ? key.Weight : 0);
            if (seen.Add(OrNull(key)))
            {
                kept.Add(list[i]);
            }
        }

        return ValueList.Of(kept);
    }

    private static Value Compact(Arguments a)
    {
        var kept = new List<Value>();
        foreach (var item in a.List(0).AsSpan())
        {
            if (Coerce.Truth(item))
            {
                kept.Add(item);
            }
        }

        return ValueList.Of(kept);
    }

    internal static Value OrNull(Value value) => value.IsMissing ? Value.Null : value;
}
