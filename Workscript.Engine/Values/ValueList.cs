using System.Collections;
using System.Runtime.InteropServices;

namespace Workscript.Engine.Values;

/// <summary>An immutable list of values. The array handed to it becomes its own: who makes one must not keep the array.</summary>
public sealed class ValueList : IReadOnlyList<Value>, IEquatable<ValueList>
{
    private readonly Value[] _items;

    private ValueList(Value[] items, int count)
    {
        _items = items;
        Count = count;
        (Depth, Weight) = ValueLimits.Measure(items.AsSpan(0, count));
    }

    public static ValueList Empty { get; } = new([], 0);

    public int Count { get; }

    internal int Depth { get; }

    internal long Weight { get; }

    public Value this[int index] => _items.AsSpan(0, Count)[index];

    /// <summary>Wraps the array without a copy.</summary>
    public static ValueList Of(params Value[] items) => items.Length == 0 ? Empty : new(items, items.Length);

    /// <summary>Takes over what the list holds, without a copy where that is possible.</summary>
    public static ValueList Of(List<Value> items) => items.Count == 0 ? Empty : new(items.ToArray(), items.Count);

    public ReadOnlySpan<Value> AsSpan() => _items.AsSpan(0, Count);

    /// <summary>A copy with the element replaced or, at the place after the last, added.</summary>
    public ValueList With(int index, Value item)
    {
        var copy = new Value[Math.Max(Count, index + 1)];
        AsSpan().CopyTo(copy);
        copy[index] = item;
        return Of(copy);
    }

    public bool Equals(ValueList? other)
    {
        if (other is null || Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!_items[i].Equals(other._items[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ValueList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in AsSpan())
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<Value> GetEnumerator() => MemoryMarshal.ToEnumerable<Value>(_items.AsMemory(0, Count)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
