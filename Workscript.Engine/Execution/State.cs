using System.Runtime.InteropServices;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// The state of a run: a table that the run owns and changes in place, key by key. The values in it are immutable, so a copy of the table is
/// a copy of the state.
/// </summary>
public sealed class State
{
    // A dictionary from which nothing is ever removed enumerates in the order of insertion; Remove makes a new one.
    private Dictionary<string, Value> _members;

    public State(ValueMap members)
    {
        _members = new(members.Count + 4, StringComparer.Ordinal);
        Overlay(members);
    }

    private State(State other)
    {
        _members = new(other._members, StringComparer.Ordinal);
        Weight = other.Weight;
    }

    /// <summary>About how many bytes the state is as JSON text.</summary>
    public long Weight { get; private set; }

    /// <summary>The member, or missing.</summary>
    public Value this[string key] => _members.TryGetValue(key, out var value) ? value : Value.Missing;

    public void Overlay(ValueMap members)
    {
        for (var i = 0; i < members.Count; i++)
        {
            Set(members.Names[i], members.Values[i]);
        }
    }

    /// <exception cref="ValueLimitException">The member that is changed would be nested too deeply, or become too large.</exception>
    public void Apply(in StateChange change)
    {
        var path = change.Path;
        Set(path.Root, path.Below.IsEmpty ? change.Value : path.Apply(this[path.Root], change.Value));
    }

    public State Copy() => new(this);

    public ValueMap ToMap()
    {
        var names = new string[_members.Count];
        var values = new Value[_members.Count];
        var at = 0;
        foreach (var (name, value) in _members)
        {
            (names[at], values[at]) = (name, value);
            at++;
        }

        return ValueMap.Of(names, values);
    }

    private void Set(string key, Value value)
    {
        if (value.IsMissing)
        {
            Remove(key);
            return;
        }

        ValueLimits.CheckMember(value);
        ref var member = ref CollectionsMarshal.GetValueRefOrAddDefault(_members, key, out var isSet);
        Weight += isSet ? value.Weight - member.Weight : value.Weight + key.Length;
        member = value;
    }

    private void Remove(string key)
    {
        if (_members.TryGetValue(key, out var old))
        {
            Weight -= old.Weight + key.Length;
            _members = new(_members.Where(member => member.Key != key), StringComparer.Ordinal);
        }
    }
}
