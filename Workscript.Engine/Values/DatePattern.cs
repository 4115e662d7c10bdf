using System.Globalization;
using System.Text;

namespace Workscript.Engine.Values;

/// <summary>
/// A pattern such as <c>DD.MM.YYYY HH:mm</c> for dates as text. Years and days may be written in small letters, text between single quotes is itself.
/// In the older form, that of the dateTime node's first version, small letters and quotes are plain text, and each of the parts that it knew counts
/// only once.
/// </summary>
public sealed class DatePattern
{
    // Longer tokens come before what they begin with.
    private static readonly Token[] Tokens =
    [
        new("YYYY", Part.Year, true), new("YY", Part.ShortYear, true),
        new("MMMM", Part.MonthName), new("MMM", Part.ShortMonthName), new("MM", Part.Month, true), new("M", Part.Month, true),
        new("dddd", Part.DayName), new("ddd", Part.ShortDayName), new("DD", Part.Day, true), new("D", Part.Day, true),
        new("HH", Part.Hour, true), new("H", Part.Hour, true), new("mm", Part.Minute, true), new("m", Part.Minute, true),
        new("ss", Part.Second, true), new("s", Part.Second, true), new("SSS", Part.Millisecond),
        new("yyyy", Part.Year, IsNew: true), new("yy", Part.ShortYear, IsNew: true), new("dd", Part.Day, IsNew: true), new("d", Part.Day, IsNew: true),
        new("hh", Part.HalfDayHour, IsNew: true), new("h", Part.HalfDayHour, IsNew: true), new("tt", Part.HalfDay, IsNew: true), new("A", Part.HalfDay, IsNew: true),
        new("fff", Part.Millisecond, IsNew: true), new("zzz", Part.Offset, IsNew: true), new("Z", Part.Offset, IsNew: true),
    ];

    private static readonly string[] HalfDays = ["AM", "PM"];
    private static readonly DateTimeFormatInfo Names = CultureInfo.InvariantCulture.DateTimeFormat;

    private readonly List<(Token? Token, string Text)> _parts = [];

    public DatePattern(string pattern, bool isOlderForm = false)
    {
        var plain = new StringBuilder();
        var used = 0UL;
        for (var at = 0; at < pattern.Length;)
        {
            if (!isOlderForm && pattern[at] == '\'' && pattern.IndexOf('\'', at + 1) is > 0 and var close)
            {
                plain.Append(close == at + 1 ? "'" : pattern.AsSpan(at + 1, close - at - 1));
                at = close + 1;
            }
            else if (TokenAt(pattern, at, isOlderForm, used) is >= 0 and var index)
            {
                AddPlain(plain);
                used |= 1UL << index;
                _parts.Add((Tokens[index], Tokens[index].Text));
                at += Tokens[index].Text.Length;
            }
            else
            {
                plain.Append(pattern[at++]);
            }
        }

        AddPlain(plain);
    }

    /// <summary>Whether the pattern has a year, and so can be read as a date.</summary>
    public bool HasDate => _parts.Exists(part => part.Token is { Part: Part.Year or Part.ShortYear });

    /// <summary>The time on the wall as text. <paramref name="offset"/> is how far its clock is ahead of UTC, in milliseconds.</summary>
    public string Write(CalendarTime time, double offset = 0)
    {
        var text = new StringBuilder();
        foreach (var (token, plain) in _parts)
        {
            text.Append(token is null ? plain : Write(token, time, offset));
        }

        return text.ToString();
    }

    /// <summary>The time that the text says, in milliseconds on the wall, and how far that wall's clock is ahead of UTC where the text says so; null when it does not fit.</summary>
    public (double Wall, double? Offset)? Read(string text)
    {
        var fields = new Fields();
        var at = 0;
        foreach (var (token, plain) in _parts)
        {
            if (token is not null ? !Read(token, text, ref at, ref fields) : !TryTake(text, ref at, plain))
            {
                return null;
            }
        }

        return at == text.Length ? fields.Time() : null;
    }

    private static int TokenAt(string pattern, int at, bool isOlderForm, ulong used)
    {
        for (var i = 0; i < Tokens.Length; i++)
        {
            var token = Tokens[i];
            if (string.CompareOrdinal(pattern, at, token.Text, 0, token.Text.Length) == 0 && !(isOlderForm && (token.IsNew || (token.IsOnce && (used & (1UL << i)) != 0))))
            {
                return i;
            }
        }

        return -1;
    }

