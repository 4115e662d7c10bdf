using System.Diagnostics;
using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Regular expressions, as ECMAScript reads them and in limited time. Flags are its letters: <c>i</c>, <c>m</c>, <c>s</c>.</summary>
internal static class PatternFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("matches", "matches(text, pattern, flags?)", "Whether the pattern is found in it", "matches('A-17', '^a-\\\\d+$', 'i')", "true", 2, 3, a => Try(a, 2, pattern => pattern.IsMatch(a.Text(0)))),
        new("extract", "extract(text, pattern, flags?)", "What the pattern's first group found, or all that it found; null for nothing", "extract('Order #4711 of today', '#(\\\\d+)')", "\"4711\"", 2, 3, Extract),
        new("extractAll", "extractAll(text, pattern, flags?)", "The same for every place where it is found", "extractAll('a1 b22', '\\\\d+')", "[\"1\",\"22\"]", 2, 3, ExtractAll),
        new("match", "match(text, pattern, flags?)", "The first place where it is found, as a list: all of it, then its groups; null for none", "match('2026-03', '(\\\\d+)-(\\\\d+)')", "[\"2026-03\",\"2026\",\"03\"]", 2, 3, Match),
        new("matchAll", "matchAll(text, pattern, flags?)", "Every place where it is found, each such a list", "matchAll('a1b2', '([a-z])(\\\\d)')", "[[\"a1\",\"a\",\"1\"],[\"b2\",\"b\",\"2\"]]", 2, 3, MatchAll),
        new("replacePattern", "replacePattern(text, pattern, by, flags?)", "With all that it finds replaced; $1 is a group, $& all of it", "replacePattern('2026-03', '(\\\\d+)-(\\\\d+)', '$2/$1')", "\"03/2026\"", 3, 4, ReplacePattern),
        new("splitPattern", "splitPattern(text, pattern, flags?)", "The parts between what it finds", "splitPattern('a, b;c', '[,;] *')", "[\"a\",\"b\",\"c\"]", 2, 3, SplitPattern),
    ];

    private static Value Extract(Arguments a) => Try(a, 2, pattern => pattern.Match(a.Text(0)) is { Success: true } match ? Extracted(match) : Value.Null);

    private static Value ExtractAll(Arguments a) => Try(a, 2, pattern => Each(a, pattern, Extracted));

    private static Value Match(Arguments a) => Try(a, 2, pattern => pattern.Match(a.Text(0)) is { Success: true } match ? Groups(match) : Value.Null);

    private static Value MatchAll(Arguments a) => Try(a, 2, pattern => Each(a, pattern, Groups));

    private static Value ReplacePattern(Arguments a) => Try(a, 3, pattern => pattern.Replace(a.Text(0), a.Text(2)));

    private static Value SplitPattern(Arguments a) => Try(a, 2, pattern =>
    {
        var text = a.Text(0);
        var parts = new List<Value>();
        var start = 0;
        foreach (var match in pattern.Matches(text))
        {
            a.Scope.Spend(1);
            if (match.Length > 0)
            {
                parts.Add(text[start..match.Index]);
                start = match.Index + match.Length;
            }
        }

        parts.Add(text[start..]);
        return ValueList.Of(parts);
    });

    private static Value Each(Arguments a, UserPattern pattern, Func<Match, Value> result)
    {
        var results = new List<Value>();
        foreach (var match in pattern.Matches(a.Text(0)))
        {
            a.Scope.Spend(match.Groups.Count);
            results.Add(result(match));
        }

        return ValueList.Of(results);
    }

    private static Value Extracted(Match match) => match.Groups.Count == 1 ? match.Value : match.Groups[1] is { Success: true } group ? group.Value : Value.Null;

    private static Value Groups(Match match)
    {
        var groups = new Value[match.Groups.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = match.Groups[i] is { Success: true } group ? group.Value : Value.Null;
        }

        return ValueList.Of(groups);
    }

    /// <summary>Works with the pattern that is the second argument; the flags are at the place given.</summary>
    private static Value Try(Arguments a, int flags, Func<UserPattern, Value> work)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return work(UserPattern.Compile(a.Text(1), a.Text(flags, "")));
        }
        catch (RegexMatchTimeoutException)
        {
            throw a.Error($"takes too long with the pattern '{Arithmetic.Shown(a[1])}' on this text: make it simpler");
        }
        catch (ArgumentException e)
        {
            throw a.Error($"cannot use the pattern {Arithmetic.Shown(a[1])}: {e.Message}");
        }
        finally
        {
            a.Scope.SpendOnTime(Stopwatch.GetElapsedTime(start));
        }
    }
}
