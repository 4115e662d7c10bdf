using System.Globalization;

namespace Workscript.Engine.Nodes.Http;

/// <summary>The pause that an answer asks for (RFC 9110, section 10.2.3): seconds, or a date.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>No time at all when the answer does not ask, or asks for what is over.</summary>
    public static TimeSpan Of(HttpAnswer answer, DateTimeOffset now)
    {
        var text = answer.Headers.FirstOrDefault(header => header.Key == "retry-after").Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date > now ? date - now : TimeSpan.Zero;
    }
}
