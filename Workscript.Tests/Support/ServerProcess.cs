using System.Diagnostics;
using System.Text.RegularExpressions;
using Workscript.Web.Data;

namespace Workscript.Tests.Support;

/// <summary>The server as a process of its own, which can be killed and started again over the same data.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly Dictionary<string, string> _environment;
    private string _key = "";
    private Process? _process;

    private ServerProcess(Dictionary<string, string> environment) => _environment = environment;

    public HttpClient Api { get; private set; } = new();

    public static async Task<ServerProcess> StartAsync(DatabaseProvider provider, params (string Name, string Value)[] settings)
    {
        var all = (await Databases.ConfigureAsync(provider)).Select(s => (s.Key, s.Value!)).Concat(settings);
        var server = new ServerProcess(all.ToDictionary(s => s.Item1.Replace(":", "__", StringComparison.Ordinal), s => s.Item2));
        var added = await Shell.RunAsync(["apikey", "add", "test", "--scope", "write", "--data", server._data.Path], "", server._environment);
        server._key = Key().Match(added.Output).Value;
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        _process = Shell.Start(["serve", "--data", _data.Path, "--urls", "http://127.0.0.1:0"], _environment);
        Api = new HttpClient { BaseAddress = new(await ReadAddressAsync(_process)), DefaultRequestHeaders = { Authorization = new("Bearer", _key) } };
        while (!(await Api.GetAsync("/health/ready")).IsSuccessStatusCode)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await EndAsync();
    }

    /// <summary>Ends the process as systemd does, and answers how long that took.</summary>
    public async Task<TimeSpan> TerminateAsync()
    {
        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(0, _process.ExitCode);
        await EndAsync();
        return watch.Elapsed;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }

        Api.Dispose();
        _process?.Dispose();
        _data.Dispose();
    }

    private async Task EndAsync()
    {
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        Api.Dispose();
    }

    private static async Task<string> ReadAddressAsync(Process process)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                // Nobody reads on: a full pipe would stop the server.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return match.Groups[1].Value;
            }
        }

        throw new InvalidOperationException($"The server did not start: {await process.StandardError.ReadToEndAsync(late.Token)}");
    }

    [GeneratedRegex("wsk_[A-Za-z0-9]{40}")]
    private static partial Regex Key();

    [GeneratedRegex(@"listening on: (http://[^\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
