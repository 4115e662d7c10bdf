using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>An item to which <c>compareDatasets</c> adds the members of those that match it.</summary>
internal sealed class EnrichedItem(ValueMap own, string conflicts)
{
    private readonly ValueMap.Builder _members = ValueMap.Builder.From(own);
    private Dictionary<string, (List<Value> Values, HashSet<Value> Seen)>? _merged;

    public void Add(ValueMap members)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var (name, value) = (members.Names[i], members.Values[i]);
            if (!_members.Contains(name) || conflicts == "prefer_input2")
            {
                _members.Set(name, value);
            }
            else if (conflicts == "merge_arrays")
            {
                Merge(name, value);
            }
        }
    }

    public ValueMap Build()
    {
        foreach (var (name, merged) in _merged ?? [])
        {
            _members.Set(name, ValueList.Of(merged.Values));
        }

        return _members.Build();
    }

    /// <summary>Makes the member a list with the value at its end, unless it is a list that has it.</summary>
    private void Merge(string name, Value value)
    {
        _merged ??= [];
        if (!_merged.TryGetValue(name, out var merged))
        {
            var existing = _members[name];
            List<Value> values = existing.AsList is { } list ? [.. list.AsSpan()] : [existing, value];
            _merged[name] = merged = (values, new(values, SameValue.Comparer));
        }

        if (merged.Seen.Add(value))
        {
            merged.Values.Add(value);
        }
    }
}
