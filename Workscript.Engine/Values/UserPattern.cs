using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>
/// A regular expression that a user wrote, as ECMAScript reads it. It is matched in time that grows with the text alone where .NET can do that at a
/// bearable cost, else by trial, which is limited. Thread-safe.
/// </summary>
public sealed class UserPattern
{
    private const int MostKept = 256;
    private const long MostBytesKept = 32 * 1024 * 1024;
    private const int LongestPattern = 10_000;

    // On a busy machine even a short match may wait for its turn, so what cannot run away gets the most.
    private static readonly TimeSpan LinearLimit = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan TrialLimit = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LimitOfAll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LimitOfCharacter = TimeSpan.FromTicks(1);
    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), UserPattern> Kept = new();
    private static long _bytesKept;

    private readonly Regex _regex;

    private UserPattern(Regex regex) => _regex = regex;

    /// <summary>Whether the time that matching takes grows with the text alone.</summary>
    public bool IsLinear => _regex.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <param name="pattern">The regular expression, without slashes.</param>
    /// <param name="flags">Letters of ECMAScript: <c>i</c>, <c>m</c> and <c>s</c> count; <c>g</c>, <c>u</c>, <c>y</c>, <c>v</c> and <c>d</c> change nothing here.</param>
    /// <exception cref="ArgumentException">The text is no regular expression, or a letter is no flag.</exception>
    public static UserPattern Compile(string pattern, string flags = "")
    {
        var options = OptionsOf(flags);
        if (Kept.TryGetValue((pattern, options), out var known))
        {
            return known;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var made = new UserPattern(Make(pattern, options));
        Weigh(before);
        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        Kept.TryAdd((pattern, options), made);
        return made;
    }

    /// <summary>Whether the pattern is found in the text.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    public bool IsMatch(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return _regex.IsMatch(text);
        }
        finally
        {
            Weigh(before);
        }
    }

    /// <summary>The first place where the pattern is found.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    public Match Match(string text) => Next(text, null);

    /// <summary>The matches from left to right; an empty one is followed by what comes after the next character.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long, this one or all together.</exception>
    public IEnumerable<Match> Matches(string text)
    {
        var start = Stopwatch.GetTimestamp();
        for (var match = Next(text, null); match.Success; match = Next(text, match))
        {
            yield return match;
            CheckTime(text, Stopwatch.GetElapsedTime(start), text.Length);
        }
    }

    /// <summary>The text with the matches replaced, all or the first. See <see cref="Replacement"/> for the dollars in <paramref name="by"/>.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    /// <exception cref="ValueLimitException">The text becomes too long.</exception>
    public string Replace(string text, string by, bool all = true)
    {
        var result = new StringBuilder();
        var end = 0;
        foreach (var match in Matches(text))
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
    internal void CheckTime(string text, TimeSpan spent, long characters)
    {
        var limit = LimitOfAll + (characters * LimitOfCharacter);
        if (spent > limit)
        {
            throw new RegexMatchTimeoutException(text, _regex.ToString(), limit);
        }
    }

    private Match Next(string text, Match? last)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return last?.NextMatch() ?? _regex.Match(text);
        }
        finally
        {
            Weigh(before);
        }
    }

    /// <summary>
    /// A regular expression grows while it is used: it keeps what it has learnt about texts, 20 MB and more. Nothing tells how much, but it is no
    /// more than what was allocated meanwhile.
    /// </summary>
    private static void Weigh(long before)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > 0 && Interlocked.Add(ref _bytesKept, allocated) > MostBytesKept)
        {
            Kept.Clear();
            Volatile.Write(ref _bytesKept, 0);
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
            return PatternSize.IsSmall(exact) ? new Regex(exact, options | RegexOptions.NonBacktracking, LinearLimit) : new Regex(exact, options, TrialLimit);
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
