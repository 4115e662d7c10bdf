using System.Diagnostics;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Cli;

public sealed class DoctorVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AHealthyServerPasses(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        string[] settings = [.. server.Settings.Where(setting => setting.Key.Contains(':')).Select(setting => $"--{setting.Key}={setting.Value}")];

        var result = await Shell.RunAsync(["doctor", "--data", server.Data.Path, "--urls", server.Address.ToString(), .. settings]);

        Assert.Equal(0, result.Code);
        Assert.All(["configuration", "data folder", "database", "disk", "clock", "port"], what => Assert.Contains(what, result.Output));
        Assert.DoesNotContain("fail", result.Output);
        Assert.Contains("a Workscript is running", result.Output);
    }

    [Fact]
    public async Task BeforeTheFirstStartItChangesNothing()
    {
        var result = await Shell.RunAsync("doctor", "--data", _folder["new"]);

        Assert.Equal(0, result.Code);
        Assert.Contains("does not exist yet", result.Output);
        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public async Task AWrongSettingFailsAndIsNamed()
    {
        var result = await Shell.RunAsync("doctor", "--data", _folder.Path, "--Database:Provider=Oracle");

        Assert.Equal(1, result.Code);
        Assert.Contains("fail  configuration  Database:Provider is 'Oracle': it must be Sqlite or MySql.", result.Output);
    }

    [Fact]
    public async Task AFileThatIsNoDatabaseFails()
    {
        _folder.Write("workscript.db", new string('x', 5000));

        var result = await Shell.RunAsync("doctor", "--data", _folder.Path);

        Assert.Equal(1, result.Code);
        Assert.Matches("fail  database .*not a database", result.Output);
    }

    [Fact]
    public async Task AFolderThatOthersCanReadIsWarnedOf()
    {
        using (var chmod = Process.Start("chmod", ["755", _folder.Path]))
        {
            await chmod.WaitForExitAsync();
        }

        var result = await Shell.RunAsync("doctor", "--data", _folder.Path);

        Assert.Contains($"chmod 700 {_folder.Path}", result.Output);
    }

    public void Dispose() => _folder.Dispose();
}
