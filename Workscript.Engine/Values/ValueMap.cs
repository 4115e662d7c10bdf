using System.Collections;

namespace Workscript.Engine.Values;

/// <summary>
/// An immutable map of named values in the order in which they were written. Names are shared between maps of one shape; a small map is
/// searched from the front, a large one through an index that is made when it is first needed.
/// </summary>
public sealed class ValueMap : IReadOnlyCollection<KeyValuePair<string, Value>>, IEquatable<ValueMap>
{
    private const int IndexedFrom = 12;

    private readonly string[] _names;
    private readonly Value[] _values;
    private Dictionary<string, int>? _index;

    private ValueMap(string[] names, Value[] values, int count)
    {
        _names = names;
        _values = values;
        Count = count;
        (Depth, Weight) = ValueLimits.Measure(values.AsSpan(0, count));
    }

    public static ValueMap Empty { get; } = new([], [], 0);

    public int Count { get; }

    internal int Depth { get; }

    /// <summary>About how many bytes of JSON text this is, shared parts counted each time that they appear.</summary>
    public long Weight { get; }

    public ReadOnlySpan<string> Names => _names.AsSpan(0, Count);

    public ReadOnlySpan<Value> Values => _values.AsSpan(0, Count);

    /// <summary>The member, or missing.</summary>
    public Value this[string name] => TryGet(name, out var value) ? value : Value.Missing;

    /// <summary>A map of names that many maps share and values of its own. Both arrays become its own; names must differ.</summary>
    public static ValueMap Of(string[] names, params Value[] values) => new(names, values, values.Length);

    public static ValueMap Of(string name, Value value) => new([name], [value], 1);

    public bool TryGet(string name, out Value value)
    {
        var at = IndexOf(name);
        value = at < 0 ? Value.Missing : _values[at];
        return at >= 0;
    }

    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>The member, or missing; looked for first at the place, which is then where it was found.</summary>
    internal Value Find(string name, ref int place)
    {
        if ((uint)place < (uint)Count && _names[place] == name)
        {
            return _values[place];
        }

        var at = IndexOf(name);
        place = at < 0 ? place : at;
        return at < 0 ? Value.Missing : _values[at];
    }

    /// <summary>A copy with the member set: in its old place, or at the end.</summary>
    public ValueMap With(string name, Value value)
    {
        var at = IndexOf(name);
        if (at >= 0)
        {
            var changed = Values.ToArray();
            changed[at] = value;
            return new(_names, changed, Count) { _index = _index };
        }

        var names = new string[Count + 1];
        var values = new Value[Count + 1];
        Names.CopyTo(names);
        Values.CopyTo(values);
        names[Count] = name;
        values[Count] = value;
        return new(names, values, Count + 1);
    }

    /// <summary>A copy without the member, or this map when it has none of that name.</summary>
    public ValueMap Without(string name)
    {
        if (!Contains(name))
        {
            return this;
        }

        var rest = new Builder(Count - 1);
        for (var i = 0; i < Count; i++)
        {
            if (_names[i] != name)
            {
                rest.Set(_names[i], _values[i]);
            }
        }

        return rest.Build();
    }

    public bool Equals(ValueMap? other)
    {
        if (other is null || Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!other.TryGet(_names[i], out var theirs) || !_values[i].Equals(theirs))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ValueMap);

    public override int GetHashCode()
    {
        // The order of members does not count, so their hashes are added.
        var hash = Count;
        for (var i = 0; i < Count; i++)
        {
            hash += HashCode.Combine(_names[i], _values[i]);
        }

        return hash;
    }

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return new(_names[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name)
    {
        if (Count >= IndexedFrom)
        {
            return (_index ??= MakeIndex()).TryGetValue(name, out var found) ? found : -1;
        }

        var names = _names;
        for (var i = 0; i < Count; i++)
        {
            if (ReferenceEquals(names[i], name))
            {
                return i;
            }
        }

        for (var i = 0; i < Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<string, int> MakeIndex()
    {
        var index = new Dictionary<string, int>(Count, StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            index[_names[i]] = i;
        }

        return index;
    }

    /// <summary>Makes a map member by member; setting a name again replaces its value in place.</summary>
    public sealed class Builder(int capacity = 4)
    {
        private string[] _names = new string[capacity];
        private Value[] _values = new Value[capacity];
        private Dictionary<string, int>? _index;
        private int _count;

        public static Builder From(ValueMap map)
        {
            var builder = new Builder(map.Count + 4);
            for (var i = 0; i < map.Count; i++)
            {
                builder.Set(map._names[i], map._values[i]);
            }

            return builder;
        }

        /// <summary>The member as set so far, or missing.</summary>
        public Value this[string name] => Find(name) is >= 0 and var at ? _values[at] : Value.Missing;

        public Builder Set(string name, Value value)
        {
            var at = Find(name);
            if (at >= 0)
            {
                _values[at] = value;
                return this;
            }

            if (_count == _names.Length)
            {
                Array.Resize(ref _names, Math.Max(4, _count * 2));
                Array.Resize(ref _values, _names.Length);
            }

            _names[_count] = name;
            _values[_count] = value;
            _index?.Add(name, _count);
            _count++;
            return this;
        }

        /// <summary>Sets the member unless the value is missing.</summary>
        public Builder SetIfPresent(string name, Value value) => value.IsMissing ? this : Set(name, value);

        public bool Contains(string name) => Find(name) >= 0;

        public ValueMap Build() => _count == 0 ? Empty : new(_names, _values, _count);

        private int Find(string name)
        {
            if (_count >= IndexedFrom)
            {
                if (_index is null)
                {
                    _index = new(StringComparer.Ordinal);
                    for (var i = 0; i < _count; i++)
                    {
                        _index[_names[i]] = i;
                    }
                }

                return _index.TryGetValue(name, out var found) ? found : -1;
            }

            for (var i = 0; i < _count; i++)
            {
                if (_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
