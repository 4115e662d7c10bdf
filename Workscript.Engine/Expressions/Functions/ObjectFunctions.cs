using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Objects and their members. Nothing is changed: what changes an object gives another. Paths are written as <c>lines[0].total</c>.</summary>
internal static class ObjectFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("keys", "keys(object)", "The names of its members", "keys({a: 1, b: 2})", "[\"a\",\"b\"]", 1, 1, a => Names(a.Map(0))) { Aliases = ["Object.keys"] },
        new("values", "values(object)", "The values of its members", "values({a: 1, b: 2})", "[1,2]", 1, 1, a => ValueList.Of(a.Map(0).Values.ToArray())) { Aliases = ["Object.values"] },
        new("entries", "entries(object)", "Its members as lists of name and value", "entries({a: 1})", "[[\"a\",1]]", 1, 1, Entries) { Aliases = ["Object.entries"] },
        new("fromEntries", "fromEntries(list)", "The object of such a list", "fromEntries([['a', 1], ['b', 2]])", "{\"a\":1,\"b\":2}", 1, 1, FromEntries) { Aliases = ["Object.fromEntries"] },
        new("has", "has(value, path)", "Whether there is something at the path, if only null", "has({a: {b: null}}, 'a.b')", "true", 2, 2, a => !Read(a).IsMissing),
        new("get", "get(value, path, otherwise?)", "What is at the path; the other, or null, where it is null or missing", "get({a: [{b: 5}]}, 'a[0].b')", "5", 2, 3, Get),
        new("set", "set(value, path, member)", "With something set at the path; objects on the way are made", "set({a: 1}, 'b.c', 2)", "{\"a\":1,\"b\":{\"c\":2}}", 3, 3, Set),
        new("remove", "remove(value, path)", "Without what is at the path", "remove({a: 1, b: [1, 2]}, 'b[0]')", "{\"a\":1,\"b\":[2]}", 2, 2, Remove),
        new("merge", "merge(object, object, ...)", "One object; later members win", "merge({a: 1}, {b: 2})", "{\"a\":1,\"b\":2}", 1, Function.Any, Merge) { Aliases = ["Object.assign"] },
        new("deepMerge", "deepMerge(object, object, ...)", "The same, and objects in both become one as well", "deepMerge({a: {x: 1}}, {a: {y: 2}})", "{\"a\":{\"x\":1,\"y\":2}}", 1, Function.Any, DeepMerge),
        new("pick", "pick(object, names)", "Only the named members", "pick({a: 1, b: 2}, ['a'])", "{\"a\":1}", 2, Function.Any, a => Members(a, keep: true)),
        new("omit", "omit(object, names)", "All but the named members", "omit({a: 1, b: 2}, ['a'])", "{\"b\":2}", 2, Function.Any, a => Members(a, keep: false)),
        new("pickBy", "pickBy(object, (value, name) => condition)", "Only the members for which the condition holds", "pickBy({a: 1, b: null}, x => x != null)", "{\"a\":1}", 2, 2, PickBy),
        new("mapValues", "mapValues(object, (value, name) => value)", "With what the function makes of each value", "mapValues({a: 1, b: 2}, x => x * 10)", "{\"a\":10,\"b\":20}", 2, 2, MapValues),
        new("mapKeys", "mapKeys(object, (name, value) => name)", "With what the function makes of each name", "mapKeys({a: 1}, name => upper(name))", "{\"A\":1}", 2, 2, MapKeys),
        new("rename", "rename(object, names)", "With members named otherwise, each old name with its new one", "rename({a: 1, b: 2}, {a: 'x'})", "{\"x\":1,\"b\":2}", 2, 2, Rename),
        new("invert", "invert(object)", "With names and values exchanged", "invert({a: 'x'})", "{\"x\":\"a\"}", 1, 1, Invert),
    ];

    private static ValueList Names(ValueMap map)
    {
        var names = new Value[map.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = map.Names[i];
        }

        return ValueList.Of(names);
    }

    private static Value Entries(Arguments a)
    {
        var map = a.Map(0);
        var entries = new Value[map.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = ValueList.Of(map.Names[i], map.Values[i]);
        }

        return ValueList.Of(entries);
    }

    private static Value FromEntries(Arguments a)
    {
        var map = new ValueMap.Builder();
        foreach (var entry in a.List(0).AsSpan())
        {
            map.Set(entry.AsList is { Count: 2 } pair ? a.TextOf(pair[0]) : throw a.Error($"needs lists of a name and a value and got {Arithmetic.Shown(entry)}"), entry[1]);
        }

        return map.Build();
    }

    private static Value Read(Arguments a) => ValuePath.Read(a[0], a.Text(1));

    private static Value Get(Arguments a) => Read(a) is { IsNullOrMissing: false } value ? value : a[2].IsMissing ? Value.Null : a[2];

    private static Value Set(Arguments a) => Changed(a, a[0], Path(a), a[2].IsMissing ? Value.Null : a[2]);

    private static Value Remove(Arguments a) => Changed(a, a[0], Path(a), Value.Missing);

    private static ReadOnlySpan<string> Path(Arguments a)
    {
        var names = ValuePath.Names(a.Text(1));
        return names.Length <= ValueLimits.Depth ? names : throw a.Error($"takes paths of at most {ValueLimits.Depth} steps");
    }

    private static Value Changed(Arguments a, Value parent, ReadOnlySpan<string> path, Value member)
    {
        a.Scope.Spend(parent.AsList?.Count ?? parent.AsMap?.Count ?? 0);
        var value = path.Length == 1 ? member : Changed(a, ValuePath.Child(parent, path[0]), path[1..], member);
        if (parent.AsList is { } list)
        {
            return int.TryParse(path[0], out var index) ? ListWith(a, list, index < 0 ? index + list.Count : index, value) : throw a.Error($"finds no '{path[0]}' in a list");
        }

        // Where there is nothing to remove nothing is made on the way to it.
        var map = parent.AsMap ?? (member.IsMissing ? null : ValueMap.Empty);
        return map is null ? parent : value.IsMissing ? map.Without(path[0]) : map.With(path[0], value);
    }

    private static Value ListWith(Arguments a, ValueList list, int index, Value value)
    {
        if (value.IsMissing)
        {
            return index < 0 || index >= list.Count ? list : ValueList.Of((Value[])[.. list.AsSpan()[..index], .. list.AsSpan()[(index + 1)..]]);
        }

        return index == list.Count ? ValueList.Of((Value[])[.. list.AsSpan(), value])
            : index >= 0 && index < list.Count ? list.With(index, value)
            : throw a.Error($"finds no place {index} in a list of {list.Count}");
    }

    private static Value Merge(Arguments a)
    {
        var merged = ValueMap.Builder.From(a.Map(0));
        for (var i = 1; i < a.Count; i++)
        {
            foreach (var (name, value) in a.Map(i))
            {
                merged.Set(name, value);
            }
        }

        return merged.Build();
    }

    private static Value DeepMerge(Arguments a)
    {
        var merged = a.Map(0);
        for (var i = 1; i < a.Count; i++)
        {
            merged = Merged(a, merged, a.Map(i));
        }

        return merged;
    }

    private static ValueMap Merged(Arguments a, ValueMap first, ValueMap second)
    {
        a.Scope.Spend(first.Count + second.Count);
        var merged = ValueMap.Builder.From(first);
        foreach (var (name, value) in second)
        {
            merged.Set(name, value.AsMap is { } theirs && first[name].AsMap is { } ours ? Merged(a, ours, theirs) : value);
        }

        return merged.Build();
    }

    private static Value Members(Arguments a, bool keep)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i < a.Count; i++)
        {
            foreach (var name in a[i].IsText ? [a[i]] : a.List(i).AsSpan())
            {
                names.Add(a.TextOf(name));
            }
        }

        return Where(a, (name, _) => names.Contains(name) == keep);
    }

    private static Value PickBy(Arguments a) => Where(a, (name, value) => Coerce.Truth(a.Invoke(1, value, name)));

    private static Value Where(Arguments a, Func<string, Value, bool> holds)
    {
        var kept = new ValueMap.Builder();
        foreach (var (name, value) in a.Map(0))
        {
            if (holds(name, value))
            {
                kept.Set(name, value);
            }
        }

        return kept.Build();
    }

    private static Value MapValues(Arguments a)
    {
        var map = a.Map(0);
        var mapped = new ValueMap.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            var result = a.Invoke(1, value, name);
            mapped.Set(name, result.IsMissing ? Value.Null : result);
        }

        return mapped.Build();
    }

    private static Value MapKeys(Arguments a)
    {
        var map = a.Map(0);
        var mapped = new ValueMap.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            mapped.Set(a.TextOf(a.Invoke(1, name, value)), value);
        }

        return mapped.Build();
    }

    private static Value Rename(Arguments a)
    {
        var (map, names) = (a.Map(0), a.Map(1));
        var renamed = new ValueMap.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            renamed.Set(names[name] is { IsNullOrMissing: false } other ? a.TextOf(other) : name, value);
        }

        return renamed.Build();
    }

    private static Value Invert(Arguments a)
    {
        var map = a.Map(0);
        var inverted = new ValueMap.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            inverted.Set(a.TextOf(value), name);
        }

        return inverted.Build();
    }
}
