using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Cli;

public sealed partial class ServeVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task TheFirstStartPrintsASetupLinkAndATermSignalEndsItCleanly()
    {
        using var process = Shell.Start(["--data", _folder.Path, "--urls", "http://127.0.0.1:0"]);
        var link = await ReadAsync(process, SetupLink());
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(new Uri(link), "/health/ready"))).StatusCode);

        Assert.Equal(0, await TerminateAsync(process));
    }

    [Fact]
    public async Task TheTokenIsInNoLogFile()
    {
        using var process = Shell.Start(["--data", _folder.Path, "--urls", "http://127.0.0.1:0"]);
        var link = await ReadAsync(process, SetupLink());
        using var http = new HttpClient();
        await http.GetAsync(link);
        await TerminateAsync(process);

        var log = await File.ReadAllTextAsync(Directory.GetFiles(_folder["logs"]).Single());
        Assert.Contains("GET /setup 200", log);
        Assert.DoesNotContain("token", log);
    }

    [Fact]
    public async Task AnAddressThatIsTakenIsNamed()
    {
        await using var server = await WorkscriptServer.StartAsync();

        var result = await Shell.RunAsync("serve", "--data", _folder.Path, "--urls", server.Address.ToString());

        Assert.Equal(1, result.Code);
        Assert.Contains("address already in use", result.Error);
        Assert.Contains("choose with --urls", result.Error);
    }

    [Theory]
    [InlineData("urls holds 'nonsense'", "--urls", "nonsense")]
    [InlineData("urls holds 'http://127.0.0.1:99999'", "--urls", "http://127.0.0.1:99999")]
    [InlineData("Database:Provider is 'Oracle'", "--Database:Provider=Oracle")]
    [InlineData("RateLimits:SignInsPerMinute is 'many'", "--RateLimits:SignInsPerMinute=many")]
    [InlineData("ForwardedHeaders:KnownProxies holds 'proxy'", "--ForwardedHeaders:KnownProxies=proxy")]
    [InlineData("Limits:RequestBodyBytes is '-1'", "--Limits:RequestBodyBytes=-1")]
    public async Task ASettingThatCannotBeMeantIsNamed(string message, params string[] words)
    {
        var result = await Shell.RunAsync(["serve", "--data", _folder.Path, .. words]);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public async Task TheWellKnownPortIsTaken()
    {
        var result = await Shell.RunAsync(["serve", "--data", _folder.Path], "", new() { ["PORT"] = "http" });

        Assert.Equal(2, result.Code);
        Assert.Contains("PORT is 'http': it must be a number from 1 to 65535.", result.Error);
    }

    private static async Task<int> TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    private static async Task<string> ReadAsync(Process process, Regex wanted)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            if (wanted.Match(line) is { Success: true } match)
            {
                return match.Value;
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/setup\?token=\w+")]
    private static partial Regex SetupLink();

    public void Dispose() => _folder.Dispose();
}
