using System.Globalization;

namespace Workscript.Engine.Values;

/// <summary>
/// A date and a time of day as a calendar and a clock on the wall show them, without a zone. A time is so many milliseconds since the wall showed the
/// beginning of 1970; there are more years than <see cref="DateTime"/> has. Fields that pass their range carry over, as in ECMAScript.
/// </summary>
public readonly struct CalendarTime
{
    private const long MillisecondsOfDay = 86_400_000;

    // The calendar repeats after 400 years, to the day of the week. DateTime knows one such cycle; all others are counted.
    private const int CycleYears = 400;
    private const long CycleMilliseconds = 146_097 * MillisecondsOfDay;
    private static readonly DateTime CycleStart = new(2000, 1, 1);
    private static readonly long CycleStartMilliseconds = (CycleStart - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    private readonly long _cycle;
    private readonly DateTime _time;

    public CalendarTime(double milliseconds)
    {
        (_cycle, var rest) = Divide((long)milliseconds - CycleStartMilliseconds, CycleMilliseconds);
        _time = CycleStart.AddTicks(rest * TimeSpan.TicksPerMillisecond);
    }

    public long Year => _time.Year + (_cycle * CycleYears);

    public int Month => _time.Month;

    public int Day => _time.Day;

    public int Hour => _time.Hour;

    public int Minute => _time.Minute;

    public int Second => _time.Second;

    public int Millisecond => _time.Millisecond;

    public DayOfWeek DayOfWeek => _time.DayOfWeek;

    public int Quarter => ((Month - 1) / 3) + 1;

    public double Milliseconds => (_cycle * (double)CycleMilliseconds) + CycleStartMilliseconds + ((_time - CycleStart).Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>The time with these fields, in milliseconds; each may be below or above its range.</summary>
    public static double Of(long year, long month, long day = 1, long hour = 0, long minute = 0, long second = 0, long millisecond = 0)
    {
        var (carried, monthOfYear) = Divide(month - 1, 12);
        var (cycle, yearOfCycle) = Divide(year + carried - CycleStart.Year, CycleYears);
        var first = new DateTime(CycleStart.Year + (int)yearOfCycle, (int)monthOfYear + 1, 1) - CycleStart;
        return (cycle * (double)CycleMilliseconds) + CycleStartMilliseconds + first.TotalMilliseconds
            + ((day - 1d) * MillisecondsOfDay) + (hour * 3_600_000d) + (minute * 60_000d) + (second * 1_000d) + millisecond;
    }

    public static bool IsDate(long year, long month, long day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(CycleStart.Year + (int)Divide(year - CycleStart.Year, CycleYears).Remainder, (int)month);

    /// <summary>Later by the amount, in milliseconds; a fraction of a field is dropped, and 31 January and a month are the 2nd or 3rd of March.</summary>
    public double Plus(double amount, DateUnit unit) => unit switch
    {
        DateUnit.Year => Of(Sum(Year, amount), Month, Day) + TimeOfDay,
        DateUnit.Quarter => Of(Year, Sum(Month - 1, amount * 3) + 1, Day) + TimeOfDay,
        DateUnit.Month => Of(Year, Sum(Month - 1, amount) + 1, Day) + TimeOfDay,
        DateUnit.Week => Of(Year, Month, Sum(Day, amount * 7)) + TimeOfDay,
        DateUnit.Day => Of(Year, Month, Sum(Day, amount)) + TimeOfDay,
        DateUnit.Hour => Of(Year, Month, Day, Sum(Hour, amount), Minute, Second, Millisecond),
        DateUnit.Minute => Of(Year, Month, Day, Hour, Sum(Minute, amount), Second, Millisecond),
        DateUnit.Second => Of(Year, Month, Day, Hour, Minute, Sum(Second, amount), Millisecond),
        DateUnit.Millisecond => Of(Year, Month, Day, Hour, Minute, Second, Sum(Millisecond, amount)),
    };

    /// <summary>As <see cref="Plus"/>, but 31 January and a month are the last day of February.</summary>
    public double PlusInMonth(double amount, DateUnit unit)
    {
        var later = Plus(amount, unit);
        if (unit is not (DateUnit.Month or DateUnit.Quarter or DateUnit.Year) || double.IsNaN(later))
        {
            return later;
        }

        var passed = new CalendarTime(later);
        return passed.Day < Day ? later - (passed.Day * (double)MillisecondsOfDay) : later;
    }

    /// <summary>When the unit began that this time is in. Weeks begin on the day given.</summary>
    public double StartOf(DateUnit unit, DayOfWeek firstDay) => unit switch
    {
        DateUnit.Year => Of(Year, 1),
        DateUnit.Quarter => Of(Year, (Quarter * 3) - 2),
        DateUnit.Month => Of(Year, Month),
        DateUnit.Week => Of(Year, Month, Day - ((DayOfWeek - firstDay + 7) % 7)),
        DateUnit.Day => Of(Year, Month, Day),
        DateUnit.Hour => Of(Year, Month, Day, Hour),
        DateUnit.Minute => Of(Year, Month, Day, Hour, Minute),
        DateUnit.Second => Of(Year, Month, Day, Hour, Minute, Second),
        DateUnit.Millisecond => Milliseconds,
    };

    /// <summary>The last millisecond of the unit that this time is in.</summary>
    public double EndOf(DateUnit unit, DayOfWeek firstDay) => new CalendarTime(StartOf(unit, firstDay)).Plus(1, unit) - 1;

    /// <summary>A part by its name, such as <c>weekOfYear</c>; null for what is none. Sunday is day 0 of the week; weeks of the year are those of ISO 8601.</summary>
    public long? Part(string name) => name switch
    {
        "year" => Year,
        "quarter" => Quarter,
        "month" => Month,
        "day" => Day,
        "hour" => Hour,
        "minute" => Minute,
        "second" => Second,
        "millisecond" => Millisecond,
        "dayOfWeek" => (int)DayOfWeek,
        "dayOfYear" => _time.DayOfYear,
        "weekOfYear" => ISOWeek.GetWeekOfYear(_time),
        _ => null,
    };

    /// <summary>How many months the calendar is ahead of the other, whatever the days.</summary>
    public long MonthsSince(CalendarTime earlier) => ((Year - earlier.Year) * 12) + Month - earlier.Month;

    private double TimeOfDay => _time.TimeOfDay.TotalMilliseconds;

    // Far beyond any year, and small enough that nothing overflows on the way to being found invalid.
    private static long Sum(long field, double amount) => (long)Math.Clamp(Math.Truncate(field + amount), -1e17, 1e17);

    private static (long Quotient, long Remainder) Divide(long number, long by)
    {
        var (quotient, rest) = Math.DivRem(number, by);
        return rest < 0 ? (quotient - 1, rest + by) : (quotient, rest);
    }
}
