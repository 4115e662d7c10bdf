using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workscript.Engine.Values;

/// <summary>
/// An immutable JSON value of 16 bytes: missing, null, boolean, number, text, list or map. Numbers are 64-bit integers where the text
/// or the arithmetic was one, else IEEE doubles. Not a number and the infinities cannot be held: they become null, as in JSON.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Value : IEquatable<Value>
{
    private static readonly object NullTag = new();
    private static readonly object BooleanTag = new();
    private static readonly object IntegerTag = new();
    private static readonly object DoubleTag = new();

    private readonly object? _content;
    private readonly long _bits;

    private Value(object content, long bits = 0)
    {
        _content = content;
        _bits = bits;
    }

    /// <summary>No value at all: a reference that leads nowhere, a parameter that was not given.</summary>
    public static Value Missing => default;

    public static Value Null { get; } = new(NullTag);

    public static Value True { get; } = new(BooleanTag, 1);

    public static Value False { get; } = new(BooleanTag);

    public static Value EmptyText { get; } = new(string.Empty);

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(long value) => new(IntegerTag, value);

    public static Value Of(double value) => double.IsFinite(value) ? new(DoubleTag, BitConverter.DoubleToInt64Bits(value)) : Null;

    public static Value Of(string? value) => value is null ? Null : new(value);

    public static Value Of(ValueList value) => new(value);

    public static Value Of(ValueMap value) => new(value);

    public static implicit operator Value(bool value) => Of(value);

    public static implicit operator Value(int value) => Of((long)value);

    public static implicit operator Value(long value) => Of(value);

    public static implicit operator Value(double value) => Of(value);

    public static implicit operator Value(string? value) => Of(value);

    public static implicit operator Value(ValueList value) => Of(value);

    public static implicit operator Value(ValueMap value) => Of(value);

    public ValueKind Kind => _content switch
    {
        null => ValueKind.Missing,
        string => ValueKind.Text,
        ValueMap => ValueKind.Map,
        ValueList => ValueKind.List,
        var tag when ReferenceEquals(tag, IntegerTag) || ReferenceEquals(tag, DoubleTag) => ValueKind.Number,
        var tag when ReferenceEquals(tag, BooleanTag) => ValueKind.Boolean,
        _ => ValueKind.Null,
    };

    public bool IsMissing => _content is null;

    public bool IsNull => ReferenceEquals(_content, NullTag);

    public bool IsNullOrMissing => _content is null || ReferenceEquals(_content, NullTag);

    public bool IsNumber => ReferenceEquals(_content, IntegerTag) || ReferenceEquals(_content, DoubleTag);

    public bool IsText => _content is string;

    public bool IsTrue => ReferenceEquals(_content, BooleanTag) && _bits != 0;

    /// <summary>Whether this is a number kept as a 64-bit integer, exact to the last digit.</summary>
    public bool IsInteger(out long value)
    {
        value = _bits;
        return ReferenceEquals(_content, IntegerTag);
    }

    /// <summary>Whether this is a whole number, however it is written: <c>3</c>, <c>3.0</c> or <c>3e0</c>.</summary>
    public bool IsWhole(out long value)
    {
        if (IsInteger(out value))
        {
            return true;
        }

        var isWhole = IsNumber && Math.Abs(AsDouble) < 1L << 53 && AsDouble == Math.Truncate(AsDouble);
        value = isWhole ? (long)AsDouble : 0;
        return isWhole;
    }

    public bool IsBoolean(out bool value)
    {
        value = _bits != 0;
        return ReferenceEquals(_content, BooleanTag);
    }

    /// <summary>The text, or null for any other kind.</summary>
    public string? AsText => _content as string;

    /// <summary>The list, or null for any other kind.</summary>
    public ValueList? AsList => _content as ValueList;

    /// <summary>The map, or null for any other kind.</summary>
    public ValueMap? AsMap => _content as ValueMap;

    /// <summary>The number as a double. Only for <see cref="ValueKind.Number"/>; see <see cref="Coerce"/> for conversions.</summary>
    public double AsDouble => ReferenceEquals(_content, IntegerTag) ? _bits : BitConverter.Int64BitsToDouble(_bits);

    /// <summary>How many levels of lists and maps this holds: 0 for a scalar.</summary>
    internal int Depth => _content switch
    {
        ValueList list => list.Depth,
        ValueMap map => map.Depth,
        _ => 0,
    };

    /// <summary>About how many bytes of JSON text this is, shared parts counted each time that they appear.</summary>
    public long Weight => _content switch
    {
        string text => text.Length + 2,
        ValueList list => list.Weight,
        ValueMap map => map.Weight,
        _ => 8,
    };

    /// <summary>The member of a map; missing when this is no map or has no such member.</summary>
    public Value this[string name] => _content is ValueMap map && map.TryGet(name, out var member) ? member : Missing;

    /// <summary>The element of a list; missing when this is no list or is shorter.</summary>
    public Value this[int index] => _content is ValueList list && (uint)index < (uint)list.Count ? list[index] : Missing;

    /// <summary>Whether both are the very same value: equal scalars, or the same list or map in memory (JavaScript's <c>===</c>).</summary>
    public bool IsSame(Value other)
    {
        if (IsNumber)
        {
            return other.IsNumber && NumbersEqual(other);
        }

        return _content is string text
            ? other._content is string otherText && text == otherText
            : ReferenceEquals(_content, other._content) && _bits == other._bits;
    }

    /// <summary>Deep equality. The order of a map's members does not count, and 1 equals 1.0.</summary>
    public bool Equals(Value other) => _content switch
    {
        ValueList list => other._content is ValueList otherList && list.Equals(otherList),
        ValueMap map => other._content is ValueMap otherMap && map.Equals(otherMap),
        _ => IsSame(other),
    };

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => _content switch
    {
        null => 0,
        string text => text.GetHashCode(),
        ValueList list => list.GetHashCode(),
        ValueMap map => map.GetHashCode(),
        _ when IsNumber => HashOf(AsDouble),
        _ => HashCode.Combine(RuntimeHelpers.GetHashCode(_content), _bits),
    };

    public static bool operator ==(Value left, Value right) => left.Equals(right);

    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>Compact JSON text; empty for a missing value.</summary>
    public override string ToString() => IsMissing ? string.Empty : Json.Write(this);

    /// <summary>Scattered by a number that differs in each process, so that nobody can choose numbers with one hash.</summary>
    private static int HashOf(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);
        return HashCode.Combine((int)bits, (int)(bits >> 32));
    }

    private bool NumbersEqual(Value other) =>
        ReferenceEquals(_content, IntegerTag) && ReferenceEquals(other._content, IntegerTag) ? _bits == other._bits : AsDouble == other.AsDouble;
}
