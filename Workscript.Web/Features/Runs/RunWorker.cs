using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Works on runs, several at once, in the order of the queue. Those that were just launched are known to it; when there are more than it holds, the
/// rest are read from the database, as are those that an earlier process left.
/// </summary>
public sealed partial class RunWorker : BackgroundService
{
    private const int TriesToGiveBack = 5;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(20);

    private readonly IDbContextFactory<WorkscriptDb> _databases;
    private readonly RunQueue _queue;
    private readonly RunBacklog _backlog;
    private readonly RunDriver _driver;
    private readonly RunLease _lease;
    private readonly WakeUps _wakeUps;
    private readonly ActiveRuns _active;
    private readonly TimeProvider _time;
    private readonly ILogger<RunWorker> _logger;
    private readonly CancellationToken _stopping;
    private readonly Places _places;
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentBag<string> _parked = [];

    public RunWorker(
        IDbContextFactory<WorkscriptDb> databases, RunQueue queue, RunBacklog backlog, RunDriver driver, RunLease lease, WakeUps wakeUps, ActiveRuns active, RunFeed feed,
        IConfiguration configuration, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RunWorker> logger)
    {
        _databases = databases;
        _queue = queue;
        _backlog = backlog;
        _driver = driver;
        _lease = lease;
        _wakeUps = wakeUps;
        _active = active;
        _time = time;
        _logger = logger;
        _stopping = lifetime.ApplicationStopping;
        _places = new(configuration);
        // At once, not when the web server has let go of its last request: a request may be waiting for one of these runs.
        _stopping.Register(_active.ParkAll);
        feed.Ended += run => _queue.Release(run.Id);
    }

    public int Concurrency => _places.Count;

    /// <summary>
    /// Takes a place, and a slot of its concurrency key, for a run that can begin at once. Null when it must queue; else <see cref="Start"/> follows, or the
    /// place is disposed of and the slot released.
    /// </summary>
    internal Place? TryTakePlace(ReadyRun ready)
    {
        if (_stopping.IsCancellationRequested || !_queue.TryPass(QueuedRun.Of(ready)))
        {
            return null;
        }

        var place = _places.TryTake();
        if (place is null && !ready.HoldsSlot)
        {
            _queue.Release(ready.Run.Id);
        }

        return place;
    }

    /// <summary>Works on a run, in a place that was taken.</summary>
    internal void Start(ReadyRun ready, ActiveRun active, Place place) => Start(ready.Run.Id, ready, active, place);

    /// <summary>
    /// Works on a queued run in the place of the run that waits for it, as soon as no other has that on loan. Who waits would otherwise keep the place from
    /// the very run that it waits for.
    /// </summary>
    internal async Task StartInPlaceOfAsync(string parentId, ReadyRun ready, CancellationToken cancellation)
    {
        if (_active.Find(parentId)?.Place is not { } lender)
        {
            Enqueue(ready);
            return;
        }

        var queued = QueuedRun.Of(ready);
        await TakeSlotAsync(queued, parentId, cancellation);
        try
        {
            Begin(queued with { Ready = ready }, await lender.BorrowAsync(cancellation), parentId);
        }
        catch (OperationCanceledException)
        {
            _queue.Release(queued.Id);
            throw;
        }
    }

    /// <summary>Tells of a run that is in the queue on disk.</summary>
    internal void Enqueue(ReadyRun ready) => _queue.Add(QueuedRun.Of(ready));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _active.ParkAll();
        await WaitForRunningAsync(TimeToFinish);
        _active.InterruptAll();
        await WaitForRunningAsync(TimeSpan.FromSeconds(2));
        // The journal may be in the way with its last entries. Runs that are not given back go on as well, as after a crash.
        for (var tries = 1; !await TryAsync(GiveBackAsync, cancellationToken) && tries < TriesToGiveBack; tries++)
        {
            await Task.Delay(AfterTrouble, _time, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _stopping);
        await Task.Yield();
        try
        {
            await TakeForEverAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The server stops, and StopAsync sees to what is under way.
        }
    }

