using System.Diagnostics;
using Workscript.Tests.Support;

namespace Workscript.Tests;

/// <summary>The scripts, started as a person starts them.</summary>
public sealed class ScriptsTests
{
    public static TheoryData<string> All => [.. Directory.GetFiles(Sources.At("scripts")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task EachSaysWhatItDoes(string script)
    {
        var (status, output, _) = await RunAsync(Sources.At($"scripts/{script}"), ["--help"]);
        Assert.Equal(0, status);
        Assert.Contains(script, output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task EachRefusesAnOptionThatItDoesNotHave(string script)
    {
        var (status, output, errors) = await RunAsync(Sources.At($"scripts/{script}"), ["--no-such-option"]);
        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task TheyWorkThroughALinkAndFromAnyFolder()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["go"], Sources.At("scripts/workscript"));
        folder.Write("hello.json", """{ "id": "hello", "name": "Hello", "version": "1.0.0", "workflow": [{ "$.greeting": "Hello" }] }""");
        var (status, output, _) = await RunAsync(folder["go"], ["run", "hello.json", "--json"], folder.Path);
        Assert.Equal(0, status);
        Assert.Contains("\"greeting\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCommandLineReadsStandardInputAndAnswersWithItsOwnStatus()
    {
        var (status, output, _) = await RunAsync(Sources.At("scripts/workscript"), ["validate", "-"], input: "{ \"id\": 1 }");
        Assert.Equal(2, status);
        Assert.Contains("SCHEMA_VALIDATION_ERROR", output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output, string Errors)> RunAsync(string script, string[] words, string? folder = null, string input = "")
    {
        var start = new ProcessStartInfo(script, words)
        {
            WorkingDirectory = folder ?? "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
