namespace Workscript.Engine.Values;

/// <summary>A unit of the calendar or the clock.</summary>
public enum DateUnit
{
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

public static class DateUnits
{
    /// <summary>Reads <c>day</c> or <c>days</c>; null for what is no unit.</summary>
    public static DateUnit? TryParse(string text) => text switch
    {
        "millisecond" or "milliseconds" => DateUnit.Millisecond,
        "second" or "seconds" => DateUnit.Second,
        "minute" or "minutes" => DateUnit.Minute,
        "hour" or "hours" => DateUnit.Hour,
        "day" or "days" => DateUnit.Day,
        "week" or "weeks" => DateUnit.Week,
        "month" or "months" => DateUnit.Month,
        "quarter" or "quarters" => DateUnit.Quarter,
        "year" or "years" => DateUnit.Year,
        _ => null,
    };

    /// <summary>How long the unit is; null for those that differ from one to the next.</summary>
    public static double? Milliseconds(this DateUnit unit) => unit switch
    {
        DateUnit.Millisecond => 1,
        DateUnit.Second => 1_000,
        DateUnit.Minute => 60_000,
        DateUnit.Hour => 3_600_000,
        DateUnit.Day => 86_400_000,
        DateUnit.Week => 604_800_000,
        DateUnit.Month or DateUnit.Quarter or DateUnit.Year => null,
    };
}
