using System.Globalization;
using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class TextFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("upper", "upper(text)", "In capitals", "upper('straße')", "\"STRASSE\"", 1, 1, a => CaseMapping.Upper(a.Text(0))) { Aliases = ["toUpperCase"] },
        new("lower", "lower(text)", "In small letters", "lower('Ab')", "\"ab\"", 1, 1, a => CaseMapping.Lower(a.Text(0))) { Aliases = ["toLowerCase"] },
        new("capitalize", "capitalize(text)", "With a capital at its beginning", "capitalize('good morning')", "\"Good morning\"", 1, 1, a => Capitalized(a.Text(0))),
        new("title", "title(text)", "With a capital at the beginning of each word", "title('ada LOVELACE')", "\"Ada Lovelace\"", 1, 1, a => Title(a.Text(0))),
        new("slug", "slug(text)", "As a part of an address: small letters, digits and dashes", "slug('Crème brûlée, 2 x!')", "\"creme-brulee-2-x\"", 1, 1, a => Slug(a.Text(0))),
        new("trim", "trim(text)", "Without white space around it", "trim(' a b ')", "\"a b\"", 1, 1, a => Coerce.Trim(a.Text(0))),
        new("trimStart", "trimStart(text)", "Without white space before it", "trimStart(' a ')", "\"a \"", 1, 1, a => a.Text(0).AsSpan().TrimStart(Coerce.WhiteSpace).ToString()),
        new("trimEnd", "trimEnd(text)", "Without white space after it", "trimEnd(' a ')", "\" a\"", 1, 1, a => a.Text(0).AsSpan().TrimEnd(Coerce.WhiteSpace).ToString()),
        new("split", "split(text, separator, limit?)", "The parts between the separators; of no separator, the characters", "split('a,b', ',')", "[\"a\",\"b\"]", 2, 3, Split),
        new("lines", "lines(text)", "Its lines, however they end", "lines('a\\r\\nb')", "[\"a\",\"b\"]", 1, 1, Lines),
        new("replace", "replace(text, part, by)", "With every occurrence of a part replaced", "replace('a-b-c', '-', '+')", "\"a+b+c\"", 3, 3, Replace) { Aliases = ["replaceAll"] },
        new("contains", "contains(text or list, part)", "Whether the part is in it", "contains('invoice', 'voice')", "true", 2, 2, Contains) { Aliases = ["includes"] },
        new("startsWith", "startsWith(text, part)", "Whether it begins with the part", "startsWith('invoice', 'in')", "true", 2, 2, a => a.Text(0).StartsWith(a.Text(1), StringComparison.Ordinal)),
        new("endsWith", "endsWith(text, part)", "Whether it ends with the part", "endsWith('a.csv', '.csv')", "true", 2, 2, a => a.Text(0).EndsWith(a.Text(1), StringComparison.Ordinal)),
        new("indexOf", "indexOf(text or list, part)", "Where the part first is, or -1", "indexOf('abc', 'c')", "2", 2, 2, IndexOf),
        new("lastIndexOf", "lastIndexOf(text or list, part)", "Where the part last is, or -1", "lastIndexOf('a.b.c', '.')", "3", 2, 2, LastIndexOf),
        new("occurrences", "occurrences(text, part)", "How often the part is in it", "occurrences('a-b-c', '-')", "2", 2, 2, Occurrences),
        new("slice", "slice(text or list, start, end?)", "The part from start to before end; negative counts from the end", "slice('invoice', 2, -1)", "\"voic\"", 2, 3, Slice),
        new("substring", "substring(text, start, end?)", "The part between two places, in either order; a negative one is the beginning", "substring('invoice', 2, 4)", "\"vo\"", 2, 3, Substring),
        new("before", "before(text, part)", "What is before the part's first occurrence; all of it where there is none", "before('ada@example.org', '@')", "\"ada\"", 2, 2, Before),
        new("after", "after(text, part)", "What is after the part's first occurrence; nothing where there is none", "after('ada@example.org', '@')", "\"example.org\"", 2, 2, After),
        new("truncate", "truncate(text, length, end?)", "Cut to a length, with an ellipsis or other end", "truncate('A long title', 7)", "\"A long…\"", 2, 3, Truncate),
        new("padStart", "padStart(text, length, fill?)", "Filled up at the front", "padStart('7', 3, '0')", "\"007\"", 2, 3, a => Pad(a, atStart: true)),
        new("padEnd", "padEnd(text, length, fill?)", "Filled up at the end", "padEnd('7', 3, '.')", "\"7..\"", 2, 3, a => Pad(a, atStart: false)),
        new("repeat", "repeat(text, times)", "So many times in a row", "repeat('ab', 3)", "\"ababab\"", 2, 2, a => Repeated(a, a.Text(0), a.Integer(1))),
    ];

    private static string Capitalized(string text) => text.Length == 0 ? text : CaseMapping.Upper(text[..1]) + text[1..];

    private static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var isInside = false;
        foreach (var c in text)
        {
            title.Append(isInside ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            isInside = char.IsLetterOrDigit(c) || (isInside && c is '\'' or '’');
        }

        return title.ToString();
    }

    private static string Slug(string text)
    {
        // Halves of surrogate pairs cannot be taken apart; encoding the text replaces them.
        var letters = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormD);
        var slug = new StringBuilder(letters.Length);
        foreach (var c in letters)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }

    private static Value Split(Arguments a)
    {
        var (text, separator, limit) = (a.Text(0), a.Text(1), a.Integer(2, int.MaxValue));
        var parts = new List<Value>();
        var start = 0;
        while (parts.Count < limit && separator.Length > 0 && text.IndexOf(separator, start, StringComparison.Ordinal) is >= 0 and var at)
        {
            a.Scope.Spend(1);
            parts.Add(text[start..at]);
            start = at + separator.Length;
        }

        for (; separator.Length == 0 && start < text.Length && parts.Count < limit; start++)
        {
            a.Scope.Spend(1);
            parts.Add(text[start].ToString());
        }

        if (separator.Length > 0 && parts.Count < limit)
        {
            parts.Add(text[start..]);
        }

        return ValueList.Of(parts);
    }

    private static Value Lines(Arguments a)
    {
        var lines = new List<Value>();
        foreach (var line in a.Text(0).AsSpan().EnumerateLines())
        {
            a.Scope.Spend(1);
            lines.Add(line.ToString());
        }

        return ValueList.Of(lines);
    }

    private static Value Replace(Arguments a)
    {
        var (text, part, by) = (a.Text(0), a.Text(1), a.Text(2));
        if (part.Length == 0)
        {
            return text;
        }

        ValueLimits.CheckText(text.Length + ((long)text.AsSpan().Count(part) * Math.Max(0, by.Length - part.Length)));
        return text.Replace(part, by, StringComparison.Ordinal);
    }

    private static Value Contains(Arguments a) => a[0].AsList is null ? a.Text(0).Contains(a.Text(1), StringComparison.Ordinal) : IndexOf(a).AsDouble >= 0;

    private static Value IndexOf(Arguments a)
    {
        if (a[0].AsList is null)
        {
            return a.Text(0).IndexOf(a.Text(1), StringComparison.Ordinal);
        }

        var list = a.DeepList(0);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Equals(a[1]))
            {
                return i;
            }
        }

        return -1;
    }

    private static Value LastIndexOf(Arguments a)
    {
        if (a[0].AsList is null)
        {
            return a.Text(0).LastIndexOf(a.Text(1), StringComparison.Ordinal);
        }

        var list = a.DeepList(0);
        var at = list.Count - 1;
        while (at >= 0 && !list[at].Equals(a[1]))
        {
            at--;
        }

        return at;
    }

    private static Value Occurrences(Arguments a)
    {
        var part = a.Text(1);
        return part.Length == 0 ? 0 : a.Text(0).AsSpan().Count(part);
    }

    private static Value Slice(Arguments a)
    {
        var length = a[0].AsList?.Count ?? a.Text(0).Length;
        var start = FromEnd(a.Integer(1), length);
        var end = Math.Max(start, FromEnd(a.Integer(2, length), length));
        return a[0].AsList is null ? a.Text(0)[start..end] : ValueList.Of(a.List(0).AsSpan()[start..end].ToArray());
    }

    private static Value Substring(Arguments a)
    {
        var text = a.Text(0);
        var start = Math.Clamp(a.Integer(1), 0, text.Length);
        var end = Math.Clamp(a.Integer(2, text.Length), 0, text.Length);
        return text[Math.Min(start, end)..Math.Max(start, end)];
    }

    private static Value Before(Arguments a)
    {
        var text = a.Text(0);
        return text.IndexOf(a.Text(1), StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
    }

    private static Value After(Arguments a)
    {
        var (text, part) = (a.Text(0), a.Text(1));
        return text.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at ? text[(at + part.Length)..] : "";
    }

    private static Value Truncate(Arguments a)
    {
        var (text, length, end) = (a.Text(0), Math.Max(0, a.Integer(1)), a.Text(2, "…"));
        if (text.Length <= length)
        {
            return text;
        }

        var kept = Math.Max(0, length - end.Length);
        return text[..(kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)] + end;
    }

    private static Value Pad(Arguments a, bool atStart)
    {
        var (text, fill) = (a.Text(0), a.Text(2, " "));
        var missing = a.Integer(1) - text.Length;
        if (missing <= 0 || fill.Length == 0)
        {
            return text;
        }

        var padding = Repeated(a, fill, (missing / fill.Length) + 1)[..missing];
        return atStart ? padding + text : text + padding;
    }

    private static string Repeated(Arguments a, string text, int times)
    {
        ValueLimits.CheckText((long)text.Length * Math.Max(0, times));
        return text.Length == 1 ? new string(text[0], Math.Max(0, times)) : new StringBuilder().Insert(0, text, Math.Max(0, times)).ToString();
    }

    private static int FromEnd(int index, int length) => Math.Clamp(index < 0 ? index + length : index, 0, length);
}
