using System.Text.Json;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>
/// Runs scripts, where the operator allows them, in a few processes that are started when they are needed and end when nobody has needed them for
/// a while. A process of its own, because one line of script can fill any memory and overflow any stack, which no interpreter inside the
/// server could stop.
/// </summary>
public sealed class ScriptPool : IDisposable
{
    public const string Setting = "Code:Enabled";

    private const int MostInput = 4 * 1024 * 1024;
    private const int MostProcesses = 4;

    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    private readonly bool _isEnabled;
    private readonly SemaphoreSlim _places = new(Math.Clamp(Environment.ProcessorCount, 1, MostProcesses));
    private readonly Stack<ScriptProcess> _idle = [];
    private readonly ITimer _end;

    public ScriptPool(bool isEnabled, TimeProvider time)
    {
        _isEnabled = isEnabled;
        _end = time.CreateTimer(_ => EndIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public static ScriptPool From(IConfiguration configuration, TimeProvider time)
    {
        var setting = configuration[Setting];
        return string.IsNullOrWhiteSpace(setting) || bool.TryParse(setting, out _)
            ? new(bool.TryParse(setting, out var isEnabled) && isEnabled, time)
            : throw new SettingException($"Code__Enabled must be true or false, not '{setting}'");
    }

    /// <exception cref="NodeException">Scripts are off, or the script failed; a <see cref="ScriptException"/> where it is wrong itself.</exception>
    public async Task<Value> RunAsync(ScriptCall call, CancellationToken cancellation)
    {
        if (!_isEnabled)
        {
            throw new NodeException("NOT_AVAILABLE", "Scripts are off here; the server's operator can switch them on with Code__Enabled=true");
        }

        if (call.Code.Length > MostInput || call.Input.Weight > MostInput)
        {
            throw new NodeException("TOO_LARGE", $"The script and its input are larger than {MostInput >> 20} MiB: give it only what it needs");
        }

        var answer = await AskAsync(ScriptRequest.Of(call), cancellation);
        foreach (var line in answer.Log)
        {
            call.OnLog?.Invoke(line);
        }

        return ResultOf(answer);
    }

    public void Dispose()
    {
        _end.Dispose();
        EndIdle();
    }

    private async Task<ScriptAnswer> AskAsync(ScriptRequest request, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        ScriptProcess? process = null;
        var mayStay = false;
        try
        {
            process = TakeIdle() ?? await ScriptProcess.StartAsync(cancellation);
            var answer = await process.AskAsync(request, cancellation);
            mayStay = !answer.IsLast;
            return answer;
        }
        finally
        {
            Leave(process, mayStay);
            _places.Release();
        }
    }

    private ScriptProcess? TakeIdle()
    {
        lock (_idle)
        {
            while (_idle.TryPop(out var process))
            {
                if (process.IsAlive)
                {
                    return process;
                }

                process.Dispose();
            }

            return null;
        }
    }

    private void Leave(ScriptProcess? process, bool mayStay)
    {
        if (!mayStay)
        {
            process?.Dispose();
            return;
        }

        lock (_idle)
        {
            _idle.Push(process!);
        }

        _end.Change(IdleTime, Timeout.InfiniteTimeSpan);
    }

    private void EndIdle()
    {
        lock (_idle)
        {
            while (_idle.TryPop(out var process))
            {
                process.Dispose();
            }
        }
    }

    private static Value ResultOf(ScriptAnswer answer)
    {
        if (answer.Failure is { } failure)
        {
            throw failure.Code == ScriptFailure.Error ? new ScriptException(failure.Message, failure.Line) : new NodeException(failure.Code, failure.Message);
        }

        try
        {
            return answer.Json is { } json ? Json.Read(json) : Value.Missing;
        }
        catch (JsonException e)
        {
            throw new NodeException(ScriptFailure.Limit, "The result is nested too deeply", e);
        }
    }
}
