using Workscript.Web.Features.Shared;

namespace Workscript.Tests.Web.Features;

public sealed class WordingTests
{
    [Theory]
    [InlineData(9, "just now")]
    [InlineData(59, "59 s ago")]
    [InlineData(3_600, "1 h ago")]
    [InlineData(6 * 86_400, "6 d ago")]
    [InlineData(8 * 86_400, "16 Nov")]
    [InlineData(400 * 86_400, "20 Oct 2025")]
    [InlineData(-3, "in 3 s")]
    [InlineData(-61, "in 1 min")]
    [InlineData(-3 * 3_600, "in 3 h")]
    [InlineData(-47 * 3_600, "in 47 h")]
    [InlineData(-49 * 3_600, "in 2 d")]
    [InlineData(-8 * 86_400, "2 Dec")]
    public void AMomentIsSaidAsSeenFromNow(int secondsAgo, string words)
    {
        var now = new DateTime(2026, 11, 24, 12, 0, 0, DateTimeKind.Utc);

        Assert.Equal(words, Wording.Ago(now.AddSeconds(-secondsAgo), now));
    }
}
