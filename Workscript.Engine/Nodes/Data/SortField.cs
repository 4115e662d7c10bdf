using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>
/// A field to sort by, with its values. Numbers compare as numbers, booleans as booleans, all else as text in small letters by code unit; null and
/// missing come last. Descending turns all of that round.
/// </summary>
internal sealed class SortField(FieldReader reader, bool isDescending)
{
    private Value[] _values = [];
    private string?[]? _texts;
    private ValueKind? _kind;

    /// <summary>Reads the field of all items.</summary>
    public void Read(ValueList items)
    {
        _values = new Value[items.Count];
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = reader.Read(items[i]);
        }

        _kind = KindOfAll();
    }

    /// <summary>A number for the value at the place: where the numbers of two values differ, the values compare as they do.</summary>
    public ulong Rank(int place)
    {
        var value = _values[place];
        ulong rank = _kind switch
        {
            null => 0,
            _ when value.IsNullOrMissing => ulong.MaxValue,
            ValueKind.Number => RankOf(value.AsDouble),
            ValueKind.Boolean => value.IsTrue ? 1UL : 0,
            _ => RankOf(Text(place)),
        };
        return isDescending ? ~rank : rank;
    }

    public int Compare(int place, int other)
    {
        var order = Rising(_values[place], _values[other], place, other);
        return isDescending ? -order : order;
    }

    private int Rising(Value value, Value otherValue, int place, int other)
    {
        if (value.IsNullOrMissing || otherValue.IsNullOrMissing)
        {
            return value.IsNullOrMissing.CompareTo(otherValue.IsNullOrMissing);
        }

        if (value.IsNumber && otherValue.IsNumber)
        {
            return value.AsDouble.CompareTo(otherValue.AsDouble);
        }

        return value.IsBoolean(out var truth) && otherValue.IsBoolean(out var otherTruth)
            ? truth.CompareTo(otherTruth)
            : Math.Sign(string.CompareOrdinal(Text(place), Text(other)));
    }

    private string Text(int place) => (_texts ??= new string?[_values.Length])[place] ??= Coerce.Text(_values[place]).ToLowerInvariant();

    /// <summary>The one way in which all the values compare; null when they differ in it.</summary>
    private ValueKind? KindOfAll()
    {
        ValueKind? all = null;
        foreach (ref readonly var value in _values.AsSpan())
        {
            if (value.IsNullOrMissing)
            {
                continue;
            }

            var kind = value.Kind is var own and (ValueKind.Number or ValueKind.Boolean) ? own : ValueKind.Text;
            if (all is not null && all != kind)
            {
                return null;
            }

            all = kind;
        }

        return all;
    }

    /// <summary>The bits of a double in an order in which they compare as the doubles do.</summary>
    private static ulong RankOf(double number)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : number);
        return bits >> 63 == 0 ? bits | (1UL << 63) : ~bits;
    }

    /// <summary>The first four code units.</summary>
    private static ulong RankOf(string text)
    {
        ulong rank = 0;
        for (var i = 0; i < 4; i++)
        {
            rank = (rank << 16) | (i < text.Length ? text[i] : 0UL);
        }

        return rank;
    }
}
