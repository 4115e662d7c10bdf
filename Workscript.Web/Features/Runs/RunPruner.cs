using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Deletes what has been kept long enough: runs by their age, their number and the room that they take, each workflow's as it says itself and the
/// others' as the settings say. Then it gives the room back.
/// </summary>
public sealed partial class RunPruner(
    IDbContextFactory<WorkscriptDb> databases, OldRuns old, OwnRetentions workflows, ChosenRetention chosen, DatabaseSpace space, TimeProvider time, ILogger<RunPruner> logger)
    : BackgroundService
{
    private const int MostAnswers = 500;

    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(5);

    /// <summary>One round.</summary>
    public async Task<DeletedRuns> PruneAsync(CancellationToken cancellation)
    {
        var general = await chosen.ReadAsync(cancellation);
        var own = await workflows.ReadAsync(cancellation);
        string[] ownIds = [.. own.Keys];
        var deleted = await old.DeleteOlderAsync(runs => runs.Where(r => r.WorkflowId == null || !ownIds.Contains(r.WorkflowId)), general, cancellation);
        foreach (var (id, keep) in own)
        {
            deleted += await PruneAsync(runs => runs.Where(r => r.WorkflowId == id), general.With(keep), cancellation);
        }

        if (general.Runs is { } most)
        {
            deleted += await DeleteBeyondAsync(runs => runs, most, cancellation);
        }

        if (general.Megabytes is { } megabytes)
        {
            // MySQL counts its pages now and then, so there it is what the runs take, which is nearly all.
            var used = await space.UsedAsync(cancellation) ?? await old.BytesAsync(runs => runs, cancellation);
            deleted += await DeleteBytesAsync(runs => runs, used - Bytes(megabytes), cancellation);
        }

        await ForgetAnswersAsync(cancellation);
        await EmptyBinAsync(cancellation);
        await space.GiveBackAsync(cancellation);
        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(AfterStart, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryPruneAsync(stoppingToken);
            await Task.Delay(BetweenRounds, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryPruneAsync(CancellationToken cancellation)
    {
        try
        {
            if (await PruneAsync(cancellation) is { Runs: > 0 } deleted)
            {
                LogDeleted(deleted.Runs, deleted.Bytes >> 20);
            }
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogTrouble(failure);
        }
    }

    private async Task<DeletedRuns> PruneAsync(Func<IQueryable<Run>, IQueryable<Run>> ofWorkflow, Retention retention, CancellationToken cancellation)
    {
        var deleted = await old.DeleteOlderAsync(ofWorkflow, retention, cancellation);
        deleted += retention.Runs is { } most ? await DeleteBeyondAsync(ofWorkflow, most, cancellation) : default;
        return retention.Megabytes is { } megabytes
            ? deleted + await DeleteBytesAsync(ofWorkflow, await old.BytesAsync(ofWorkflow, cancellation) - Bytes(megabytes), cancellation)
            : deleted;
    }

    private async Task<DeletedRuns> DeleteBeyondAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, int most, CancellationToken cancellation) =>
        await old.DeleteOldestAsync(chosen, new(await old.CountAsync(chosen, cancellation) - most, long.MaxValue), cancellation);

    private Task<DeletedRuns> DeleteBytesAsync(Func<IQueryable<Run>, IQueryable<Run>> chosen, long bytes, CancellationToken cancellation) =>
        old.DeleteOldestAsync(chosen, new(long.MaxValue, bytes), cancellation);

    private async Task EmptyBinAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().UtcDateTime.AddDays(-Workflow.DaysInBin);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Workflows.IgnoreQueryFilters().Where(w => w.DeletedAt < before).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>What steps were answered is of use only while their run goes on.</summary>
    private async Task ForgetAnswersAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        while (true)
        {
            var answers = await db.Receipts
                .Where(a => db.Runs.Any(r => r.Id == a.RunId && (r.Status == RunStatus.Completed || r.Status == RunStatus.Failed || r.Status == RunStatus.Cancelled)))
                .Select(a => new { a.RunId, a.Fingerprint })
                .Take(MostAnswers)
                .ToListAsync(cancellation);
            foreach (var run in answers.GroupBy(answer => answer.RunId, answer => answer.Fingerprint))
            {
                await db.Receipts.Where(a => a.RunId == run.Key && run.Contains(a.Fingerprint)).ExecuteDeleteAsync(cancellation);
            }

            if (answers.Count < MostAnswers)
            {
                return;
            }
        }
    }

    private static long Bytes(int megabytes) => (long)megabytes << 20;

    [LoggerMessage(2041, LogLevel.Information, "{Count} runs were deleted, and with them {Megabytes} MB: they had been kept long enough")]
    private partial void LogDeleted(long count, long megabytes);

    [LoggerMessage(2042, LogLevel.Error, "Old runs could not be deleted; the next round tries again")]
    private partial void LogTrouble(Exception failure);
}
