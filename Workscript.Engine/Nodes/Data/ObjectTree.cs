using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>An object in the making, whose members are set by the names that lead to them; each costs no more when there are many.</summary>
internal sealed class ObjectTree
{
    private readonly OrderedDictionary<string, (Value Leaf, ObjectTree? Branch)> _members = new(StringComparer.Ordinal);

    /// <summary>The object whose members have joined names, such as <c>a.b</c>, with an object for each part of a name.</summary>
    /// <exception cref="ValueLimitException">A name has more parts than a value can have levels.</exception>
    public static ValueMap Of(ValueMap map, string separator)
    {
        var tree = new ObjectTree();
        for (var i = 0; i < map.Count; i++)
        {
            tree.Set(map.Names[i].Split(separator), map.Values[i]);
        }

        return tree.ToMap();
    }

    private void Set(string[] names, Value value)
    {
        ValueLimits.CheckDepth(names.Length);
        var tree = this;
        foreach (var name in names.AsSpan()[..^1])
        {
            tree = tree.BranchAt(name);
        }

        tree._members[names[^1]] = (value, null);
    }

    /// <summary>The branch of that name; an object that is there becomes one, and anything else makes room for it.</summary>
    private ObjectTree BranchAt(string name)
    {
        if (_members.TryGetValue(name, out var member) && member.Branch is { } known)
        {
            return known;
        }

        var branch = new ObjectTree();
        foreach (var (key, value) in member.Leaf.AsMap ?? ValueMap.Empty)
        {
            branch._members[key] = (value, null);
        }

        _members[name] = (Value.Missing, branch);
        return branch;
    }

    private ValueMap ToMap()
    {
        var map = new ValueMap.Builder(_members.Count);
        foreach (var (name, (leaf, branch)) in _members)
        {
            map.Set(name, branch is null ? leaf : branch.ToMap());
        }

        return map.Build();
    }
}
