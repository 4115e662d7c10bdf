using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>The operations of <c>stringOperations</c>, which count characters and convert parameters as ECMAScript does.</summary>
internal static class TextOperation
{
    // In this order, so that "&amp;lt;" becomes "<" as it always did.
    private static readonly (string Entity, string Text)[] Entities =
        [("&nbsp;", " "), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'")];

    public static IReadOnlyList<string> Names { get; } =
    [
        "trim", "uppercase", "lowercase", "capitalize", "titleCase", "replace", "replaceAll", "replaceRegex",
        "split", "substring", "slice", "concat", "pad", "stripHTML", "slugify",
    ];

    /// <summary>What the operation lacks; null when it lacks nothing.</summary>
    public static string? Problem(string operation, NodeContext context)
    {
        var (needed, what) = operation switch
        {
            "replace" or "replaceAll" => ("searchValue", ""),
            "replaceRegex" => ("searchValue", " (regex pattern)"),
            "split" => ("separator", ""),
            "substring" or "slice" => ("start", ""),
            "concat" => ("values", " (array of strings)"),
            "pad" => ("length", ""),
            _ => ("", ""),
        };
        var isThere = needed switch
        {
            "" => true,
            "values" => context["values"].AsList is not null,
            _ => !context[needed].IsMissing,
        };
        return isThere ? null : $"{Capital(operation)} operation requires {needed} parameter{what}";
    }

    /// <summary>The changed text, or the parts of a split one; missing when there is no such operation.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching takes too long.</exception>
    /// <exception cref="ValueLimitException">The text becomes too long.</exception>
    public static Value Apply(string operation, string text, NodeContext context) => operation switch
    {
        "trim" => Coerce.Trim(text),
        "uppercase" => CaseMapping.Upper(text),
        "lowercase" => CaseMapping.Lower(text),
        "capitalize" => text.Length == 0 ? text : Capital(text[..1] + CaseMapping.Lower(text[1..])),
        "titleCase" => Title(CaseMapping.Lower(text).Split(' ')),
        "replace" => Replacement.Replace(text, Coerce.Text(context["searchValue"]), By(context), all: false),
        "replaceAll" => Replacement.Replace(text, Coerce.Text(context["searchValue"]), By(context), all: true),
        "replaceRegex" => UserPattern.Compile(Coerce.Text(context["searchValue"])).Replace(text, By(context)),
        "split" => Split(text, Coerce.Text(context["separator"])),
        "substring" => Substring(text, context),
        "slice" => Slice(text, context),
        "concat" => Concat(text, context["values"].AsList!),
        "pad" => Pad(text, context),
        "stripHTML" => WithoutTags(text),
        "slugify" => Slug(text),
        _ => Value.Missing,
    };

    private static string Capital(string word) => word.Length == 0 ? word : CaseMapping.Upper(word[..1]) + word[1..];

    private static string Title(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Capital(words[i]);
        }

        return string.Join(' ', words);
    }

    private static string By(NodeContext context) => context["replaceValue"] is { IsNullOrMissing: false } by ? Coerce.Text(by) : "";

    private static ValueList Split(string text, string separator)
    {
        var parts = separator.Length > 0 ? text.Split(separator) : null;
        var values = new Value[parts?.Length ?? text.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = parts is not null ? parts[i] : text[i].ToString();
        }

        return ValueList.Of(values);
    }

    private static string Substring(string text, NodeContext context)
    {
        var start = Place(context["start"], text.Length, negativeFrom: 0);
        var end = Place(context["end"], text.Length, negativeFrom: 0);
        return text[Math.Min(start, end)..Math.Max(start, end)];
    }

    private static string Slice(string text, NodeContext context)
    {
        var start = Place(context["start"], text.Length, negativeFrom: text.Length);
        var end = Place(context["end"], text.Length, negativeFrom: text.Length);
        return start < end ? text[start..end] : "";
    }

    /// <summary>A place in a text of this length: its end where none is given, its start for what is no number.</summary>
    private static int Place(Value given, int length, int negativeFrom)
    {
        if (given.IsMissing)
        {
            return length;
        }

        var place = Math.Truncate(Coerce.Number(given));
        return double.IsNaN(place) ? 0 : (int)Math.Clamp(place < 0 ? negativeFrom + place : place, 0, length);
    }

    private static string Concat(string text, ValueList values)
    {
        ValueLimits.CheckText(text.Length + values.Weight);
        var result = new StringBuilder(text);
        foreach (ref readonly var value in values.AsSpan())
        {
            result.Append(value.IsNullOrMissing ? "" : Coerce.Text(value));
        }

        return result.ToString();
    }

    private static string Pad(string text, NodeContext context)
    {
        var missing = Coerce.Number(context["length"]) - text.Length;
        var fill = context["padChar"] is { IsNullOrMissing: false } given ? Coerce.Text(given) : " ";
        if (fill.Length == 0 || !(missing > 0))
        {
            return text;
        }

        ValueLimits.CheckText((long)Math.Min(missing * fill.Length, long.MaxValue / 2) + text.Length);
        var (before, after) = context["side"].AsText switch
        {
            "left" => ((int)missing, 0),
            "both" => ((int)(missing / 2), (int)(missing - Math.Floor(missing / 2))),
            _ => (0, (int)missing),
        };
        return new StringBuilder(text).Insert(0, fill, before).Insert((before * fill.Length) + text.Length, fill, after).ToString();
    }

    /// <summary>Without what is between <c>&lt;</c> and the next <c>&gt;</c>, and with the commonest entities read.</summary>
    private static string WithoutTags(string text)
    {
        var result = new StringBuilder(text.Length);
        var end = 0;
        for (var open = text.IndexOf('<'); open >= 0; open = text.IndexOf('<', end))
        {
            var close = text.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            result.Append(text, end, open - end);
            end = close + 1;
        }

        result.Append(text, end, text.Length - end);
        foreach (var (entity, meant) in Entities)
        {
            result.Replace(entity, meant);
        }

        return result.ToString();
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var letter in CaseMapping.Lower(text))
        {
            var c = Coerce.WhiteSpace.Contains(letter) ? '-' : letter;
            if (char.IsAsciiLetterOrDigit(c) || c == '_' || (c == '-' && slug.Length > 0 && slug[^1] != '-'))
            {
                slug.Append(c);
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
