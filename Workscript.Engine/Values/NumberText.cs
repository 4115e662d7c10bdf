using System.Globalization;
using System.Text;

namespace Workscript.Engine.Values;

/// <summary>Numbers as text the way ECMAScript writes them (ECMA-262, Number::toString): the shortest digits that read back.</summary>
public static class NumberText
{
    public static string Of(Value number) => number.IsInteger(out var integer) ? integer.ToString(CultureInfo.InvariantCulture) : Of(number.AsDouble);

    public static string Of(double number)
    {
        if (number == 0)
        {
            return "0";
        }

        if (Math.Abs(number) < 1e15 && number == Math.Truncate(number))
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        // "E16" asks .NET for scientific notation; "R" gives the shortest digits, from which the parts are taken.
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        var (negative, digits, exponent) = Parts(shortest);
        var text = new StringBuilder(negative ? "-" : "");
        return Layout(text, digits, exponent).ToString();
    }

    /// <summary>Splits "−12.5E-7" into its sign, its digits without a point, and the place of the point counted from the first digit.</summary>
    private static (bool Negative, string Digits, int Exponent) Parts(string text)
    {
        var negative = text[0] == '-';
        var mantissa = negative ? text[1..] : text;
        var exponent = 0;
        var at = mantissa.IndexOf('E');
        if (at >= 0)
        {
            exponent = int.Parse(mantissa.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..at];
        }

        var point = mantissa.IndexOf('.');
        exponent += point < 0 ? mantissa.Length : point;
        var digits = mantissa.Replace(".", "");
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (negative, digits.Trim('0'), exponent - leading);
    }

    private static StringBuilder Layout(StringBuilder text, string digits, int exponent)
    {
        if (exponent is > 0 and <= 21)
        {
            return digits.Length <= exponent
                ? text.Append(digits).Append('0', exponent - digits.Length)
                : text.Append(digits, 0, exponent).Append('.').Append(digits, exponent, digits.Length - exponent);
        }

        if (exponent is > -6 and <= 0)
        {
            return text.Append("0.").Append('0', -exponent).Append(digits);
        }

        text.Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append('e').Append(exponent > 0 ? '+' : '-').Append(Math.Abs(exponent - 1));
    }
}
