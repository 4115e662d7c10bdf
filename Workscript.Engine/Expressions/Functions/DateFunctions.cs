using System.Globalization;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Points in time are text in ISO 8601, UTC, to the millisecond; they are read from such text or from milliseconds since 1970.</summary>
internal static class DateFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("now", "now()", "This moment", "now() > '2020'", "true", 0, 0, a => DateText.Of(a.Scope.Time.GetUtcNow())),
        new("date", "date(text or number, zone?)", "A point in time; text without an offset is read in the zone, or in UTC", "date('2026-03-01 08:30', 'Europe/Berlin')", "\"2026-03-01T07:30:00.000Z\"", 1, 2, a => DateText.Of(Instant(a, 0, Zone(a, 1)))),
        new("formatDate", "formatDate(date, pattern, zone?)", "As text: yyyy MM dd HH mm ss, MMM and ddd for names", "formatDate('2026-03-01', 'dd.MM.yyyy')", "\"01.03.2026\"", 2, 3, Format),
        new("addTime", "addTime(date, amount, unit, zone?)", "Later by an amount of years, months, weeks, days, hours, minutes or seconds", "addTime('2026-01-31', 1, 'months')", "\"2026-02-28T00:00:00.000Z\"", 3, 4, Add),
        new("diffTime", "diffTime(later, earlier, unit)", "The time between, in weeks, days, hours, minutes, seconds or milliseconds", "diffTime('2026-03-02', '2026-03-01', 'hours')", "24", 3, 3, Difference),
    ];

    private static DateTimeOffset Instant(Arguments a, int index, TimeZoneInfo zone)
    {
        var value = a[index];
        if (value.IsNumber && Math.Abs(value.AsDouble) < 253402300800000)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds((long)value.AsDouble);
        }

        if (value.AsText is { } text && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var parsed))
        {
            return parsed.Kind == DateTimeKind.Utc ? new(parsed) : new(ToUtc(parsed, zone));
        }

        throw a.Error($"finds no date in {Arithmetic.Shown(value)}: write it as 2026-03-01 or 2026-03-01T08:30:00Z");
    }

    /// <summary>A local time that the clocks skip in spring becomes the moment after the gap.</summary>
    private static DateTime ToUtc(DateTime local, TimeZoneInfo zone) => DateTime.SpecifyKind(
        zone.IsInvalidTime(local) ? local - zone.GetUtcOffset(local.AddHours(-3)) : TimeZoneInfo.ConvertTimeToUtc(local, zone), DateTimeKind.Utc);

    private static TimeZoneInfo Zone(Arguments a, int index)
    {
        if (a[index].IsNullOrMissing)
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(a.Text(index), out var zone) ? zone : throw a.Error($"knows no time zone '{a.Text(index)}': write it as Europe/Berlin");
    }

    private static Value Format(Arguments a)
    {
        try
        {
            var zone = Zone(a, 2);
            return TimeZoneInfo.ConvertTime(Instant(a, 0, zone), zone).ToString(a.Text(1), CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw a.Error($"cannot use the pattern '{a.Text(1)}': write it as yyyy-MM-dd HH:mm");
        }
    }

    private static Value Add(Arguments a)
    {
        var zone = Zone(a, 3);
        var local = TimeZoneInfo.ConvertTime(Instant(a, 0, zone), zone).DateTime;
        try
        {
            var whole = a.Integer(1);
            return a.Text(2).TrimEnd('s') switch
            {
                "year" => DateText.Of(new(ToUtc(DateTime.SpecifyKind(local.AddYears(whole), DateTimeKind.Unspecified), zone))),
                "month" => DateText.Of(new(ToUtc(DateTime.SpecifyKind(local.AddMonths(whole), DateTimeKind.Unspecified), zone))),
                "week" => DateText.Of(new(ToUtc(DateTime.SpecifyKind(local.AddDays(7d * whole), DateTimeKind.Unspecified), zone))),
                "day" => DateText.Of(new(ToUtc(DateTime.SpecifyKind(local.AddDays(whole), DateTimeKind.Unspecified), zone))),
                _ => DateText.Of(Instant(a, 0, zone).AddMilliseconds(a.Number(1) * Milliseconds(a, 2))),
            };
        }
        catch (ArgumentException)
        {
            throw a.Error("leaves the years 1 to 9999");
        }
    }

    private static Value Difference(Arguments a)
    {
        var milliseconds = (Instant(a, 0, TimeZoneInfo.Utc) - Instant(a, 1, TimeZoneInfo.Utc)).TotalMilliseconds;
        return Arithmetic.Whole(milliseconds / Milliseconds(a, 2));
    }

    private static double Milliseconds(Arguments a, int index) => a.Text(index).TrimEnd('s') switch
    {
        "week" => 604_800_000,
        "day" => 86_400_000,
        "hour" => 3_600_000,
        "minute" => 60_000,
        "second" => 1_000,
        "millisecond" => 1,
        _ => throw a.Error($"knows no unit '{a.Text(index)}'"),
    };
}
