using System.Globalization;

namespace Workscript.Engine.Values;

/// <summary>Points in time as ECMAScript's <c>Date</c> reads and writes them: milliseconds since 1970, or text; a text without an offset is UTC.</summary>
public static class DateText
{
    private const double LastMillisecond = 8.64e15;

    /// <summary>As <c>toISOString()</c> writes it: UTC, to the millisecond.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds since 1970; NaN when the value is no point in time.</summary>
    public static double Milliseconds(Value value)
    {
        if (value.IsNumber)
        {
            return Math.Abs(value.AsDouble) <= LastMillisecond ? Math.Truncate(value.AsDouble) : double.NaN;
        }

        // .NET also reads times of day alone, whose date would be that of the day on which they are read.
        return value.AsText is { Length: >= 4 } text && (char.IsAsciiDigit(text[0]) ? text.AsSpan().IndexOfAny('-', '/', '.') > 0 : text.AsSpan().ContainsAnyInRange('0', '9'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date.ToUnixTimeMilliseconds()
            : double.NaN;
    }
}
