using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Deletes runs that are over, the oldest first, a bite at a time: between two bites it rests three times as long as the bite took, so that the
/// journal, which writes to the same database, hardly notices.
/// </summary>
public sealed class OldRuns(IDbContextFactory<WorkscriptDb> databases, TimeProvider time)
{
    private const int MostRuns = 50;
    private const long MostRecords = 1_000;
    private const long MostBytes = 4 * 1024 * 1024;

    // What a run and a record take beside their texts, about.
    private const int BytesOfRun = 2 * 1024;
    internal const int BytesOfRecord = 256;

    private static readonly RunStatus[] InTurn = [RunStatus.Cancelled, RunStatus.Completed, RunStatus.Failed];

    /// <summary>Deletes those that were over before their time: failed ones have another one.</summary>
    public async Task<DeletedRuns> DeleteOlderAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, Retention retention, CancellationToken cancellation)
    {
        var deleted = new DeletedRuns();
        foreach (var status in InTurn)
        {
            if ((status == RunStatus.Failed ? retention.FailedAge : retention.Age) is { } age)
            {
                var before = time.GetUtcNow() - age;
                // Its id says when a run was accepted, so that one range of an index has all that can have been over by then.
                deleted += await DeleteAsync(
                    runs => chosen(runs).Where(r => r.Status == status).Before(before).Where(r => r.FinishedAt < before.UtcDateTime), new(long.MaxValue, long.MaxValue), cancellation);
            }
        }

        return deleted;
    }

    /// <summary>Deletes until so many are gone: the oldest of those that went well, then the oldest of those that failed.</summary>
    public async Task<DeletedRuns> DeleteOldestAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, DeletedRuns wanted, CancellationToken cancellation)
    {
        var deleted = new DeletedRuns();
        foreach (var status in InTurn)
        {
            deleted += await DeleteAsync(runs => chosen(runs).Where(r => r.Status == status), wanted - deleted, cancellation);
        }

        return deleted;
    }

    /// <summary>How many runs are over, and what they take.</summary>
    public async Task<int> CountAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await chosen(db.Runs).CountAsync(r => InTurn.Contains(r.Status), cancellation);
    }

    public async Task<long> BytesAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await chosen(db.Runs).Where(r => InTurn.Contains(r.Status)).SumAsync(r => r.Bytes + BytesOfRun, cancellation);
    }

    private async Task<DeletedRuns> DeleteAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, DeletedRuns wanted, CancellationToken cancellation)
    {
        var (deleted, last) = (new DeletedRuns(), "");
        while (deleted.Runs < wanted.Runs && deleted.Bytes < wanted.Bytes)
        {
            var bite = await ChooseAsync(chosen, last, wanted - deleted, cancellation);
            if (bite.Count == 0)
            {
                break;
            }

            last = bite[^1].Id;
            await DeleteAsync(bite, cancellation);
            deleted += new DeletedRuns(bite.Count, bite.Sum(run => run.Bytes));
        }

        return deleted;
    }

    private async Task<List<OldRun>> ChooseAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, string after, DeletedRuns wanted, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var oldest = await chosen(db.Runs)
            .Where(r => string.Compare(r.Id, after) > 0)
            .OrderBy(r => r.Id)
            .Take(MostRuns)
            .Select(r => new
            {
                r.Id,
                r.Bytes,
                Records = db.RunRecords.Where(record => record.RunId == r.Id).Max(record => (long?)record.Sequence) ?? 0,
            })
            .ToListAsync(cancellation);
        var bite = new List<OldRun>();
        var sum = new OldRun("", 0, 0);
        foreach (var run in oldest)
        {
            var old = new OldRun(run.Id, run.Records, BytesOfRun + (run.Bytes > 0 ? run.Bytes : run.Records * BytesOfRecord));
            sum = new("", sum.Records + old.Records, sum.Bytes + old.Bytes);
            if (bite.Count > 0 && (sum.Records > MostRecords || sum.Bytes > MostBytes || bite.Count == wanted.Runs || sum.Bytes - old.Bytes >= wanted.Bytes))
            {
                break;
            }

            bite.Add(old);
        }

        return bite;
    }

    private async Task DeleteAsync(List<OldRun> bite, CancellationToken cancellation)
    {
        if (bite is [{ } large] && (large.Records > MostRecords || large.Bytes > MostBytes))
        {
            await DeleteRecordsAsync(large, cancellation);
        }

        string[] ids = [.. bite.Select(run => run.Id)];
        await WriteAsync(db => db.Runs.Where(r => ids.Contains(r.Id) && InTurn.Contains(r.Status)).ExecuteDeleteAsync(cancellation), cancellation);
    }

    /// <summary>Deletes a large run's records from the last to the first, so that what is left of it in the meantime is a beginning.</summary>
    private async Task DeleteRecordsAsync(OldRun run, CancellationToken cancellation)
    {
        var atOnce = Math.Clamp(MostBytes / Math.Max(1, run.Bytes / Math.Max(1, run.Records)), 1, MostRecords);
        for (var left = run.Records - atOnce; left > 0; left -= atOnce)
        {
            await WriteAsync(db => db.RunRecords.Where(r => r.RunId == run.Id && r.Sequence > left).ExecuteDeleteAsync(cancellation), cancellation);
        }
    }

    private async Task WriteAsync(Func<WorkscriptDb, Task> write, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        await using (var db = await databases.CreateDbContextAsync(cancellation))
        {
            await write(db);
        }

        await Task.Delay(time.GetElapsedTime(started) * 3, time, cancellation);
    }

    private sealed record OldRun(string Id, long Records, long Bytes);
}

/// <summary>So many runs, and about so many bytes.</summary>
public readonly record struct DeletedRuns(long Runs, long Bytes)
{
    public static DeletedRuns operator +(DeletedRuns one, DeletedRuns other) => new(one.Runs + other.Runs, one.Bytes + other.Bytes);

    public static DeletedRuns operator -(DeletedRuns one, DeletedRuns other) => new(one.Runs - other.Runs, one.Bytes - other.Bytes);
}
