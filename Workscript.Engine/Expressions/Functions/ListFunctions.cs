using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class ListFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("length", "length(text, list or object)", "How many characters, elements or members", "length([1, 2])", "2", 1, 1, Length) { Aliases = ["count", "size"] },
        new("first", "first(list)", "The first element; null for none", "first([1, 2])", "1", 1, 1, a => OrNull(a.List(0) is { Count: > 0 } list ? list[0] : Value.Null)),
        new("last", "last(list)", "The last element; null for none", "last([1, 2])", "2", 1, 1, a => OrNull(a.List(0) is { Count: > 0 } list ? list[^1] : Value.Null)),
        new("map", "map(list, x => value)", "What the function makes of each element", "map([1, 2], x => x * 2)", "[2,4]", 2, 2, Map),
        new("filter", "filter(list, x => condition)", "The elements for which the condition holds", "filter([1, 2, 3], x => x > 1)", "[2,3]", 2, 2, a => ValueList.Of(Matching(a).ToList())),
        new("find", "find(list, x => condition)", "The first element for which the condition holds; null for none", "find([1, 2, 3], x => x > 1)", "2", 2, 2, a => OrNull(Matching(a).FirstOrDefault())),
        new("any", "any(list, x => condition)", "Whether the condition holds for an element", "any([1, 2], x => x > 1)", "true", 2, 2, a => Matching(a).Any()) { Aliases = ["some"] },
        new("all", "all(list, x => condition)", "Whether the condition holds for every element", "all([1, 2], x => x > 1)", "false", 2, 2, a => a.List(0).All(item => Coerce.Truth(a.Invoke(1, item)))) { Aliases = ["every"] },
        new("join", "join(list, separator?)", "The elements as one text", "join(['a', 'b'], ' and ')", "\"a and b\"", 1, 2, Join),
        new("sort", "sort(list, x => key?)", "In rising order: numbers by size, texts by code unit", "sort([3, 1, 2])", "[1,2,3]", 1, 2, Sort),
        new("reverse", "reverse(list or text)", "From back to front", "reverse([1, 2])", "[2,1]", 1, 1, Reverse),
        new("unique", "unique(list)", "Without elements equal to an earlier one", "unique([1, 2, 1])", "[1,2]", 1, 1, a => ValueList.Of(a.List(0).Distinct().ToList())),
        new("concat", "concat(list, list, ...)", "One list of all", "concat([1], [2, 3])", "[1,2,3]", 1, Function.Any, Concat),
        new("flatten", "flatten(list)", "With inner lists opened, one level", "flatten([1, [2, [3]]])", "[1,2,[3]]", 1, 1, a => ValueList.Of(a.List(0).SelectMany(item => item.AsList ?? (IEnumerable<Value>)[item]).ToList())),
    ];

    private static Value Length(Arguments a) => a[0].Kind switch
    {
        ValueKind.Text => a[0].AsText!.Length,
        ValueKind.List => a[0].AsList!.Count,
        ValueKind.Map => a[0].AsMap!.Count,
        ValueKind.Null or ValueKind.Missing => 0,
        _ => throw a.Error($"needs a text, a list or an object and got {Arithmetic.Shown(a[0])}"),
    };

    private static Value Map(Arguments a)
    {
        var list = a.List(0);
        var results = new Value[list.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = OrNull(a.Invoke(1, list[i], i));
        }

        return ValueList.Of(results);
    }

    private static IEnumerable<Value> Matching(Arguments a)
    {
        var list = a.List(0);
        for (var i = 0; i < list.Count; i++)
        {
            if (Coerce.Truth(a.Invoke(1, list[i], i)))
            {
                yield return list[i];
            }
        }
    }

    private static Value Join(Arguments a)
    {
        var list = a.List(0);
        var separator = a.Count > 1 ? a.Text(1) : ",";
        var parts = list.Select(Coerce.TemplateText).ToList();
        ValueLimits.CheckText(parts.Sum(part => (long)part.Length) + ((long)separator.Length * parts.Count));
        return string.Join(separator, parts);
    }

    private static Value Sort(Arguments a)
    {
        var keyed = a.List(0).Select(item => (Item: item, Key: a.IsLambda(1) ? a.Invoke(1, item) : item)).ToList();
        var sorted = keyed.OrderBy(pair => pair.Key, SortOrder).Select(pair => pair.Item);
        return ValueList.Of(sorted.ToList());
    }

    private static readonly Comparer<Value> SortOrder = Comparer<Value>.Create((a, b) =>
    {
        if (a.IsText && b.IsText)
        {
            return string.CompareOrdinal(a.AsText, b.AsText);
        }

        // A total order whatever the kinds are: kind by kind, numbers by size, nothing last.
        var byKind = Rank(a).CompareTo(Rank(b));
        return byKind != 0 || !a.IsNumber ? byKind : a.AsDouble.CompareTo(b.AsDouble);
    });

    private static int Rank(Value value) => value.Kind switch
    {
        ValueKind.Number => 0,
        ValueKind.Text => 1,
        ValueKind.Boolean => value.IsTrue ? 3 : 2,
        ValueKind.List or ValueKind.Map => 4,
        _ => 5,
    };

    private static Value Reverse(Arguments a)
    {
        if (a[0].AsText is { } text)
        {
            return new string(text.Reverse().ToArray());
        }

        var items = a.List(0).AsSpan().ToArray();
        Array.Reverse(items);
        return ValueList.Of(items);
    }

    private static Value Concat(Arguments a)
    {
        var items = new List<Value>();
        for (var i = 0; i < a.Count; i++)
        {
            items.AddRange(a.List(i));
        }

        return ValueList.Of(items);
    }

    private static Value OrNull(Value value) => value.IsMissing ? Value.Null : value;
}
