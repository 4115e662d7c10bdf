using System.Text;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>Writes the regular expressions of ECMAScript in such a way that .NET reads them alike.</summary>
internal static class EcmaScriptPattern
{
    private const string LineEnds = @"\n\r\u2028\u2029";

    // What goes into a class ends in a range, so that a hyphen after it stays a hyphen: [\w-.]
    private const string Digits = "0-9";
    private const string Words = "_A-Za-z0-9";
    private const string Spaces = @"\t-\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u2000-\u200a";
    private const string NoDigits = @"\u0000-/:-\uffff";
    private const string NoWords = @"\u0000-/:-@\[-\^`{-\uffff";
    private const string NoSpaces = @"\u0000-\u0008\u000e-\u001f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff";

    public static string Translate(string pattern, RegexOptions options)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var hasNames = HasNames(pattern);
        var (inClass, groups) = (false, 0);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            var rest = pattern.AsSpan(i + 1);
            if (c == '\\' && rest.Length > 0)
            {
                text.Append(Escaped(pattern[++i], inClass));
            }
            else if (inClass)
            {
                inClass = c != ']';
                text.Append(c == '[' ? @"\[" : c);
            }
            else if (c == '[')
            {
                var whole = rest is [']', ..] ? "]" : rest is ['^', ']', ..] ? "^]" : "";
                text.Append(whole switch { "]" => @"[^\s\S]", "^]" => @"[\s\S]", _ => "[" });
                i += whole.Length;
                inClass = whole.Length == 0;
            }
            else if (c == '(' && IsGroup(rest))
            {
                groups++;
                text.Append(hasNames && rest is not ['?', ..] ? $"(?<{groups}>" : "(");
            }
            else
            {
                text.Append(Plain(c, options));
            }
        }

        return text.ToString();
    }

    /// <summary>.NET counts groups with names after all others; those without get their numbers written then.</summary>
    private static bool HasNames(string pattern)
    {
        for (var at = pattern.IndexOf("(?<", StringComparison.Ordinal); at >= 0; at = pattern.IndexOf("(?<", at + 1, StringComparison.Ordinal))
        {
            if (IsGroup(pattern.AsSpan(at + 1)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a parenthesis before this opens a group that is captured.</summary>
    private static bool IsGroup(ReadOnlySpan<char> rest) => rest is not ['?', ..] || rest is [_, '<', not ('=' or '!'), ..];

    private static string Plain(char c, RegexOptions options) => c switch
    {
        '$' when !options.HasFlag(RegexOptions.Multiline) => @"\z",
        '.' when !options.HasFlag(RegexOptions.Singleline) => $"[^{LineEnds}]",
        _ => c.ToString(),
    };

    private static string Escaped(char letter, bool inClass)
    {
        var set = letter switch
        {
            'd' => Digits,
            'D' => NoDigits,
            'w' => Words,
            'W' => NoWords,
            's' => Spaces,
            'S' => NoSpaces,
            _ => null,
        };
        if (set is not null)
        {
            return inClass ? set : $"[{set}]";
        }

        // Letters without a meaning in ECMAScript stand for themselves; some have one in .NET.
        return (char.IsAsciiLetter(letter) || letter == '_') && !"bBcfknpPrtuvx".Contains(letter) ? letter.ToString() : $"\\{letter}";
    }
}
