using System.Buffers;
using System.Collections.Frozen;

namespace Workscript.Engine.Values;

/// <summary>Time zones by name, and the way between points in time and what a wall clock shows there. Both are milliseconds since 1970.</summary>
public static class TimeZones
{
    private const double MillisecondsOfDay = 86_400_000;
    private const double FirstOfDateTime = -62_135_596_800_000;
    private const double LastOfDateTime = 253_402_300_799_999;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    /// <summary>The abbreviations of the language's first version, which stand for one offset all year round.</summary>
    private static readonly FrozenDictionary<string, TimeZoneInfo> Abbreviations = new (string Name, int Hours)[]
    {
        ("UTC", 0), ("GMT", 0), ("Z", 0), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7),
    }.ToFrozenDictionary(zone => zone.Name, zone => zone.Hours == 0 ? TimeZoneInfo.Utc : Fixed(zone.Name, TimeSpan.FromHours(zone.Hours)), StringComparer.Ordinal);

    /// <summary>The zone of an IANA name such as <c>Europe/Berlin</c>, an offset such as <c>+02:00</c>, or a known abbreviation; null for anything else.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (Abbreviations.TryGetValue(name, out var abbreviated))
        {
            return abbreviated;
        }

        if (name.Length == 6 && name[0] is '+' or '-' && TimeSpan.TryParseExact(name.AsSpan(1), @"hh\:mm", null, out var offset) && offset <= TimeSpan.FromHours(14))
        {
            return Fixed(name, name[0] == '-' ? -offset : offset);
        }

        return IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    /// <summary>What the wall clocks of the zone show at a point in time.</summary>
    public static double ToWall(double instant, TimeZoneInfo zone) => instant + OffsetAt(instant, zone);

    /// <summary>When the wall clocks of the zone show a time: the first time where they show it twice, and later by the gap where they skip it.</summary>
    public static double ToInstant(double wall, TimeZoneInfo zone)
    {
        var before = OffsetAt(wall - MillisecondsOfDay, zone);
        var after = OffsetAt(wall + MillisecondsOfDay, zone);
        return before != after && OffsetAt(wall - before, zone) != before && OffsetAt(wall - after, zone) == after ? wall - after : wall - before;
    }

    /// <summary>How far the zone's clocks are ahead of UTC.</summary>
    public static double OffsetAt(double instant, TimeZoneInfo zone)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc) || double.IsNaN(instant))
        {
            return 0;
        }

        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(instant, FirstOfDateTime, LastOfDateTime));
        return zone.GetUtcOffset(time).TotalMilliseconds;
    }

    private static TimeZoneInfo Fixed(string name, TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);

    // What is looked for on disk is a plain name.
    private static bool IsName(string name) => name.Length is > 1 and <= 64 && char.IsAsciiLetter(name[0]) && !name.AsSpan().ContainsAnyExcept(NameLetters);
}