    private void AddPlain(StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            _parts.Add((null, plain.ToString()));
            plain.Clear();
        }
    }

    private static string Write(Token token, CalendarTime time, double offset) => token.Part switch
    {
        Part.Year => time.Year.ToString(CultureInfo.InvariantCulture),
        Part.ShortYear => time.Year.ToString("00", CultureInfo.InvariantCulture)[^2..],
        Part.MonthName => Names.GetMonthName(time.Month),
        Part.ShortMonthName => Names.GetAbbreviatedMonthName(time.Month),
        Part.Month => Digits(time.Month, token),
        Part.DayName => Names.GetDayName(time.DayOfWeek),
        Part.ShortDayName => Names.GetAbbreviatedDayName(time.DayOfWeek),
        Part.Day => Digits(time.Day, token),
        Part.Hour => Digits(time.Hour, token),
        Part.HalfDayHour => Digits(((time.Hour + 11) % 12) + 1, token),
        Part.HalfDay => time.Hour < 12 ? "AM" : "PM",
        Part.Minute => Digits(time.Minute, token),
        Part.Second => Digits(time.Second, token),
        Part.Millisecond => time.Millisecond.ToString("000", CultureInfo.InvariantCulture),
        Part.Offset => (offset < 0 ? "-" : "+") + TimeSpan.FromMilliseconds(Math.Abs(offset)).ToString(@"hh\:mm", CultureInfo.InvariantCulture),
    };

    private static string Digits(int number, Token token) => number.ToString(token.Text.Length == 1 ? "0" : "00", CultureInfo.InvariantCulture);

    private static bool Read(Token token, string text, ref int at, ref Fields fields) => token.Part switch
    {
        Part.Year => TryNumber(text, ref at, 4, 4, out fields.Year),
        Part.ShortYear => TryNumber(text, ref at, 2, 2, out fields.Year) && (fields.Year += 2000) > 0,
        Part.MonthName => TryName(text, ref at, Names.MonthNames, out fields.Month) && ++fields.Month > 0,
        Part.ShortMonthName => TryName(text, ref at, Names.AbbreviatedMonthNames, out fields.Month) && ++fields.Month > 0,
        Part.Month => TryNumber(text, ref at, token.Text.Length, 2, out fields.Month),
        Part.DayName => TryName(text, ref at, Names.DayNames, out _),
        Part.ShortDayName => TryName(text, ref at, Names.AbbreviatedDayNames, out _),
        Part.Day => TryNumber(text, ref at, token.Text.Length, 2, out fields.Day),
        Part.Hour or Part.HalfDayHour => TryNumber(text, ref at, token.Text.Length, 2, out fields.Hour),
        Part.HalfDay => TryName(text, ref at, HalfDays, out fields.HalfDay),
        Part.Minute => TryNumber(text, ref at, token.Text.Length, 2, out fields.Minute),
        Part.Second => TryNumber(text, ref at, token.Text.Length, 2, out fields.Second),
        Part.Millisecond => TryNumber(text, ref at, 3, 3, out fields.Millisecond),
        Part.Offset => TryOffset(text, ref at, out fields.Offset),
    };

    private static bool TryNumber(string text, ref int at, int least, int most, out int number)
    {
        var start = at;
        number = 0;
        for (; at < text.Length && at - start < most && char.IsAsciiDigit(text[at]); at++)
        {
            number = (number * 10) + text[at] - '0';
        }

        return at - start >= least;
    }

    private static bool TryName(string text, ref int at, string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (names[index].Length > 0 && string.Compare(text, at, names[index], 0, names[index].Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                at += names[index].Length;
                return true;
            }
        }

        return false;
    }

    private static bool TryOffset(string text, ref int at, out double? offset)
    {
        offset = 0;
        if (TryTake(text, ref at, "Z"))
        {
            return true;
        }

        var sign = TryTake(text, ref at, "+") ? 1 : TryTake(text, ref at, "-") ? -1 : 0;
        if (sign == 0 || !TryNumber(text, ref at, 2, 2, out var hours) || (TryTake(text, ref at, ":") && at == text.Length) || !TryNumber(text, ref at, 2, 2, out var minutes))
        {
            return false;
        }

        offset = sign * ((hours * 3_600_000d) + (minutes * 60_000d));
        return hours < 24 && minutes < 60;
    }

    private static bool TryTake(string text, ref int at, string part)
    {
        if (string.CompareOrdinal(text, at, part, 0, part.Length) != 0)
        {
            return false;
        }

        at += part.Length;
        return true;
    }

    private struct Fields()
    {
        public int Year = 1970;
        public int Month = 1;
        public int Day = 1;
        public int Hour;
        public int HalfDay = -1;
        public int Minute;
        public int Second;
        public int Millisecond;
        public double? Offset;

        public readonly (double Wall, double? Offset)? Time()
        {
            var hour = HalfDay < 0 ? Hour : (Hour % 12) + (HalfDay * 12);
            return CalendarTime.IsDate(Year, Month, Day) && hour < 24 && Minute < 60 && Second < 60
                ? (CalendarTime.Of(Year, Month, Day, hour, Minute, Second, Millisecond), Offset)
                : null;
        }
    }

    /// <param name="Text">How it is written in a pattern.</param>
    /// <param name="Part">What it stands for.</param>
    /// <param name="IsOnce">Whether it counts only once in the older form.</param>
    /// <param name="IsNew">Whether it is plain text in the older form.</param>
    private sealed record Token(string Text, Part Part, bool IsOnce = false, bool IsNew = false);

    private enum Part
    {
        Year,
        ShortYear,
        MonthName,
        ShortMonthName,
        Month,
        DayName,
        ShortDayName,
        Day,
        Hour,
        HalfDayHour,
        HalfDay,
        Minute,
        Second,
        Millisecond,
        Offset,
    }
}
