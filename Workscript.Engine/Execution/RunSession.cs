using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;

namespace Workscript.Engine.Execution;

/// <summary>What all branches of one run share: its program, its limits, its counters, and the thread: only one branch works at a time.</summary>
internal sealed class RunSession
{
    /// <summary>How many records lie between two offers of the state to the journal, at the least.</summary>
    public const int StepsPerOffer = 1_000;

    // Made by the first branches: most runs have none.
    private SemaphoreSlim? _thread;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _busy = 1;

    public RunSession(Program program, RunOptions options, NodeHost host)
    {
        var settings = program.Definition.Settings;
        var limits = options.Limits;
        Program = program;
        Options = options;
        Host = host;
        MaxSteps = Math.Min(settings.MaxSteps ?? limits.Steps, limits.MostSteps);
        MaxPasses = Math.Min(settings.MaxLoops ?? limits.LoopPasses, limits.MostLoopPasses);
        var timeout = settings.Timeout ?? limits.Timeout;
        Timeout = timeout < limits.LongestTimeout ? timeout : limits.LongestTimeout;
        LastSequence = options.Journal.Recorded;
    }

    public Program Program { get; }

    public RunOptions Options { get; }

    public NodeHost Host { get; }

    /// <summary>Where other systems answer the run; null where it never waits for that, or they cannot.</summary>
    public string? CallbackUrl => field ??= Program.WaitsForCallback ? Host.CallbackUrl(Options.RunId) : null;

    public int MaxSteps { get; }

    public int MaxPasses { get; }

    public TimeSpan Timeout { get; }

    /// <summary>Steps executed so far, those of an earlier process included.</summary>
    public long Steps { get; set; }

    public int Warnings { get; set; }

    /// <summary>The place from which on the journal is offered the state again.</summary>
    public long NextOffer { get; set; } = StepsPerOffer;

    /// <summary>The place of the last record in the run.</summary>
    public long LastSequence { get; set; }

    /// <summary>Waits until the thread is free for a branch. Followed by <see cref="Leave"/>.</summary>
    public Task EnterAsync() => (_thread ??= new(1)).WaitAsync();

    public void Leave() => _thread!.Release();

    /// <summary>Done when no branch of the run has anything to do but wait.</summary>
    public Task Idle
    {
        get
        {
            lock (_lock)
            {
                _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_busy == 0)
                {
                    _idle.TrySetResult();
                }

                return _idle.Task;
            }
        }
    }

    /// <summary>Says that so many more branches work, or so many fewer.</summary>
    public void Busy(int more)
    {
        lock (_lock)
        {
            _busy += more;
            if (_busy == 0)
            {
                _idle?.TrySetResult();
            }
            else if (_idle is { Task.IsCompleted: true })
            {
                _idle = null;
            }
        }
    }

    /// <summary>Lets other runs, and other branches of this one, have the thread until what is answered is disposed of.</summary>
    public async ValueTask<Absence> PassOnAsync(string? branch)
    {
        // Outside of all branches there is nobody to wait for.
        var absence = new Absence(branch is null ? null : this);
        if (branch is not null)
        {
            Leave();
        }

        await Task.Yield();
        return absence;
    }

    public readonly struct Absence(RunSession? session) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => session is null ? default : new(session.EnterAsync());
    }
}

/// <summary>How a run, or one branch of it, ended before its last step. What failed because of a node may be caught by the step around it.</summary>
internal sealed record RunEnd(RunOutcome Outcome, RunError? Error, bool IsCatchable = false);
