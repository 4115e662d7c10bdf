using System.Text;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>
/// What ECMAScript puts in the place of a match: in the text, <c>$&amp;</c> is the match, <c>$1</c> and <c>$&lt;name&gt;</c> a group of the pattern,
/// <c>$`</c> and <c>$'</c> what is before and after the match, and <c>$$</c> a dollar sign.
/// </summary>
internal static class Replacement
{
    /// <summary>The text with a part of it replaced, everywhere or where it first is. An empty part is found around each character.</summary>
    /// <exception cref="ValueLimitException">The text becomes too long.</exception>
    public static string Replace(string text, string part, string by, bool all)
    {
        var result = new StringBuilder();
        var end = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = Next(text, part, end))
        {
            result.Append(text, end, at - end);
            Append(result, by, text, at, part.Length, groups: null);
            end = at + part.Length;
            if (!all)
            {
                break;
            }
        }

        return end == 0 && result.Length == 0 ? text : result.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>Appends what stands for the match at the index. A plain part of a text has no groups.</summary>
    public static void Append(StringBuilder result, string by, string text, int index, int length, GroupCollection? groups)
    {
        for (var i = 0; i < by.Length; i++)
        {
            var next = by[i] == '$' && i + 1 < by.Length ? by[i + 1] : '\0';
            if (next == '<' && NamedGroup(groups, by, i + 2) is { } named)
            {
                result.Append(named.Group.ValueSpan);
                i = named.End;
            }
            else if (char.IsAsciiDigit(next) && NumberedGroup(groups, by, i + 1) is { } numbered)
            {
                result.Append(numbered.Group.ValueSpan);
                i = numbered.End;
            }
            else if (next is '$' or '&' or '`' or '\'')
            {
                result.Append(next switch
                {
                    '$' => "$",
                    '&' => text.AsSpan(index, length),
                    '`' => text.AsSpan(0, index),
                    _ => text.AsSpan(index + length),
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

    private static int Next(string text, string part, int end)
    {
        var start = part.Length == 0 ? end + 1 : end;
        return start <= text.Length ? text.IndexOf(part, start, StringComparison.Ordinal) : -1;
    }

    private static (Group Group, int End)? NamedGroup(GroupCollection? groups, string by, int start)
    {
        var close = by.IndexOf('>', start);
        return close > start && groups is not null && groups.TryGetValue(by[start..close], out var group) ? (group, close) : null;
    }

    /// <summary>The group of two digits where there is one, else that of one digit.</summary>
    private static (Group Group, int End)? NumberedGroup(GroupCollection? groups, string by, int start)
    {
        var count = groups?.Count ?? 0;
        var first = by[start] - '0';
        var second = start + 1 < by.Length && char.IsAsciiDigit(by[start + 1]) ? by[start + 1] - '0' : -1;
        var both = (first * 10) + second;
        if (second >= 0 && both > 0 && both < count)
        {
            return (groups![both], start + 1);
        }

        return first > 0 && first < count ? (groups![first], start) : null;
    }
}
