using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class TextFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("upper", "upper(text)", "In capitals", "upper('straße')", "\"STRASSE\"", 1, 1, a => CaseMapping.Upper(a.Text(0))) { Aliases = ["toUpperCase"] },
        new("lower", "lower(text)", "In small letters", "lower('Ab')", "\"ab\"", 1, 1, a => CaseMapping.Lower(a.Text(0))) { Aliases = ["toLowerCase"] },
        new("trim", "trim(text)", "Without white space around it", "trim(' a b ')", "\"a b\"", 1, 1, a => Coerce.Trim(a.Text(0))),
        new("split", "split(text, separator)", "The parts between the separators", "split('a,b', ',')", "[\"a\",\"b\"]", 2, 2, Split),
        new("replace", "replace(text, part, by)", "With every occurrence of a part replaced", "replace('a-b-c', '-', '+')", "\"a+b+c\"", 3, 3, Replace) { Aliases = ["replaceAll"] },
        new("contains", "contains(text or list, part)", "Whether the part is in it", "contains('invoice', 'voice')", "true", 2, 2, Contains) { Aliases = ["includes"] },
        new("startsWith", "startsWith(text, part)", "Whether it begins with the part", "startsWith('invoice', 'in')", "true", 2, 2, a => a.Text(0).StartsWith(a.Text(1), StringComparison.Ordinal)),
        new("endsWith", "endsWith(text, part)", "Whether it ends with the part", "endsWith('a.csv', '.csv')", "true", 2, 2, a => a.Text(0).EndsWith(a.Text(1), StringComparison.Ordinal)),
        new("slice", "slice(text or list, start, end?)", "The part from start to before end; negative counts from the end", "slice('invoice', 2, -1)", "\"voic\"", 2, 3, Slice),
        new("padStart", "padStart(text, length, fill?)", "Filled up at the front", "padStart('7', 3, '0')", "\"007\"", 2, 3, a => Pad(a, atStart: true)),
        new("padEnd", "padEnd(text, length, fill?)", "Filled up at the end", "padEnd('7', 3, '.')", "\"7..\"", 2, 3, a => Pad(a, atStart: false)),
        new("indexOf", "indexOf(text or list, part)", "Where the part first is, or -1", "indexOf('abc', 'c')", "2", 2, 2, IndexOf),
    ];

    private static Value Split(Arguments a)
    {
        var text = a.Text(0);
        var separator = a.Text(1);
        var parts = separator.Length == 0 ? text.Select(c => c.ToString()) : text.Split(separator);
        return ValueList.Of(parts.Select(part => Value.Of(part)).ToArray());
    }

    private static Value Replace(Arguments a)
    {
        var (text, part, by) = (a.Text(0), a.Text(1), a.Text(2));
        if (part.Length == 0)
        {
            return text;
        }

        ValueLimits.CheckText(text.Length + ((long)text.Length / part.Length * Math.Max(0, by.Length - part.Length)));
        return text.Replace(part, by, StringComparison.Ordinal);
    }

    private static Value Contains(Arguments a) => a[0].AsList is null
        ? a.Text(0).Contains(a.Text(1), StringComparison.Ordinal)
        : IndexOf(a).AsDouble >= 0;

    private static Value IndexOf(Arguments a)
    {
        if (a[0].AsList is null)
        {
            return a.Text(0).IndexOf(a.Text(1), StringComparison.Ordinal);
        }

        var list = a.List(0);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Equals(a[1]))
            {
                return i;
            }
        }

        return -1;
    }

    private static Value Slice(Arguments a)
    {
        var length = a[0].AsList?.Count ?? a.Text(0).Length;
        var start = FromEnd(a.Integer(1), length);
        var end = Math.Max(start, FromEnd(a.Integer(2, length), length));
        return a[0].AsList is null ? a.Text(0)[start..end] : ValueList.Of(a.List(0).AsSpan()[start..end].ToArray());
    }

    private static int FromEnd(int index, int length) => Math.Clamp(index < 0 ? index + length : index, 0, length);

    private static Value Pad(Arguments a, bool atStart)
    {
        var text = a.Text(0);
        var fill = a.Count > 2 ? a.Text(2) : " ";
        var missing = a.Integer(1) - text.Length;
        if (missing <= 0 || fill.Length == 0)
        {
            return text;
        }

        ValueLimits.CheckText(missing);
        var padding = string.Concat(Enumerable.Repeat(fill, (missing / fill.Length) + 1))[..missing];
        return atStart ? padding + text : text + padding;
    }
}
