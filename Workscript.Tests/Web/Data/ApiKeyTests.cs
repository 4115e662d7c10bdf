using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

public sealed class ApiKeyTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void OnlyItsOwnTextMatchesAndOnlyUntilItIsRevoked()
    {
        var (key, text) = ApiKey.Issue("deploy", ApiKeyScope.Run, "ann", Now);
        var (_, other) = ApiKey.Issue("deploy", ApiKeyScope.Run, "ann", Now);

        Assert.True(key.Matches(text));
        Assert.False(key.Matches(other));
        Assert.False(key.Matches(text[..^1]));
        Assert.True(key.TryRevoke(Now));
        Assert.False(key.TryRevoke(Now));
        Assert.False(key.Matches(text));
    }

    [Fact]
    public void NothingOfItBeyondThePrefixIsKept()
    {
        var (key, text) = ApiKey.Issue("deploy", ApiKeyScope.Run, "ann", Now);

        Assert.Equal(text[..12], key.Prefix);
        Assert.Equal(32, key.Hash.Length);
        Assert.Matches("^wsk_[0-9A-Za-z]{40}$", text);
    }
}
