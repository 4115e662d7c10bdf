using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>
/// Regular expressions that users write. They are matched in time that grows with the text alone where .NET can do that, else for at most a
/// tenth of a second.
/// </summary>
public static class UserPattern
{
    private const int MostKept = 256;
    private const int LongestPattern = 10_000;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, Regex> Kept = new();

    /// <exception cref="ArgumentException">The text is no regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var known))
        {
            return known;
        }

        var regex = Make(pattern);
        if (Kept.Count < MostKept)
        {
            Kept.TryAdd(pattern, regex);
        }

        return regex;
    }

    /// <summary>Whether the pattern is found in the text.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    public static bool IsMatch(string pattern, string text) => Compile(pattern).IsMatch(text);

    private static Regex Make(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            throw new ArgumentException($"The pattern is longer than {LongestPattern:N0} characters");
        }

        // "$" is the very end in ECMAScript, but also before a last line end in .NET.
        var exact = EndAnchors(pattern);
        try
        {
            return new Regex(exact, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeLimit);
        }
        catch (NotSupportedException)
        {
            return new Regex(exact, RegexOptions.CultureInvariant, TimeLimit);
        }
    }

    private static string EndAnchors(string pattern)
    {
        var text = new System.Text.StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Ascii(pattern[++i], inClass));
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            text.Append(c == '$' && !inClass ? @"\z" : c.ToString());
        }

        return text.ToString();
    }

    /// <summary>ECMAScript's <c>\d</c> and <c>\w</c> know ASCII alone.</summary>
    private static string Ascii(char letter, bool inClass) => (letter, inClass) switch
    {
        ('d', false) => "[0-9]",
        ('d', true) => "0-9",
        ('D', false) => "[^0-9]",
        ('w', false) => "[A-Za-z0-9_]",
        ('w', true) => "A-Za-z0-9_",
        ('W', false) => "[^A-Za-z0-9_]",
        _ => $"\\{letter}",
    };
}
