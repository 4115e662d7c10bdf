using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>
/// Regular expressions that users write, as ECMAScript reads them. They are matched in time that grows with the text alone where .NET can do that,
/// else by trial, which is limited.
/// </summary>
public static class UserPattern
{
    private const int MostKept = 256;
    private const int LongestPattern = 10_000;

    // On a busy machine even a short match may wait for its turn, so what cannot run away gets the most.
    private static readonly TimeSpan LinearLimit = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan TrialLimit = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LimitOfAll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LimitOfCharacter = TimeSpan.FromTicks(1);
    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), Regex> Kept = new();

    /// <param name="pattern">The regular expression, without slashes.</param>
    /// <param name="flags">Letters of ECMAScript: <c>i</c>, <c>m</c> and <c>s</c> count; <c>g</c>, <c>u</c>, <c>y</c>, <c>v</c> and <c>d</c> change nothing here.</param>
    /// <exception cref="ArgumentException">The text is no regular expression, or a letter is no flag.</exception>
    public static Regex Compile(string pattern, string flags = "")
    {
        var options = OptionsOf(flags);
        if (Kept.TryGetValue((pattern, options), out var known))
        {
            return known;
        }

        var regex = Make(pattern, options);
        if (Kept.Count < MostKept)
        {
            Kept.TryAdd((pattern, options), regex);
        }

        return regex;
    }

    /// <summary>Whether the pattern is found in the text.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    public static bool IsMatch(string pattern, string text) => Compile(pattern).IsMatch(text);

    /// <summary>The matches from left to right; an empty one is followed by what comes after the next character.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long, this one or all together.</exception>
    public static IEnumerable<Match> Matches(Regex regex, string text)
    {
        var start = Stopwatch.GetTimestamp();
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            yield return match;
            CheckTime(regex, text, Stopwatch.GetElapsedTime(start), text.Length);
        }
    }

    /// <summary>The text with the matches replaced, all or the first. See <see cref="Replacement"/> for the dollars in <paramref name="by"/>.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    /// <exception cref="ValueLimitException">The text becomes too long.</exception>
    public static string Replace(Regex regex, string text, string by, bool all = true)
    {
        var result = new StringBuilder();
        var end = 0;
        foreach (var match in Matches(regex, text))
        {
            result.Append(text, end, match.Index - end);
            Replacement.Append(result, by, text, match.Index, match.Length, match.Groups);
            end = match.Index + match.Length;
            if (!all)
            {
                break;
            }
        }

        return end == 0 && result.Length == 0 ? text : result.Append(text, end, text.Length - end).ToString();
    }

    /// <exception cref="RegexMatchTimeoutException">Matching took longer, for many matches together, than so many characters may take.</exception>
    internal static void CheckTime(Regex regex, string text, TimeSpan spent, long characters)
    {
        var limit = LimitOfAll + (characters * LimitOfCharacter);
        if (spent > limit)
        {
            throw new RegexMatchTimeoutException(text, regex.ToString(), limit);
        }
    }

    private static RegexOptions OptionsOf(string flags)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in flags)
        {
            options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'g' or 'u' or 'y' or 'v' or 'd' => RegexOptions.None,
                _ => throw new ArgumentException($"'{flag}' is no flag of a regular expression: i, m, s and g are"),
            };
        }

        return options;
    }

    private static Regex Make(string pattern, RegexOptions options)
    {
        if (pattern.Length > LongestPattern)
        {
            throw new ArgumentException($"The pattern is longer than {LongestPattern:N0} characters");
        }

        var exact = EcmaScriptPattern.Translate(pattern, options);
        try
        {
            return new Regex(exact, options | RegexOptions.NonBacktracking, LinearLimit);
        }
        catch (NotSupportedException)
        {
            return new Regex(exact, options, TrialLimit);
        }
        catch (RegexParseException e)
        {
            // The place is one in the text that .NET reads, which nobody wrote.
            throw new ArgumentException(e.Message.Replace($"'{exact}' at offset {e.Offset}", $"'{pattern}'"), e);
        }
    }
}
