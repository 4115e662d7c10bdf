using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>
/// Points in time are text in ISO 8601, UTC, to the millisecond; they are read from such text or from milliseconds since 1970. With a zone, text
/// without an offset, days and months, and the hours of a pattern are those of that zone.
/// </summary>
internal static class DateFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("now", "now()", "This moment", "now() > '2020'", "true", 0, 0, a => DateText.Of(a.Scope.Time.GetUtcNow())),
        new("today", "today(zone?)", "The date of today, in the zone or in UTC", "today('Europe/Berlin').length", "10", 0, 1, Today),
        new("date", "date(text or number, zone?)", "A point in time; text without an offset is read in the zone, or in UTC", "date('2026-03-01 08:30', 'Europe/Berlin')", "\"2026-03-01T07:30:00.000Z\"", 1, 2, a => DateText.Of(Instant(a, 0, Zone(a, 1)))),
        new("parseDate", "parseDate(text, pattern, zone?)", "A point in time from text that is written by a pattern, as in formatDate", "parseDate('01.03.2026 08:30', 'DD.MM.YYYY HH:mm')", "\"2026-03-01T08:30:00.000Z\"", 2, 3, Parse),
        new("isDate", "isDate(value, zone?)", "Whether it is a point in time", "isDate('2026-02-30')", "false", 1, 2, a => !double.IsNaN(Milliseconds(a[0], Zone(a, 1)))),
        new("timestamp", "timestamp(date, zone?)", "Milliseconds since 1970", "timestamp('2026-03-01')", "1772323200000", 1, 2, a => (long)Instant(a, 0, Zone(a, 1))),
        new("formatDate", "formatDate(date, pattern, zone?)", "As text: YYYY YY MMMM MMM MM M DD D dddd ddd HH H hh h A mm m ss s SSS Z; years and days also in small letters; 'text' is itself", "formatDate('2026-03-01', 'D MMMM YYYY')", "\"1 March 2026\"", 2, 3, Format),
        new("addTime", "addTime(date, amount, unit, zone?)", "Later by an amount of years, quarters, months, weeks, days, hours, minutes, seconds or milliseconds", "addTime('2026-01-31', 1, 'months')", "\"2026-02-28T00:00:00.000Z\"", 3, 4, Add),
        new("diffTime", "diffTime(later, earlier, unit, zone?)", "The time between; of months, quarters and years the whole ones", "diffTime('2026-03-02', '2026-03-01', 'hours')", "24", 3, 4, Difference),
        new("startOf", "startOf(date, unit, zone?)", "When the unit began; weeks begin on Monday", "startOf('2026-03-18T12:30:00Z', 'month')", "\"2026-03-01T00:00:00.000Z\"", 2, 3, a => Bound(a, (time, unit) => time.StartOf(unit, DayOfWeek.Monday))),
        new("endOf", "endOf(date, unit, zone?)", "The last millisecond of the unit", "endOf('2026-03-18', 'week')", "\"2026-03-22T23:59:59.999Z\"", 2, 3, a => Bound(a, (time, unit) => time.EndOf(unit, DayOfWeek.Monday))),
        new("datePart", "datePart(date, part, zone?)", "Its year, quarter, month, day, hour, minute, second, millisecond, dayOfWeek (Sunday is 0), dayOfYear or weekOfYear", "datePart('2026-03-01', 'dayOfWeek')", "0", 2, 3, Part),
        new("duration", "duration(text)", "Milliseconds of a duration", "duration('1h 30m')", "5400000", 1, 1, Milliseconds),
    ];

    private static Value Today(Arguments a) => DateText.Of(TimeZones.ToWall(a.Scope.Time.GetUtcNow().ToUnixTimeMilliseconds(), Zone(a, 0)))[..10];

    private static Value Parse(Arguments a)
    {
        var pattern = new DatePattern(a.Text(1));
        var read = pattern.Read(a.Text(0)) ?? throw a.Error($"finds no date like '{a.Text(1)}' in {Arithmetic.Shown(a[0])}");
        return Checked(a, read.Offset is { } offset ? read.Wall - offset : TimeZones.ToInstant(read.Wall, Zone(a, 2)));
    }

    private static Value Format(Arguments a)
    {
        var zone = Zone(a, 2);
        var instant = Instant(a, 0, zone);
        var offset = TimeZones.OffsetAt(instant, zone);
        return new DatePattern(a.Text(1)).Write(new CalendarTime(instant + offset), offset);
    }

    private static Value Add(Arguments a)
    {
        var (zone, amount, unit) = (Zone(a, 3), a.Number(1), Unit(a, 2));
        var instant = Instant(a, 0, zone);

        // An hour is an hour, and may be half of one; a day of a zone may have 23 or 25.
        return Checked(a, unit < DateUnit.Day
            ? instant + Math.Round(amount * unit.Milliseconds()!.Value)
            : TimeZones.ToInstant(Wall(instant, zone).PlusInMonth(amount, unit), zone));
    }

    private static Value Difference(Arguments a)
    {
        var (zone, unit) = (Zone(a, 3), Unit(a, 2));
        var (later, earlier) = (Instant(a, 0, zone), Instant(a, 1, zone));
        if (unit.Milliseconds() is { } length)
        {
            return Arithmetic.Whole((later - earlier) / length);
        }

        var (sign, first, last) = later < earlier ? (-1, Wall(later, zone), Wall(earlier, zone)) : (1, Wall(earlier, zone), Wall(later, zone));
        var months = last.MonthsSince(first);
        months -= first.PlusInMonth(months, DateUnit.Month) > last.Milliseconds ? 1 : 0;
        return sign * (months / (unit switch { DateUnit.Month => 1, DateUnit.Quarter => 3, _ => 12 }));
    }

    private static Value Bound(Arguments a, Func<CalendarTime, DateUnit, double> bound)
    {
        var zone = Zone(a, 2);
        return Checked(a, TimeZones.ToInstant(bound(Wall(Instant(a, 0, zone), zone), Unit(a, 1)), zone));
    }

    private static Value Part(Arguments a)
    {
        var zone = Zone(a, 2);
        return Wall(Instant(a, 0, zone), zone).Part(a.Text(1)) ?? throw a.Error($"knows no part '{a.Text(1)}' of a date");
    }

    private static Value Milliseconds(Arguments a) =>
        Duration.TryParse(a[0]) is { } duration ? Arithmetic.Whole(duration.TotalMilliseconds) : throw a.Error($"finds no duration in {Arithmetic.Shown(a[0])}: write it as 1h 30m");

    private static double Instant(Arguments a, int index, TimeZoneInfo zone)
    {
        var instant = Milliseconds(a[index], zone);
        return double.IsNaN(instant) ? throw a.Error($"finds no date in {Arithmetic.Shown(a[index])}: write it as 2026-03-01 or 2026-03-01T08:30:00Z") : instant;
    }

    private static double Milliseconds(Value value, TimeZoneInfo zone) => value.AsText is { } text ? DateText.Milliseconds(text, zone) : DateText.Milliseconds(value);

    private static CalendarTime Wall(double instant, TimeZoneInfo zone) => new(TimeZones.ToWall(instant, zone));

    private static TimeZoneInfo Zone(Arguments a, int index)
    {
        if (a[index].IsNullOrMissing)
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZones.Find(a.Text(index)) ?? throw a.Error($"knows no time zone '{a.Text(index)}': write it as Europe/Berlin");
    }

    private static DateUnit Unit(Arguments a, int index) => DateUnits.TryParse(a.Text(index)) ?? throw a.Error($"knows no unit '{a.Text(index)}': write it as days");

    private static Value Checked(Arguments a, double instant) => DateText.IsTime(instant) ? DateText.Of(instant) : throw a.Error("leaves the range of dates: 100 million days around 1970");
}