    private async Task TakeForEverAsync(CancellationToken cancellation)
    {
        while (!await TryAsync(TakeOverAsync, cancellation) || !await TryAsync(_backlog.OpenAsync, cancellation))
        {
            await Task.Delay(AfterTrouble, _time, cancellation);
        }

        for (var isQuiet = true; ; isQuiet = !await _queue.HasNewsAsync(Poll, cancellation))
        {
            if (isQuiet)
            {
                await TryAsync(_backlog.LookAgainAsync, cancellation);
            }

            while (!await TryAsync(TakeQueuedAsync, cancellation))
            {
                await Task.Delay(AfterTrouble, _time, cancellation);
            }
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogTrouble(failure);
            return false;
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellation);
        await _lease.TakeOverAsync(db, cancellation);
    }

    private async Task TakeQueuedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var place = await _places.TakeAsync(cancellation);
            QueuedRun? next = null;
            try
            {
                next = await _backlog.NextAsync(cancellation);
            }
            finally
            {
                if (next is null)
                {
                    place.Dispose();
                }
            }

            if (next is null)
            {
                return;
            }

            Begin(next, place, parentId: null);
        }
    }

    /// <summary>Waits for a slot. What the run that waits for this one works in may be taken by others meanwhile: by one that it has to wait for, perhaps.</summary>
    private async Task TakeSlotAsync(QueuedRun run, string parentId, CancellationToken cancellation)
    {
        var reserving = _queue.ReserveAsync(run, _active.WaitingFor(parentId), cancellation);
        if (!reserving.IsCompleted)
        {
            using var absence = _places.StepAside();
            await reserving;
        }
    }

    private void Begin(QueuedRun run, Place place, string? parentId)
    {
        // The queue on disk also shows runs that were begun a moment ago.
        if (_stopping.IsCancellationRequested || _active.TryAdd(run.Id) is not { } active)
        {
            place.Dispose();
            return;
        }

        active.AwaitedBy = parentId;
        Start(run.Id, run.Ready, active, place);
    }

    private void Start(string runId, ReadyRun? ready, ActiveRun active, Place place)
    {
        active.Place = place;
        var task = Task.Run(() => WorkAsync(runId, ready, active), CancellationToken.None);
        _running.TryAdd(task, true);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task WorkAsync(string runId, ReadyRun? ready, ActiveRun active)
    {
        var waits = false;
        try
        {
            if ((ready ?? await _backlog.FindAsync(runId, active.Parking)) is not { } found)
            {
                return;
            }

            if (found.Run.CancelRequestedAt is not null)
            {
                active.Cancel();
            }

            await _driver.DriveAsync(found, active);
            waits = found.Run.Status == RunStatus.Waiting;
            if (active.IsParked)
            {
                _parked.Add(runId);
            }
            else if (_queue.Holds(found.Run))
            {
                // It waits, or somebody else has ended it before it had the slot.
                await _backlog.FindAsync(runId, active.Parking);
            }
        }
        catch (OperationCanceledException) when (active.IsParked)
        {
            // The server stops before the database was there to say what is to be done.
        }
        catch (Exception failure)
        {
            // It could not be read; it is still queued, where the next look at the disk finds it.
            LogTrouble(failure);
        }
        finally
        {
            active.Dispose();
            active.LeavePlace();
            if (waits)
            {
                _wakeUps.Look();
            }
        }
    }

    private async Task WaitForRunningAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        await Task.WhenAll(_running.Keys).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Says of the runs that were parked that they wait, so that the next process need not take them for victims of a crash.</summary>
    private async Task GiveBackAsync(CancellationToken cancellation)
    {
        if (!_parked.IsEmpty)
        {
            await using var db = await _databases.CreateDbContextAsync(cancellation);
            await _lease.GiveBackAsync(db, [.. _parked], cancellation);
        }
    }

    [LoggerMessage(2023, LogLevel.Error, "The queue of runs cannot be read; trying again")]
    private partial void LogTrouble(Exception failure);
}
