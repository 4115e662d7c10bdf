namespace Workscript.Engine.Values;

/// <summary>
/// How much there is to a regular expression when all its repetitions are written out. .NET matches in linear time with a machine whose states it makes
/// while it reads, and looks at the clock every 100,000 characters only: for a large pattern that takes minutes and gigabytes.
/// </summary>
internal static class PatternSize
{
    private const int MostParts = 64;
    private const int MostLetters = 64;

    /// <param name="pattern">The regular expression, in the words of .NET.</param>
    public static bool IsSmall(string pattern)
    {
        var outer = new Stack<long>();
        var letters = new HashSet<char>();
        var (parts, last, escapes) = (0L, 0L, 0);
        for (var i = 0; i < pattern.Length && parts <= MostParts; i++)
        {
            letters.Add(pattern[i]);
            switch (pattern[i])
            {
                case '(':
                    outer.Push(parts);
                    parts = 0;
                    break;
                case ')' when outer.Count > 0:
                    last = parts;
                    parts += outer.Pop();
                    break;
                case '{' when Repetition(pattern.AsSpan(i + 1)) is { } times:
                    parts += last * (times - 1);
                    i = pattern.IndexOf('}', i);
                    break;
                case '[':
                    (i, var inside) = Class(pattern, i + 1, letters);
                    escapes += inside;
                    (parts, last) = (parts + 1, 1);
                    break;
                default:
                    escapes += pattern[i] == '\\' ? 1 : 0;
                    i += pattern[i] == '\\' ? 1 : 0;
                    (parts, last) = (parts + 1, 1);
                    break;
            }
        }

        // A letter that is written as an escape is not seen among the letters.
        return parts + outer.Sum() <= MostParts && letters.Count + escapes <= MostLetters;
    }

    /// <summary>Where the class ends, and how many escapes are in it.</summary>
    private static (int End, int Escapes) Class(string pattern, int from, HashSet<char> letters)
    {
        var escapes = 0;
        for (; from < pattern.Length && pattern[from] != ']'; from++)
        {
            letters.Add(pattern[from]);
            if (pattern[from] == '\\')
            {
                escapes++;
                from++;
            }
        }

        return (from, escapes);
    }

    /// <summary>How often the part before it is there at most; null when the brace is a letter like any other.</summary>
    private static long? Repetition(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('}');
        if (end < 0 || text.IndexOfAnyExcept("0123456789,") is var other && other != end)
        {
            return null;
        }

        var comma = text[..end].IndexOf(',');
        var most = comma < 0 || comma == end - 1 ? text[..(comma < 0 ? end : comma)] : text[(comma + 1)..end];
        return long.TryParse(most, out var times) ? Math.Max(1, times) : null;
    }
}
