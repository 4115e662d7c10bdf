using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class ObjectFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("keys", "keys(object)", "The names of its members", "keys({a: 1, b: 2})", "[\"a\",\"b\"]", 1, 1, a => Names(a.Map(0))) { Aliases = ["Object.keys"] },
        new("values", "values(object)", "The values of its members", "values({a: 1, b: 2})", "[1,2]", 1, 1, a => ValueList.Of(a.Map(0).Values.ToArray())) { Aliases = ["Object.values"] },
        new("merge", "merge(object, object, ...)", "One object; later members win", "merge({a: 1}, {b: 2})", "{\"a\":1,\"b\":2}", 1, Function.Any, Merge),
        new("pick", "pick(object, names)", "Only the named members", "pick({a: 1, b: 2}, ['a'])", "{\"a\":1}", 2, 2, a => Members(a, keep: true)),
        new("omit", "omit(object, names)", "All but the named members", "omit({a: 1, b: 2}, ['a'])", "{\"b\":2}", 2, 2, a => Members(a, keep: false)),
    ];

    private static Value Names(ValueMap map)
    {
        var names = new Value[map.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = map.Names[i];
        }

        return ValueList.Of(names);
    }

    private static Value Merge(Arguments a)
    {
        var merged = new ValueMap.Builder();
        for (var i = 0; i < a.Count; i++)
        {
            foreach (var (name, value) in a.Map(i))
            {
                merged.Set(name, value);
            }
        }

        return merged.Build();
    }

    private static Value Members(Arguments a, bool keep)
    {
        var names = a.List(1).Select(Coerce.Text).ToHashSet(StringComparer.Ordinal);
        var rest = new ValueMap.Builder();
        foreach (var (name, value) in a.Map(0))
        {
            if (names.Contains(name) == keep)
            {
                rest.Set(name, value);
            }
        }

        return rest.Build();
    }
}
