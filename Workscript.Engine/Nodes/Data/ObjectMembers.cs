using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Some members of an object, or the same ones under other names; with <c>deep</c>, also in all objects within it.</summary>
internal static class ObjectMembers
{
    /// <summary>The members of these names, in their order; those that are not there are left out.</summary>
    public static ValueMap Pick(ValueMap map, string[] names)
    {
        var picked = new ValueMap.Builder(names.Length);
        foreach (var name in names)
        {
            picked.SetIfPresent(name, map[name]);
        }

        return picked.Build();
    }

    public static ValueMap Omit(ValueMap map, string[] names, bool deep)
    {
        var omitted = new HashSet<string>(names, StringComparer.Ordinal);
        return Renamed(map, name => omitted.Contains(name) ? null : name, deep);
    }

    /// <summary>A member that <paramref name="names"/> does not have keeps its name.</summary>
    public static ValueMap Rename(ValueMap map, ValueMap names, bool deep) =>
        Renamed(map, name => names[name] is { IsNullOrMissing: false } other ? Coerce.Text(other) : name, deep);

    /// <summary>The map with other names; a member whose name becomes null is left out.</summary>
    private static ValueMap Renamed(ValueMap map, Func<string, string?> rename, bool deep)
    {
        var renamed = new ValueMap.Builder(map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            if (rename(map.Names[i]) is { } name)
            {
                renamed.Set(name, deep ? RenamedWithin(map.Values[i], rename) : map.Values[i]);
            }
        }

        return renamed.Build();
    }

    private static Value RenamedWithin(Value value, Func<string, string?> rename)
    {
        if (value.AsList is not { } list)
        {
            return value.AsMap is { } map ? Renamed(map, rename, deep: true) : value;
        }

        var items = new Value[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = RenamedWithin(list[i], rename);
        }

        return ValueList.Of(items);
    }
}
