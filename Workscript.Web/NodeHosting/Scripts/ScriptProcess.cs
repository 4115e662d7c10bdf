using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Workscript.Engine.Nodes;
using Workscript.Web.Cli;
using Workscript.Web.Hosting;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>
/// This program once more, to run scripts one after the other: with little memory, without the server's environment and what is secret in it,
/// and killed when a script does not end.
/// </summary>
internal sealed class ScriptProcess : IDisposable
{
    /// <summary>Bytes of its heap. What is allocated beyond fails there, in the middle of whatever one call it is.</summary>
    public const int MostMemory = 32 * 1024 * 1024;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    // The interpreter sees itself that the time is over, between two statements; this is for when it does not come to that.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "TZ", "DOTNET_ROOT", "DOTNET_BUNDLE_EXTRACT_BASE_DIR", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"];

    private readonly Process _process;

    private ScriptProcess(Process process) => _process = process;

    public bool IsAlive => !_process.HasExited;

    private Stream Input => _process.StandardInput.BaseStream;

    private Stream Output => _process.StandardOutput.BaseStream;

    public static async Task<ScriptProcess> StartAsync(CancellationToken cancellation)
    {
        var process = new ScriptProcess(Start());
        try
        {
            // A process that dies writes at length about it, and waits until somebody reads that.
            _ = process._process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            if (await process.WaitAsync(ScriptFrame.ReadAsync(process.Output), StartTime, cancellation) is null)
            {
                throw new NodeException("NOT_AVAILABLE", "The process that runs scripts did not start");
            }

            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public async Task<ScriptAnswer> AskAsync(ScriptRequest request, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var limit = request.Timeout + Grace;
        return await WaitAsync(ExchangeAsync(request), limit, cancellation)
            ?? ScriptAnswer.Last(Stopwatch.GetElapsedTime(started) >= limit ? ScriptFailure.OutOfTime(request.Timeout) : ScriptFailure.OutOfMemory);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<ScriptAnswer?> ExchangeAsync(ScriptRequest request)
    {
        try
        {
            await request.WriteAsync(Input);
            return await ScriptAnswer.ReadAsync(Output);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // It died in the middle, or is not itself any more: there is no answer.
            return null;
        }
    }

    /// <summary>What the process answers; null when it dies, which it is made to when the time is over.</summary>
    private async Task<T?> WaitAsync<T>(Task<T?> answer, TimeSpan limit, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        await using var end = patience.Token.Register(Kill);
        var given = await answer;
        cancellation.ThrowIfCancellationRequested();
        return given;
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It is over already, and that is all that was wanted.
            return;
        }
    }

    private static Process Start()
    {
        var start = ThisProgram.With(ScriptsVerb.Word);
        SetEnvironment(start);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new NodeException("NOT_AVAILABLE", $"The process that runs scripts could not be started: {e.Message}", e);
        }
    }

    private static void SetEnvironment(ProcessStartInfo start)
    {
        var inherited = Inherited.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name))).Where(one => one.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in inherited)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = MostMemory.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
    }
}
