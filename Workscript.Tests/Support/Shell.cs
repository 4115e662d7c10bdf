using System.Diagnostics;
using System.Text;

namespace Workscript.Tests.Support;

/// <summary>The command line as a process of its own, the way a shell starts it.</summary>
public static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ShellResult> RunAsync(params string[] words) => RunAsync(words, "");

    public static async Task<ShellResult> RunAsync(string[] words, string input, Dictionary<string, string>? environment = null)
    {
        using var process = Start(words, environment);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(late.Token);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and returns at once, for those that stop when they are told.</summary>
    public static Process Start(string[] words, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Workscript.Web.dll"));
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>What a command came to.</summary>
public sealed record ShellResult(int Code, string Output, string Error);
