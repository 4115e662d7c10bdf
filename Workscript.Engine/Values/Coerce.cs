using System.Globalization;

namespace Workscript.Engine.Values;

/// <summary>Conversions between kinds as ECMAScript makes them (ECMA-262, section 7.1), which workflows rely on.</summary>
public static class Coerce
{
    /// <summary><c>Number(x)</c>: NaN where the value has no number in it.</summary>
    public static double Number(Value value) => value.Kind switch
    {
        ValueKind.Number => value.AsDouble,
        ValueKind.Boolean => value.IsTrue ? 1 : 0,
        ValueKind.Null => 0,
        ValueKind.Missing => double.NaN,
        ValueKind.Text => Number(value.AsText!),
        _ => Number(Text(value)),
    };

    public static double Number(string text)
    {
        var trimmed = Trim(text);
        if (trimmed.Length == 0)
        {
            return 0;
        }

        if (trimmed.Length > 2 && trimmed[0] == '0' && char.ToLowerInvariant(trimmed[1]) is 'x' or 'b' or 'o')
        {
            return Prefixed(trimmed);
        }

        return trimmed switch
        {
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ when char.IsAsciiLetter(trimmed[^1]) || char.IsAsciiLetter(trimmed[0]) => double.NaN,
            _ => double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
                ? number
                : double.NaN,
        };
    }

    /// <summary><c>String(x)</c>: lists joined by commas, maps as "[object Object]", a missing value as "undefined".</summary>
    public static string Text(Value value) => value.Kind switch
    {
        ValueKind.Text => value.AsText!,
        ValueKind.Number => NumberText.Of(value),
        ValueKind.Boolean => value.IsTrue ? "true" : "false",
        ValueKind.Null => "null",
        ValueKind.Missing => "undefined",
        ValueKind.List => string.Join(',', value.AsList!.Select(item => item.IsNullOrMissing ? "" : Text(item))),
        _ => "[object Object]",
    };

    /// <summary>Text as a template shows it: null and missing empty, lists and maps as JSON.</summary>
    public static string TemplateText(Value value) => value.Kind switch
    {
        ValueKind.Null or ValueKind.Missing => "",
        ValueKind.List or ValueKind.Map => Json.Write(value),
        _ => Text(value),
    };

    /// <summary>Whether a condition holds: false for "", 0, null, missing and false, true for all else.</summary>
    public static bool Truth(Value value) => value.Kind switch
    {
        ValueKind.Missing or ValueKind.Null => false,
        ValueKind.Boolean => value.IsTrue,
        ValueKind.Number => value.AsDouble != 0,
        ValueKind.Text => value.AsText!.Length > 0,
        _ => true,
    };

    /// <summary><c>left == right</c>, which converts where the kinds differ.</summary>
    public static bool LooselyEqual(Value left, Value right)
    {
        if (left.IsNullOrMissing || right.IsNullOrMissing)
        {
            return left.IsNullOrMissing && right.IsNullOrMissing;
        }

        if (left.Kind == right.Kind)
        {
            return left.IsSame(right);
        }

        var leftIsObject = left.Kind is ValueKind.List or ValueKind.Map;
        var rightIsObject = right.Kind is ValueKind.List or ValueKind.Map;
        if (leftIsObject && rightIsObject)
        {
            return false;
        }

        return (leftIsObject && right.IsText) || (rightIsObject && left.IsText) ? Text(left) == Text(right) : Number(left) == Number(right);
    }

    /// <summary><c>left &lt; right</c>: two texts by UTF-16 code unit, all else as numbers, where NaN is less than nothing.</summary>
    public static bool Less(Value left, Value right)
    {
        var leftText = Primitive(left);
        var rightText = Primitive(right);
        return leftText is not null && rightText is not null ? string.CompareOrdinal(leftText, rightText) < 0 : Number(left) < Number(right);
    }

    /// <summary><c>trim()</c>: the white space of Unicode, the byte-order mark and line ends.</summary>
    public static string Trim(string text) => text.AsSpan().Trim(WhiteSpace).ToString();

    /// <summary>The characters that ECMAScript calls white space or line ends.</summary>
    public const string WhiteSpace = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    private static string? Primitive(Value value) => value.Kind is ValueKind.Text or ValueKind.List or ValueKind.Map ? Text(value) : null;

    private static double Prefixed(string text)
    {
        var radix = char.ToLowerInvariant(text[1]) switch { 'x' => 16, 'o' => 8, _ => 2 };
        var number = 0d;
        foreach (var c in text.AsSpan(2))
        {
            var digit = char.IsAsciiHexDigit(c) ? System.Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return double.NaN;
            }

            number = (number * radix) + digit;
        }

        return number;
    }
}
