using System.Globalization;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h 30m</c>, <c>2d</c>; a bare number counts milliseconds.</summary>
public static partial class Duration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <summary>The duration; null when the value is none, is negative, or is longer than a hundred years.</summary>
    public static TimeSpan? TryParse(Value value)
    {
        if (value.IsNumber)
        {
            return Checked(value.AsDouble);
        }

        if (value.AsText is not { Length: < 64 } text || !Written().IsMatch(text))
        {
            return null;
        }

        return Checked(Part().Matches(text).Sum(part =>
            double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * MillisecondsOf(part.Groups[2].ValueSpan)));
    }

    /// <summary>The duration as people write it, to the millisecond.</summary>
    public static string Text(TimeSpan duration)
    {
        (int Count, string Unit)[] parts = [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"), (duration.Milliseconds, "ms")];
        var written = string.Join(' ', parts.Where(part => part.Count != 0).Select(part => $"{part.Count}{part.Unit}"));
        return written.Length > 0 ? written : "0ms";
    }

    private static TimeSpan? Checked(double milliseconds) =>
        milliseconds >= 0 && milliseconds <= Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static double MillisecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => 604_800_000,
    };

    [GeneratedRegex(@"^\s*([0-9]+(\.[0-9]+)?\s*(ms|s|m|h|d|w)\s*)+\z")]
    private static partial Regex Written();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h|d|w)")]
    private static partial Regex Part();
}
