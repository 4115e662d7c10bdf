using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Works on runs, several at once, the oldest first. Those that were just launched wait in memory; when there are more than fit, the rest are
/// taken from the database, as are those that an earlier process left.
/// </summary>
public sealed partial class RunWorker : BackgroundService
{
    private const int MostReady = 256;
    private const int MostReadAtOnce = 16;
    private const int LargeInputFrom = 64 * 1024;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(20);

    private readonly IDbContextFactory<WorkscriptDb> _databases;
    private readonly RunDriver _driver;
    private readonly ActiveRuns _active;
    private readonly TimeProvider _time;
    private readonly ILogger<RunWorker> _logger;
    private readonly CancellationToken _stopping;
    private readonly Places _places;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ConcurrentQueue<ReadyRun> _ready = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentBag<string> _parked = [];

    // Whether runs may be waiting in the database that are not in memory; at start, those of the process before.
    private volatile bool _hasBacklog = true;

    public RunWorker(
        IDbContextFactory<WorkscriptDb> databases, RunDriver driver, ActiveRuns active, IConfiguration configuration, TimeProvider time,
        IHostApplicationLifetime lifetime, ILogger<RunWorker> logger)
    {
        _databases = databases;
        _driver = driver;
        _active = active;
        _time = time;
        _logger = logger;
        _stopping = lifetime.ApplicationStopping;
        _places = new(configuration);
        // At once, not when the web server has let go of its last request: a request may be waiting for one of these runs.
        _stopping.Register(_active.ParkAll);
    }

    public int Concurrency => _places.Count;

    /// <summary>Takes a place for a run that can begin at once. Null when it must queue; else <see cref="Start"/> follows, or the place is disposed of.</summary>
    internal Place? TryTakePlace() => !_hasBacklog && _ready.IsEmpty && !_stopping.IsCancellationRequested ? _places.TryTake() : null;

    /// <summary>Works on a run, in a place that was taken.</summary>
    internal void Start(ReadyRun ready, ActiveRun active, Place place)
    {
        active.Place = place;
        var task = Task.Run(() => WorkAsync(ready, active, place), CancellationToken.None);
        _running.TryAdd(task, true);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>
    /// Works on a queued run in the place of the run that waits for it, as soon as no other has that on loan. Who waits would otherwise keep the place from
    /// the very run that it waits for.
    /// </summary>
    internal async Task StartInPlaceOfAsync(string parentId, ReadyRun ready, CancellationToken cancellation)
    {
        if (_active.Find(parentId)?.Place is { } lender)
        {
            Begin(ready, await lender.BorrowAsync(cancellation));
        }
        else
        {
            Enqueue(ready);
        }
    }

    /// <summary>Tells of a run that is in the queue on disk.</summary>
    internal void Enqueue(ReadyRun ready)
    {
        if (!_hasBacklog && _ready.Count < MostReady && ready.Run.Input.Length < LargeInputFrom)
        {
            _ready.Enqueue(ready);
        }
        else
        {
            _hasBacklog = true;
        }

        Wake();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _active.ParkAll();
        await WaitForRunningAsync(TimeToFinish);
        _active.InterruptAll();
        await WaitForRunningAsync(TimeSpan.FromSeconds(2));
        await RequeueAsync([.. _parked], cancellationToken);
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
        while (!await TryAsync(TakeOverAsync, cancellation))
        {
            await Task.Delay(Poll, _time, cancellation);
        }

        while (true)
        {
            await TryAsync(TakeQueuedAsync, cancellation);
            if (!await _wake.WaitAsync(Poll, cancellation))
            {
                _hasBacklog = true;
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

    /// <summary>Everything that is running in the database is of a process that is no more: there is one server, and this is it.</summary>
    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellation);
        var count = await db.Runs
            .Where(r => r.Status == RunStatus.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunStatus.Queued).SetProperty(r => r.Attempt, r => r.Attempt + 1), cancellation);
        if (count > 0)
        {
            LogTakenOver(count);
        }
    }

    private async Task TakeQueuedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var place = await _places.TakeAsync(cancellation);
            ReadyRun? next = null;
            try
            {
                next = await NextAsync(cancellation);
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

            Begin(next, place);
        }
    }

    private async Task<ReadyRun?> NextAsync(CancellationToken cancellation)
    {
        if (_ready.IsEmpty && _hasBacklog)
        {
            await ReadBacklogAsync(cancellation);
        }

        return _ready.TryDequeue(out var next) ? next : null;
    }

    private async Task ReadBacklogAsync(CancellationToken cancellation)
    {
        // Lowered first: a run that is queued from here on raises it again.
        _hasBacklog = false;
        await using var db = await _databases.CreateDbContextAsync(cancellation);
        var queued = await db.Runs.AsNoTracking()
            .Where(r => r.Status == RunStatus.Queued)
            .OrderBy(r => r.Id)
            .Take(Concurrency + MostReadAtOnce)
            .ToListAsync(cancellation);
        foreach (var run in queued)
        {
            _ready.Enqueue(new(run) { IsResumed = run.StartedAt is not null });
        }

        _hasBacklog |= queued.Count == Concurrency + MostReadAtOnce;
    }

    private void Begin(ReadyRun ready, Place place)
    {
        // The backlog also shows runs that were begun a moment ago, or that came to us through memory while it was read.
        if (_stopping.IsCancellationRequested || _active.TryAdd(ready.Run.Id) is not { } active)
        {
            place.Dispose();
            return;
        }

        if (ready.Run.CancelRequestedAt is not null)
        {
            active.Cancel();
        }

        Start(ready, active, place);
    }

    private async Task WorkAsync(ReadyRun ready, ActiveRun active, Place place)
    {
        try
        {
            await _driver.DriveAsync(ready, active);
        }
        finally
        {
            if (active.IsParked)
            {
                _parked.Add(ready.Run.Id);
            }

            active.Dispose();
            place.Dispose();
        }
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    private async Task WaitForRunningAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        await Task.WhenAll(_running.Keys).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Says of the runs that were parked that they wait, so that the next process need not take them for victims of a crash.</summary>
    private async Task RequeueAsync(string[] runIds, CancellationToken cancellation)
    {
        if (runIds.Length == 0)
        {
            return;
        }

        await TryAsync(
            async token =>
            {
                await using var db = await _databases.CreateDbContextAsync(token);
                var count = await db.Runs
                    .Where(r => runIds.Contains(r.Id) && r.Status == RunStatus.Running)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunStatus.Queued), token);
                LogParked(count);
            },
            cancellation);
    }

    [LoggerMessage(2021, LogLevel.Information, "{Count} unfinished runs of an earlier process go on")]
    private partial void LogTakenOver(int count);

    [LoggerMessage(2022, LogLevel.Information, "{Count} runs were interrupted and go on at the next start")]
    private partial void LogParked(int count);

    [LoggerMessage(2023, LogLevel.Error, "The queue of runs cannot be read; trying again")]
    private partial void LogTrouble(Exception failure);
}
