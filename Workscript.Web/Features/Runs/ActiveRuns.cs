using System.Collections.Concurrent;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>The runs that this process is working on.</summary>
public sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<string, ActiveRun> _runs = new();

    public int Count => _runs.Count;

    public bool TryCancel(string runId)
    {
        if (!_runs.TryGetValue(runId, out var run))
        {
            return false;
        }

        run.Cancel();
        return true;
    }

    /// <summary>The run, if this process is working on it.</summary>
    internal ActiveRun? Find(string runId) => _runs.GetValueOrDefault(runId);

    /// <summary>
    /// Announces a run before it begins, so that it can be cancelled from then on; null when it is being worked on already. Dispose of it when
    /// the run is over.
    /// </summary>
    internal ActiveRun? TryAdd(string runId)
    {
        var run = new ActiveRun(() => _runs.TryRemove(runId, out _));
        return _runs.TryAdd(runId, run) ? run : null;
    }

    /// <summary>As <see cref="TryAdd"/>, of a run that nobody else can know yet.</summary>
    internal ActiveRun Add(string runId) => TryAdd(runId) ?? throw new InvalidOperationException($"Run {runId} is already being worked on.");

    /// <summary>The run, those that wait for it, those that wait for them, and so on.</summary>
    internal IEnumerable<string> WaitingFor(string runId)
    {
        for (var id = runId; id is not null; id = Find(id)?.AwaitedBy)
        {
            yield return id;
        }
    }

    internal void ParkAll()
    {
        foreach (var run in _runs.Values)
        {
            run.Park();
        }
    }

    internal void InterruptAll()
    {
        foreach (var run in _runs.Values)
        {
            run.Interrupt();
        }
    }
}

/// <summary>How a run that is being worked on is stopped from outside: because somebody wants it to end, or because the server ends.</summary>
internal sealed class ActiveRun(Action removed) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _parking = new();
    private RunJournal? _journal;
    private Place? _place;
    private volatile bool _isParked;

    public CancellationToken Cancellation => _cancelled.Token;

    /// <summary>Cancelled when the run is to be left as it is, and not when it is to end.</summary>
    public CancellationToken Parking => _parking.Token;

    /// <summary>Where the run is worked on, from its start.</summary>
    public Place? Place
    {
        get => _place;
        set => _place = value;
    }

    /// <summary>The run that does nothing until this one is over.</summary>
    public string? AwaitedBy { get; set; }

    /// <summary>Whether the run is to be left as it is, for the next process.</summary>
    public bool IsParked => _isParked;

    /// <summary>From now on parking lets a step that has an effect finish first.</summary>
    public void Use(RunJournal journal)
    {
        _journal = journal;
        if (_isParked)
        {
            Park();
        }
    }

    /// <summary>Gives the place back, unless that is done already: what is left of the run is to wait for the disk.</summary>
    public void LeavePlace() => Interlocked.Exchange(ref _place, null)?.Dispose();

    public void Cancel() => _cancelled.Cancel();

    public void Answer(OpenStep answered) => _journal?.Answer(answered);

    /// <summary>Stops the run where it stands; a step with an effect outside is let finish, any other can be done again.</summary>
    public void Park()
    {
        _isParked = true;
        _parking.Cancel();
        if (_journal?.Park() != true)
        {
            _cancelled.Cancel();
        }
    }

    /// <summary>Stops the run in the middle of whatever it does.</summary>
    public void Interrupt()
    {
        _isParked = true;
        _parking.Cancel();
        _cancelled.Cancel();
    }

    // The source of the token is left to the collector: somebody may be about to cancel it.
    public void Dispose() => removed();
}
