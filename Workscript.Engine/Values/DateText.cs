using System.Globalization;

namespace Workscript.Engine.Values;

/// <summary>Points in time as ECMAScript's <c>Date</c> reads and writes them: milliseconds since 1970, or text; a text without an offset is UTC.</summary>
public static class DateText
{
    private const double LastMillisecond = 8.64e15;
    private const int LongestText = 100;

    /// <summary>As <c>toISOString()</c> writes it: UTC, to the millisecond.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Of(DateTimeOffset)"/>
    /// <param name="milliseconds">A point in time: see <see cref="IsTime"/>.</param>
    public static string Of(double milliseconds)
    {
        var time = new CalendarTime(milliseconds);
        var year = time.Year is >= 0 and <= 9999 ? time.Year.ToString("0000", CultureInfo.InvariantCulture) : time.Year.ToString("+000000;-000000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{year}-{time.Month:00}-{time.Day:00}T{time.Hour:00}:{time.Minute:00}:{time.Second:00}.{time.Millisecond:000}Z");
    }

    /// <summary>Whether so many milliseconds since 1970 are a point in time: within 100 million days.</summary>
    public static bool IsTime(double milliseconds) => Math.Abs(milliseconds) <= LastMillisecond;

    /// <summary>Milliseconds since 1970; NaN when the value is no point in time.</summary>
    public static double Milliseconds(Value value)
    {
        if (value.IsNumber)
        {
            return IsTime(value.AsDouble) ? Math.Truncate(value.AsDouble) : double.NaN;
        }

        return value.AsText is { } text ? Milliseconds(text, TimeZoneInfo.Utc) : double.NaN;
    }

    /// <summary>Milliseconds since 1970; NaN when the text is no point in time. The zone is where a text without an offset was written.</summary>
    public static double Milliseconds(string text, TimeZoneInfo zone)
    {
        var reader = new IsoReader(text.AsSpan().Trim());
        var (milliseconds, hasOffset) = reader.Read();
        if (double.IsNaN(milliseconds))
        {
            (milliseconds, hasOffset) = ReadFreely(text);
        }

        var instant = hasOffset ? milliseconds : TimeZones.ToInstant(milliseconds, zone);
        return IsTime(instant) ? instant : double.NaN;
    }

    /// <summary>What is not ISO 8601 but clear all the same: <c>March 15, 2024</c>, <c>15 Mar 2024 14:05</c>, <c>3/15/2024</c>, <c>Fri, 15 Mar 2024 14:05:09 GMT</c>.</summary>
    private static (double Milliseconds, bool HasOffset) ReadFreely(string text)
    {
        // .NET also reads times of day alone, or days without a year, and takes the rest from the day on which they are read.
        var isDate = text.Length is >= 6 and <= LongestText && text.AsSpan(0, 3).IndexOf(':') < 0 && (text.AsSpan().IndexOfAny('-', '/', '.') > 0 || HasYear(text));
        return isDate && DateTime.TryParse(WithoutZoneName(text), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var date)
            ? ((date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond, date.Kind == DateTimeKind.Utc)
            : (double.NaN, true);
    }

    private static bool HasYear(string text)
    {
        var digits = 0;
        for (var i = 0; i < text.Length && digits < 4; i++)
        {
            digits = char.IsAsciiDigit(text[i]) ? digits + 1 : 0;
        }

        return digits == 4;
    }

    /// <summary>As <c>toString()</c> writes it, but for the zone's name: <c>Fri Mar 15 2024 14:05:09 GMT+0100 (Central European Standard Time)</c>.</summary>
    private static string WithoutZoneName(string text)
    {
        var name = text.EndsWith(')') ? text.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        return (name < 0 ? text : text[..name]).Replace(" GMT+", " +", StringComparison.Ordinal).Replace(" GMT-", " -", StringComparison.Ordinal);
    }

    /// <summary>ISO 8601 as ECMAScript has it, with a space in place of the T and any number of digits after the second allowed as well.</summary>
    private ref struct IsoReader(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _at;

        /// <summary>The time on the wall, or the point in time where there is an offset; NaN when the text is anything else.</summary>
        public (double Milliseconds, bool HasOffset) Read()
        {
            var sign = Take('+') ? 1 : Take('-') ? -1 : 0;
            var year = Digits(sign == 0 ? 4 : 6);
            var month = year >= 0 && Take('-') ? Digits(2) : 1;
            var day = month > 0 && _at > 4 && Take('-') ? Digits(2) : 1;
            if (year < 0 || !CalendarTime.IsDate(year, month, day))
            {
                return (double.NaN, true);
            }

            var date = CalendarTime.Of(sign < 0 ? -year : year, month, day);
            if (_at == _text.Length)
            {
                return (date, false);
            }

            var time = Take('T') || Take('t') || Take(' ') ? TimeOfDay() : double.NaN;
            if (_at == _text.Length)
            {
                return (date + time, false);
            }

            var offset = Offset();
            return _at == _text.Length ? (date + time - offset, true) : (double.NaN, true);
        }

        private double TimeOfDay()
        {
            var hour = Digits(2);
            var minute = Take(':') ? Digits(2) : -1;
            var second = Take(':') ? Digits(2) : 0;
            var fraction = Take('.') || Take(',') ? Fraction() : 0;
            var isTime = hour is >= 0 and <= 24 && minute is >= 0 and < 60 && second is >= 0 and < 60 && fraction >= 0 && (hour < 24 || minute + second + fraction == 0);
            return isTime ? (hour * 3_600_000d) + (minute * 60_000) + (second * 1_000) + fraction : double.NaN;
        }

        private double Fraction()
        {
            var start = _at;
            var (milliseconds, weight) = (0, 100);
            for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++)
            {
                milliseconds += (_text[_at] - '0') * weight;
                weight /= 10;
            }

            return _at > start ? milliseconds : -1;
        }

        private double Offset()
        {
            if (Take('Z') || Take('z'))
            {
                return 0;
            }

            var sign = Take('+') ? 1 : Take('-') ? -1 : 0;
            var hours = sign == 0 ? -1 : Digits(2);
            var minutes = hours >= 0 && (Take(':') || _at < _text.Length) ? Digits(2) : 0;
            return hours is >= 0 and < 24 && minutes is >= 0 and < 60 ? sign * ((hours * 3_600_000d) + (minutes * 60_000)) : double.NaN;
        }

        /// <summary>The number of just so many digits; -1 when there are not as many.</summary>
        private int Digits(int count)
        {
            if (_at + count > _text.Length)
            {
                return -1;
            }

            var number = 0;
            for (var end = _at + count; _at < end; _at++)
            {
                if (!char.IsAsciiDigit(_text[_at]))
                {
                    return -1;
                }

                number = (number * 10) + _text[_at] - '0';
            }

            return number;
        }

        private bool Take(char c)
        {
            if (_at >= _text.Length || _text[_at] != c)
            {
                return false;
            }

            _at++;
            return true;
        }
    }
}
