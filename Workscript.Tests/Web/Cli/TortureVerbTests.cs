using MySqlConnector;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Cli;

public sealed class TortureVerbTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task KillingTheServerLosesNothing(DatabaseProvider provider)
    {
        var done = await Shell.RunAsync(["torture", "--rounds", "5", .. await DatabaseAsync(provider)]);

        Assert.True(done.Code == 0, done.Output + done.Error);
        Assert.Matches(@"(?m)^server killed +5$", done.Output);
        Assert.Matches(@"(?m)^runs accepted +[1-9]", done.Output);
        Assert.Matches(@"(?m)^accepted runs lost +0 *$", done.Output);
        Assert.Contains("All of it holds.", done.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task ANumberOfRoundsThatIsNoneIsRefused(string rounds) => Assert.Equal(2, (await Shell.RunAsync("torture", "--rounds", rounds)).Code);

    private static async Task<string[]> DatabaseAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            return [];
        }

        var settings = await Databases.ConfigureAsync(provider);
        var connection = new MySqlConnectionStringBuilder(settings["ConnectionStrings:Default"]!);
        return ["--database", $"mysql://{connection.UserID}:{Uri.EscapeDataString(connection.Password)}@{connection.Server}:{connection.Port}/{connection.Database}"];
    }
}
