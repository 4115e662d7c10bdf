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
            if (Stopwatch.GetElapsedTime(start) > LimitOfAll)
            {
                throw new RegexMatchTimeoutException(text, regex.ToString(), LimitOfAll);
            }
        }
    }

    /// <summary>
    /// The text with the matches replaced, all or the first. In <paramref name="by"/>, as in ECMAScript, <c>$&amp;</c> is the match, <c>$1</c> and
    /// <c>$&lt;name&gt;</c> a group, <c>$`</c> and <c>$'</c> what is before and after it, and <c>$$</c> a dollar sign.
    /// </summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    /// <exception cref="ValueLimitException">The text becomes too long.</exception>
    public static string Replace(Regex regex, string text, string by, bool all = true)
    {
        var result = new StringBuilder();
        var end = 0;
        foreach (var match in Matches(regex, text))
        {
            result.Append(text, end, match.Index - end);
            AppendReplacement(result, match, text, by);
            end = match.Index + match.Length;
            if (!all)
            {
                break;
            }
        }

        return end == 0 && result.Length == 0 ? text : result.Append(text, end, text.Length - end).ToString();
    }

    private static void AppendReplacement(StringBuilder result, Match match, string text, string by)
    {
        for (var i = 0; i < by.Length; i++)
        {
            var next = by[i] == '$' && i + 1 < by.Length ? by[i + 1] : '\0';
            if (next == '<' && NamedGroup(match, by, i + 2) is { } named)
            {
                result.Append(named.Group.ValueSpan);
                i = named.End;
            }
            else if (char.IsAsciiDigit(next) && NumberedGroup(match, by, i + 1) is { } numbered)
            {
                result.Append(numbered.Group.ValueSpan);
                i = numbered.End;
            }
            else if (next is '$' or '&' or '`' or '\'')
            {
                result.Append(next switch
                {
                    '$' => "$",
                    '&' => match.ValueSpan,
                    '`' => text.AsSpan(0, match.Index),
                    _ => text.AsSpan(match.Index + match.Length),
                });
                i++;
            }
            else
            {
                result.Append(by[i]);
            }

            ValueLimits.CheckText(result.Length);
        }
    }

    private static (Group Group, int End)? NamedGroup(Match match, string by, int start)
    {
        var close = by.IndexOf('>', start);
        return close > start && match.Groups.TryGetValue(by[start..close], out var group) ? (group, close) : null;
    }

    /// <summary>The group of two digits where there is one, else that of one digit.</summary>
    private static (Group Group, int End)? NumberedGroup(Match match, string by, int start)
    {
        var first = by[start] - '0';
        var second = start + 1 < by.Length && char.IsAsciiDigit(by[start + 1]) ? by[start + 1] - '0' : -1;
        var both = (first * 10) + second;
        if (second >= 0 && both > 0 && both < match.Groups.Count)
        {
            return (match.Groups[both], start + 1);
        }

        return first > 0 && first < match.Groups.Count ? (match.Groups[first], start) : null;
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

        var exact = Translate(pattern, options);
        try
        {
            return new Regex(exact, options | RegexOptions.NonBacktracking, LinearLimit);
        }
        catch (NotSupportedException)
        {
            return new Regex(exact, options, TrialLimit);
        }
    }

    /// <summary>
    /// What ECMAScript reads otherwise than .NET: <c>$</c> is the very end and not also before a last line end, <c>.</c> stops at every line end.
    /// </summary>
    private static string Translate(string pattern, RegexOptions options)
    {
        var text = new StringBuilder(pattern.Length + 8);
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
            text.Append((c, inClass) switch
            {
                ('$', false) when !options.HasFlag(RegexOptions.Multiline) => @"\z",
                ('.', false) when !options.HasFlag(RegexOptions.Singleline) => @"[^\n\r\u2028\u2029]",
                _ => c.ToString(),
            });
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
