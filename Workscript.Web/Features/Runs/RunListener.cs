using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Hears what was said of runs that this process works on to another that shares the database: that they are to stop, or what a step of theirs was answered.
/// </summary>
public sealed partial class RunListener(
    IDbContextFactory<WorkscriptDb> databases, RunLease lease, ActiveRuns active, TimeProvider time, ILogger<RunListener> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using (var db = await databases.CreateDbContextAsync(stoppingToken))
        {
            if (db is SqliteDb)
            {
                return;
            }
        }

        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogTrouble(failure.GetBaseException().Message);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        if (active.Count == 0)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ours = db.Runs.Where(r => r.Status == RunStatus.Running && r.Owner == lease.Id);
        foreach (var run in await ours.Where(r => r.CancelRequestedAt != null).Select(r => r.Id).ToListAsync(cancellation))
        {
            active.TryCancel(run);
        }

        var answered = db.OpenSteps.AsNoTracking().Where(s => s.AnsweredAt != null && s.Kind != OpenKind.Effect);
        foreach (var step in await ours.Join(answered, r => r.Id, s => s.RunId, (_, s) => s).ToListAsync(cancellation))
        {
            active.Find(step.RunId)?.Answer(step);
        }
    }

    [LoggerMessage(2051, LogLevel.Warning, "What was said to other servers about the runs of this one cannot be read; trying again: {Reason}")]
    private partial void LogTrouble(string reason);
}
