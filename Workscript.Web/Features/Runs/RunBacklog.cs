using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>The queue as it is on disk, of which the queue in memory is the head.</summary>
public sealed class RunBacklog(IDbContextFactory<WorkscriptDb> databases, ProgramCache programs, RunQueue queue, TimeProvider time)
{
    private const int MostInPage = 256;

    // However many lanes are to be read on, a run that can begin does not wait for all of them.
    private const int MostGapsAtOnce = 4;

    /// <summary>Finds out what earlier processes left, and opens the queue.</summary>
    internal async Task OpenAsync(CancellationToken cancellation) => queue.Open(await UnderWayAsync(cancellation));

    /// <summary>Looks for runs that nobody told of, and for slots that nobody gave back.</summary>
    internal async Task LookAgainAsync(CancellationToken cancellation)
    {
        foreach (var over in await OverAsync(queue.InTheWay(), cancellation))
        {
            queue.Release(over);
        }

        queue.LookAgain(await WorkflowsAsync(cancellation));
    }

    /// <summary>The run whose turn it is, with its slot; null when none can begin now. For one reader.</summary>
    internal async Task<QueuedRun?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            for (var filled = 0; filled < MostGapsAtOnce && queue.NextGap() is { } gap; filled++)
            {
                await FillAsync(gap, cancellation);
            }

            if (queue.TryTake() is { } next)
            {
                return next;
            }

            // There are some more when all that were in memory had to be set aside.
            if (queue.NextGap() is not { } more)
            {
                return null;
            }

            await FillAsync(more, cancellation);
        }
    }

    /// <summary>A run whose turn has come; null when it is not queued any more. One that is over gives its slot back.</summary>
    internal async Task<ReadyRun?> FindAsync(string runId, CancellationToken cancellation)
    {
        var run = await DatabaseAbsence.OutlastAsync(() => ReadAsync(runId, cancellation), time, cancellation);
        if (run is null or { IsFinal: true })
        {
            queue.Release(runId);
        }

        return run is { Status: RunStatus.Queued } ? new(run) { IsResumed = run.StartedAt is not null } : null;
    }

    private async Task<Run?> ReadAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == runId, cancellation);
    }

    private async Task FillAsync(QueueGap gap, CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(gap, cancellation);
        }
        catch
        {
            queue.GiveBack(gap);
            throw;
        }
    }

    /// <summary>The runs that were begun, are not over, and hold a slot of their concurrency key.</summary>
    private async Task<List<(string Id, string Key)>> UnderWayAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var begun = await db.Runs
            .Where(r => r.Status == RunStatus.Running || r.Status == RunStatus.Waiting || (r.Status == RunStatus.Queued && r.StartedAt != null))
            .Where(r => r.ConcurrencyKey != null)
            .Select(r => new { r.Id, Key = r.ConcurrencyKey! })
            .ToListAsync(cancellation);
        return [.. begun.Select(r => (r.Id, r.Key)), .. await SingularAsync(db, cancellation)];
    }

    /// <summary>The workflows that have queued runs; null for documents that are not stored.</summary>
    private async Task<List<string?>> WorkflowsAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Runs.Where(r => r.Status == RunStatus.Queued).Select(r => r.WorkflowId).Distinct().ToListAsync(cancellation);
    }

    private async Task ReadAsync(QueueGap gap, CancellationToken cancellation)
    {
        switch (gap)
        {
            case QueueGap.Lane lane:
                var page = await ReadAsync(lane, cancellation);
                queue.Fill(lane, page, page.Count == MostInPage);
                break;
            case QueueGap.SameKey sameKey:
                var most = Math.Min(sameKey.Count, MostInPage);
                var next = await ReadAsync(sameKey.Key, most, cancellation);
                queue.Fill(sameKey, next, next.Count == most);
                break;
        }
    }

    /// <summary>Of these runs, those that are over or gone.</summary>
    private async Task<IEnumerable<string>> OverAsync(string[] runIds, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var unfinished = await db.Runs
            .Where(r => runIds.Contains(r.Id) && (r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting))
            .Select(r => r.Id)
            .ToListAsync(cancellation);
        return runIds.Except(unfinished);
    }

    /// <summary>Of workflows that skip a run when there is no slot for it, a run has one from when it was accepted.</summary>
    private async Task<IEnumerable<(string Id, string Key)>> SingularAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        var queued = db.Runs.Where(r => r.Status == RunStatus.Queued && r.StartedAt == null && r.ConcurrencyKey != null);
        var found = new List<(string, string)>();
        foreach (var version in await queued.Select(r => new { r.WorkflowId, r.Version }).Distinct().ToListAsync(cancellation))
        {
            if ((await programs.ReadAsync(version.WorkflowId!, version.Version!.Value, cancellation))?.Definition?.Settings.OnConflict == Engine.Definitions.ConflictPolicy.Skip)
            {
                var runs = await queued.Where(r => r.WorkflowId == version.WorkflowId && r.Version == version.Version).Select(r => new { r.Id, Key = r.ConcurrencyKey! }).ToListAsync(cancellation);
                found.AddRange(runs.Select(r => (r.Id, r.Key)));
            }
        }

        return found;
    }

    private async Task<List<QueuedRun>> ReadAsync(QueueGap.Lane lane, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (priority, id) = lane.From;
        var rows = await db.Runs
            .Where(r => r.Status == RunStatus.Queued && r.WorkflowId == lane.WorkflowId)
            .Where(r => r.Priority > priority || (r.Priority == priority && string.Compare(r.Id, id) >= 0))
            .OrderBy(r => r.Priority).ThenBy(r => r.Id)
            .Take(MostInPage)
            .Select(r => new { r.Id, r.WorkflowId, r.Version, r.Priority, r.ConcurrencyKey, HasBegun = r.StartedAt != null })
            .ToListAsync(cancellation);
        var limits = new Dictionary<int, int>();
        var runs = new List<QueuedRun>(rows.Count);
        foreach (var row in rows)
        {
            var run = new QueuedRun(row.Id, row.WorkflowId, row.Priority) { Key = row.ConcurrencyKey, HasBegun = row.HasBegun };
            runs.Add(run.Key is null ? run : run with { Limit = await LimitAsync(row.WorkflowId!, row.Version!.Value, limits, cancellation) });
        }

        return runs;
    }

    private async Task<List<QueuedRun>> ReadAsync(string key, int most, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await db.Runs
            .Where(r => r.ConcurrencyKey == key && r.Status == RunStatus.Queued && r.StartedAt == null)
            .OrderBy(r => r.Priority).ThenBy(r => r.Id)
            .Take(most)
            .Select(r => new { r.Id, r.WorkflowId, r.Version, r.Priority })
            .ToListAsync(cancellation);
        var limits = new Dictionary<int, int>();
        var runs = new List<QueuedRun>(rows.Count);
        foreach (var row in rows)
        {
            var limit = await LimitAsync(row.WorkflowId!, row.Version!.Value, limits, cancellation);
            runs.Add(new(row.Id, row.WorkflowId, row.Priority) { Key = key, Limit = limit });
        }

        return runs;
    }

    /// <summary>How many runs the version allows. One that is gone allows any, for its runs can only fail.</summary>
    private async Task<int> LimitAsync(string workflowId, int version, Dictionary<int, int> known, CancellationToken cancellation)
    {
        if (!known.TryGetValue(version, out var limit))
        {
            var reading = await programs.ReadAsync(workflowId, version, cancellation);
            known[version] = limit = reading?.Definition is { } definition ? definition.Settings.Concurrency ?? 1 : int.MaxValue;
        }

        return limit;
    }
}
