using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Queues the runs for which what they waited for has come. It sleeps until the next of them is due, or until it is told to look.</summary>
public sealed partial class RunWaker(
    IDbContextFactory<WorkscriptDb> databases, WakeUps wakeUps, RunWorker worker, TimeProvider time, ILogger<RunWaker> logger) : BackgroundService
{
    private const int MostAtOnce = 100;

    // The time of day is looked at that often: a clock may be set, and another process may have left something.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            var sleep = AfterTrouble;
            try
            {
                sleep = await WakeAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogTrouble(failure);
            }

            await wakeUps.WaitAsync(sleep, time, stoppingToken);
        }
    }

    /// <summary>Wakes what is due. Answers how long it is until the next is.</summary>
    private async Task<TimeSpan> WakeAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        while (true)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var due = await Waiting(db).Where(s => s.DueAt <= now).OrderBy(s => s.DueAt).Select(s => s.RunId).Take(MostAtOnce).ToListAsync(cancellation);
            if (due.Count == 0)
            {
                var next = await Waiting(db).MinAsync(s => s.DueAt, cancellation);
                return next is { } at && at - now < LongestSleep ? at - now : LongestSleep;
            }

            await db.Runs.Where(r => due.Contains(r.Id) && r.Status == RunStatus.Waiting).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunStatus.Queued), cancellation);
            foreach (var run in await db.Runs.AsNoTracking().Where(r => due.Contains(r.Id) && r.Status == RunStatus.Queued).ToListAsync(cancellation))
            {
                worker.Enqueue(new(run) { IsResumed = true });
            }
        }
    }

    // Of a run that is being worked on, whoever does sees to it.
    private static IQueryable<OpenStep> Waiting(WorkscriptDb db) =>
        db.OpenSteps.Where(s => s.Kind != OpenKind.Effect && db.Runs.Any(r => r.Id == s.RunId && r.Status == RunStatus.Waiting));

    [LoggerMessage(2031, LogLevel.Error, "The runs that wait cannot be read; trying again")]
    private partial void LogTrouble(Exception failure);
}

/// <summary>Tells the waker that a run has begun to wait, or was answered.</summary>
public sealed class WakeUps
{
    private readonly SemaphoreSlim _signal = new(0);

    public void Look()
    {
        if (_signal.CurrentCount == 0)
        {
            _signal.Release();
        }
    }

    internal async Task WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await _signal.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
