using System.Globalization;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>
/// Text of a format that knows only text, as the value that it plainly is: nothing, a truth, or a number. What may be a code rather than a number
/// stays text: with a leading zero or plus, an exponent, or more digits than a number keeps.
/// </summary>
internal static class TypedText
{
    // Every decimal of so many digits is another double.
    private const int MostDigits = 15;

    public static Value Of(string text)
    {
        if (text.Length == 0)
        {
            return Value.Null;
        }

        if (IsNumber(text, out var hasPoint))
        {
            return Number(text, hasPoint);
        }

        return text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false : text;
    }

    /// <summary>Whether the text is a plain decimal: digits without a needless zero in front, maybe a minus, maybe a point with digits.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text) => IsNumber(text, out _);

    private static bool IsNumber(ReadOnlySpan<char> text, out bool hasPoint)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        var point = digits.IndexOf('.');
        hasPoint = point >= 0;
        var whole = hasPoint ? digits[..point] : digits;
        return AreDigits(whole) && (whole.Length == 1 || whole[0] != '0') && (!hasPoint || AreDigits(digits[(point + 1)..]));
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    private static Value Number(string text, bool hasPoint)
    {
        if (!hasPoint)
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : text;
        }

        return text.Length <= MostDigits + 1 ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : text;
    }
}
