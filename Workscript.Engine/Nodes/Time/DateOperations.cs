using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Time;

/// <summary>What the operations of a dateTime step come to. Their results are text in UTC, or numbers.</summary>
internal static class DateOperations
{
    /// <exception cref="DateException">There is no date, or a parameter is not what the operation needs.</exception>
    public static Value Compute(NodeContext context, string operation, DateReading reading)
    {
        if (operation == "now")
        {
            return DateText.Of(context.Now);
        }

        var subject = reading.Subject();
        if (operation == "convert_timezone")
        {
            return Converted(context, reading, subject);
        }

        var instant = reading.Read(subject);
        return operation switch
        {
            "format" => Formatted(context, reading, instant),
            "add" => Shifted(context, reading, instant, 1),
            "subtract" => Shifted(context, reading, instant, -1),
            "round" => Rounded(context, reading, instant),
            "extract" => Extracted(context, reading, instant),
            "diff" => Difference(context, reading, instant),
            _ => DateText.Of(instant),
        };
    }

    private static string Formatted(NodeContext context, DateReading reading, double instant)
    {
        if (!Coerce.Truth(context["outputFormat"]))
        {
            return DateText.Of(instant);
        }

        var pattern = new DatePattern(Coerce.Text(context["outputFormat"]), isOlderForm: true);
        return pattern.Write(new CalendarTime(TimeZones.ToWall(instant, reading.Zone)));
    }

    private static string Shifted(NodeContext context, DateReading reading, double instant, int direction)
    {
        var amount = direction * Coerce.Number(context["amount"]);
        var unit = UnitOf(context, "unit");
        if (double.IsNaN(amount))
        {
            throw new DateException("amount must be a number");
        }

        // An hour is an hour; a day of a zone may have 23 or 25.
        return DateText.Of(DateReading.Checked(unit < DateUnit.Day
            ? new CalendarTime(instant).Plus(amount, unit)
            : TimeZones.ToInstant(new CalendarTime(TimeZones.ToWall(instant, reading.Zone)).Plus(amount, unit), reading.Zone)));
    }

    private static string Rounded(NodeContext context, DateReading reading, double instant)
    {
        var target = Coerce.Text(context["roundTo"]);
        var (isStart, isEnd) = (target.StartsWith("start_of_", StringComparison.Ordinal), target.StartsWith("end_of_", StringComparison.Ordinal));
        if ((!isStart && !isEnd) || DateUnits.TryParse(target[(target.LastIndexOf('_') + 1)..]) is not { } unit)
        {
            throw new DateException($"Unknown roundTo: {target}. Write it as start_of_month or end_of_day");
        }

        var wall = new CalendarTime(TimeZones.ToWall(instant, reading.Zone));
        var rounded = isStart ? wall.StartOf(unit, DayOfWeek.Sunday) : wall.EndOf(unit, DayOfWeek.Sunday);
        return DateText.Of(DateReading.Checked(TimeZones.ToInstant(rounded, reading.Zone)));
    }

    private static Value Extracted(NodeContext context, DateReading reading, double instant)
    {
        var name = Coerce.Text(context["extract"]);
        var part = name == "timestamp" ? (long)instant : new CalendarTime(TimeZones.ToWall(instant, reading.Zone)).Part(name);
        if (part is not { } number)
        {
            throw new DateException($"Unknown extract component: {name}");
        }

        context.Set("dateTimeExtracted", number);
        return number;
    }

    private static string Converted(NodeContext context, DateReading reading, Value subject)
    {
        if (context["toTimezone"].IsNullOrMissing)
        {
            throw new DateException("Missing required parameter: toTimezone");
        }

        var from = context["fromTimezone"].IsNullOrMissing ? reading.Zone : reading.ZoneOf("fromTimezone");
        return DateText.Of(DateReading.Checked(TimeZones.ToWall(reading.Read(subject, from), reading.ZoneOf("toTimezone"))));
    }

    private static Value Difference(NodeContext context, DateReading reading, double instant)
    {
        var other = reading.Read(context["compareWith"]);
        var unit = context["diffUnit"].IsMissing ? DateUnit.Day : UnitOf(context, "diffUnit");
        var (earlier, later) = instant < other ? (instant, other) : (other, instant);
        if (unit.Milliseconds() is { } length)
        {
            return (long)Math.Floor((later - earlier) / length);
        }

        var months = new CalendarTime(TimeZones.ToWall(later, reading.Zone)).MonthsSince(new CalendarTime(TimeZones.ToWall(earlier, reading.Zone)));
        return unit == DateUnit.Month ? months : months / (unit == DateUnit.Quarter ? 3 : 12);
    }

    private static DateUnit UnitOf(NodeContext context, string parameter)
    {
        var name = Coerce.Text(context[parameter]);
        return context[parameter].IsMissing
            ? throw new DateException($"Missing required parameter: {parameter}")
            : DateUnits.TryParse(name) ?? throw new DateException($"Unknown {parameter}: {name}. Write it as days");
    }
}
