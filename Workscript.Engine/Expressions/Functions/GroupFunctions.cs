using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Lists sorted into objects by a key, and lists taken as sets. Keys are text, as a template shows them.</summary>
internal static class GroupFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("group", "group(list, x => key)", "An object with a list of the elements for each key", "group([{c: 'DE', n: 1}, {c: 'FR', n: 2}, {c: 'DE', n: 3}], x => x.c)", "{\"DE\":[{\"c\":\"DE\",\"n\":1},{\"c\":\"DE\",\"n\":3}],\"FR\":[{\"c\":\"FR\",\"n\":2}]}", 2, 2, Group) { Aliases = ["groupBy"] },
        new("countBy", "countBy(list, x => key)", "An object with the number of elements for each key", "countBy(['a', 'bb', 'c'], x => x.length)", "{\"1\":2,\"2\":1}", 2, 2, CountBy),
        new("sumBy", "sumBy(list, x => key, x => number)", "An object with the sum for each key", "sumBy([{c: 'DE', n: 1}, {c: 'DE', n: 3}], x => x.c, x => x.n)", "{\"DE\":4}", 3, 3, SumBy),
        new("keyBy", "keyBy(list, x => key)", "An object with the last element for each key", "keyBy([{id: 'a', n: 1}, {id: 'b', n: 2}], x => x.id)", "{\"a\":{\"id\":\"a\",\"n\":1},\"b\":{\"id\":\"b\",\"n\":2}}", 2, 2, KeyBy),
        new("union", "union(list, list)", "The elements of either, each once", "union([1, 2], [2, 3])", "[1,2,3]", 2, 2, Union),
        new("intersection", "intersection(list, list)", "The elements of the first that are also in the second, each once", "intersection([1, 2, 3], [2, 3, 4])", "[2,3]", 2, 2, a => Against(a, isIn: true)),
        new("difference", "difference(list, list)", "The elements of the first that are not in the second, each once", "difference([1, 2, 3], [2])", "[1,3]", 2, 2, a => Against(a, isIn: false)),
    ];

    private static Value Group(Arguments a)
    {
        var groups = new Dictionary<string, List<Value>>(StringComparer.Ordinal);
        var list = a.List(0);
        for (var i = 0; i < list.Count; i++)
        {
            var key = a.TextOf(a.Invoke(1, list[i], i));
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = []);
            }

            group.Add(list[i]);
        }

        var result = new ValueMap.Builder(groups.Count);
        foreach (var (key, group) in groups)
        {
            result.Set(key, ValueList.Of(group));
        }

        return result.Build();
    }

    private static Value CountBy(Arguments a) => Folded(a, (count, _) => Arithmetic.Add(count, 1));

    private static Value SumBy(Arguments a) => Folded(a, (sum, item) => Arithmetic.Add(sum, a.Invoke(2, item)));

    private static Value Folded(Arguments a, Func<Value, Value, Value> fold)
    {
        var results = new Dictionary<string, Value>(StringComparer.Ordinal);
        var list = a.List(0);
        for (var i = 0; i < list.Count; i++)
        {
            var key = a.TextOf(a.Invoke(1, list[i], i));
            results[key] = fold(results.TryGetValue(key, out var before) ? before : 0, list[i]);
        }

        var map = new ValueMap.Builder(results.Count);
        foreach (var (key, value) in results)
        {
            map.Set(key, value);
        }

        return map.Build();
    }

    private static Value KeyBy(Arguments a)
    {
        var map = new ValueMap.Builder();
        var list = a.List(0);
        for (var i = 0; i < list.Count; i++)
        {
            map.Set(a.TextOf(a.Invoke(1, list[i], i)), list[i]);
        }

        return map.Build();
    }

    private static Value Union(Arguments a)
    {
        var (seen, items) = (new HashSet<Value>(), new List<Value>());
        for (var i = 0; i < 2; i++)
        {
            foreach (var item in a.DeepList(i).AsSpan())
            {
                if (seen.Add(item))
                {
                    items.Add(item);
                }
            }
        }

        return ValueList.Of(items);
    }

    private static Value Against(Arguments a, bool isIn)
    {
        var others = new HashSet<Value>();
        foreach (var item in a.DeepList(1).AsSpan())
        {
            others.Add(item);
        }

        var (seen, items) = (new HashSet<Value>(), new List<Value>());
        foreach (var item in a.DeepList(0).AsSpan())
        {
            if (others.Contains(item) == isIn && seen.Add(item))
            {
                items.Add(item);
            }
        }

        return ValueList.Of(items);
    }
}
