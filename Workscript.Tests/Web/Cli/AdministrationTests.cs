using System.Buffers.Binary;
using System.Net;
using Microsoft.Data.Sqlite;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Cli;

public sealed class AdministrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ThreeProcessesThatMigrateAtOnceAllSucceed(DatabaseProvider provider)
    {
        var settings = await SettingsAsync(provider);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Shell.RunAsync(["migrate", .. settings])));

        Assert.All(results, result => Assert.Equal((0, ""), (result.Code, result.Error)));
        Assert.Contains(results, result => result.Output.Contains("was brought up to date"));
        Assert.Contains("is up to date", (await Shell.RunAsync(["migrate", .. settings])).Output);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AnAccountAndAKeyCanBeMadeWhileTheServerRuns(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        string[] settings = ["--data", server.Data.Path, .. server.Settings.Where(setting => setting.Key.Contains(':')).Select(setting => $"--{setting.Key}={setting.Value}")];

        var user = await Shell.RunAsync(["user", "add", "ann@example.org", "--role", "viewer", .. settings], WorkscriptServer.Password + "\n");
        var key = await Shell.RunAsync(["apikey", "add", "deploy", "--scope", "read", .. settings]);

        Assert.Equal((0, "ann@example.org may sign in now, as viewer\n"), (user.Code, user.Output));
        using var ann = server.Stranger();
        using var entered = await ann.PostAsync("/account/signin", new() { ["Input.Email"] = "ann@example.org", ["Input.Password"] = WorkscriptServer.Password });
        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        Assert.Matches("^wsk_[A-Za-z0-9]{40}\n$", key.Output);
        using var program = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new("Bearer", key.Output.Trim()) } };
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/workflows")).StatusCode);
    }

    [Fact]
    public async Task TheFirstAccountIsTheOwnersUnlessSaidOtherwise()
    {
        var first = await AddAsync("ann@example.org");
        var second = await AddAsync("bob@example.org");

        Assert.Contains("as owner", first.Output);
        Assert.Contains("as editor", second.Output);
    }

    [Fact]
    public async Task APasswordIsHashedSoSlowlyThatGuessingDoesNotPay()
    {
        await AddAsync("ann@example.org");
        await using var connection = new SqliteConnection($"Data Source={_folder["workscript.db"]};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT PasswordHash FROM Users";

        // The format of Identity: a version, then the pseudo-random function, the iterations and the salt's length, four bytes each.
        var hash = Convert.FromBase64String((string)(await command.ExecuteScalarAsync())!);

        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)), 210_000, 2_000_000);
    }

    [Fact]
    public async Task AnAccountThatCannotBeMadeSaysWhy()
    {
        await AddAsync("ann@example.org");

        Assert.Equal((1, "workscript: There is an account with the address ann@example.org already.\n"), CodeAndError(await AddAsync("ann@example.org")));
        Assert.Equal((1, "workscript: A password needs at least 10 characters.\n"), CodeAndError(await AddAsync("bob@example.org", "short-pw")));
        Assert.Equal((2, "workscript: 'bob' is no e-mail address\n"), CodeAndError(await AddAsync("bob")));
        Assert.Contains("did you mean 'owner'?", (await AddAsync("bob@example.org", "", "--role", "ownr")).Error);
        Assert.Contains("the password is expected on standard input", (await Shell.RunAsync("user", "add", "bob@example.org", "--data", _folder.Path)).Error);
    }

    [Fact]
    public async Task AKeyNeedsAScope()
    {
        var result = await Shell.RunAsync("apikey", "add", "deploy", "--data", _folder.Path);

        Assert.Equal(2, result.Code);
        Assert.Contains("--scope is missing: one of read, run, write, admin", result.Error);
    }

    [Fact]
    public async Task ADatabaseThatCannotBeReachedIsNamed()
    {
        var result = await Shell.RunAsync(
            ["migrate", "--data", _folder.Path, "--Database:StartTimeoutSeconds=1"], "", new() { ["DATABASE_URL"] = "mysql://ann:hush@127.0.0.1:1/workscript" });

        Assert.Equal(1, result.Code);
        Assert.Contains("The database (127.0.0.1:1, database workscript) cannot be reached", result.Error);
        Assert.DoesNotContain("hush", result.Error + result.Output);
    }

    private async Task<string[]> SettingsAsync(DatabaseProvider provider) =>
        ["--data", _folder.Path, .. (await Databases.ConfigureAsync(provider)).Select(setting => $"--{setting.Key}={setting.Value}")];

    private Task<ShellResult> AddAsync(string email, string password = WorkscriptServer.Password, params string[] options) =>
        Shell.RunAsync(["user", "add", email, "--data", _folder.Path, .. options], password + "\n");

    private static (int Code, string Error) CodeAndError(ShellResult result) => (result.Code, result.Error.Split("workscript --help")[0]);

    public void Dispose() => _folder.Dispose();
}
