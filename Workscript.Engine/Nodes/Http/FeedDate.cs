using System.Globalization;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>Dates as feeds have them: RFC 3339 in Atom, RFC 822 with its names of zones in RSS.</summary>
internal static class FeedDate
{
    private static readonly string[] ZoneNames = ["UT", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    private static readonly string[] ZoneOffsets = ["+00:00", "+00:00", "+00:00", "-05:00", "-04:00", "-06:00", "-05:00", "-07:00", "-06:00", "-08:00", "-07:00"];

    /// <summary>The date as ISO text in UTC; null when it is none.</summary>
    public static Value Of(string text)
    {
        // The name of the day says nothing new, and makes a date unreadable where it is wrong.
        var comma = text.IndexOf(',');
        var date = WithOffset((comma is >= 0 and < 12 ? text[(comma + 1)..] : text).Trim());

        // .NET also reads times of day alone, whose date would be that of the day on which they are read.
        return date.IndexOf(':') is < 0 or > 5 && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? DateText.Of(time)
            : Value.Null;
    }

    private static string WithOffset(string text)
    {
        var space = text.LastIndexOf(' ');
        var zone = space < 0 ? -1 : Array.IndexOf(ZoneNames, text[(space + 1)..]);
        return zone < 0 ? text : text[..space] + " " + ZoneOffsets[zone];
    }
}
