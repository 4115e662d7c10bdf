namespace Workscript.Engine.Values;

/// <summary>
/// Values are shared, so a document of a few lines can build one whose text would fill the disk or whose depth would overflow the stack.
/// Each list and map therefore knows its depth and weight, and one that passes these limits is never made.
/// </summary>
public static class ValueLimits
{
    /// <summary>Levels of lists and maps in one value.</summary>
    public const int Depth = 200;

    /// <summary>Levels of a member of the state: less, so that the state as a whole and a record with it in are values too.</summary>
    public const int MemberDepth = Depth - 8;

    /// <summary>Bytes of JSON text, roughly, of one value.</summary>
    public const long Weight = 1L << 29;

    /// <summary>Characters of one text that an expression, template or node makes.</summary>
    public const int Text = 16 * 1024 * 1024;

    internal static (int Depth, long Weight) Measure(ReadOnlySpan<Value> values)
    {
        var depth = 0;
        var weight = 2L;
        foreach (ref readonly var value in values)
        {
            depth = Math.Max(depth, value.Depth);
            weight += value.Weight + 2;
        }

        CheckDepth(depth + 1);
        CheckWeight(weight);
        return (depth + 1, weight);
    }

    internal static void CheckDepth(int depth)
    {
        if (depth > Depth)
        {
            throw TooDeep("A value", Depth);
        }
    }

    internal static void CheckWeight(long weight)
    {
        if (weight > Weight)
        {
            throw TooLarge();
        }
    }

    internal static Value CheckMember(Value value) =>
        value.Depth <= MemberDepth ? value : throw TooDeep("A value of the state", MemberDepth);

    internal static void CheckText(long length)
    {
        if (length > Text)
        {
            throw TooLong();
        }
    }

    // Making a message takes room on the stack, which is cleared beforehand: by themselves, these leave the checks as short as they look.
    private static ValueLimitException TooDeep(string what, int levels) => new($"{what} is nested deeper than {levels} levels");

    private static ValueLimitException TooLarge() => new($"A value is larger than {Weight >> 20} MiB");

    private static ValueLimitException TooLong() => new($"A text is longer than {Text / (1024 * 1024)} million characters");
}

/// <summary>A value passed one of <see cref="ValueLimits"/>.</summary>
public sealed class ValueLimitException(string message) : Exception(message);
