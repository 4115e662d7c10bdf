using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>What can be done to a run that exists.</summary>
public sealed class RunSteering(IDbContextFactory<WorkscriptDb> databases, ActiveRuns active, RunStates states, RunFeed feed, TimeProvider time)
{
    private const int MostTries = 5;

    /// <summary>Asks a run to stop; asking again is no error. The run as it is then, or null when there is none; one that was over already is final and unchanged.</summary>
    public async Task<(Run? Run, bool IsRefused)> CancelAsync(string runId, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            if (await db.Runs.FirstOrDefaultAsync(r => r.Id == runId, cancellation) is not { } run)
            {
                return (null, false);
            }

            if (run.IsFinal)
            {
                return (run, true);
            }

            try
            {
                await CancelAsync(db, run, cancellation);
                return (run, false);
            }
            catch (Exception failure) when (tries < MostTries && (failure is DbUpdateConcurrencyException || DatabaseCause.Of(failure) is { IsTransient: true }))
            {
                // It began, waited, or ended, in this very moment: look again.
            }
        }
    }

    private async Task CancelAsync(WorkscriptDb db, Run run, CancellationToken cancellation)
    {
        run.TryRequestCancel(time.GetUtcNow().UtcDateTime, await AtRestAsync(run, cancellation));
        await db.InTransactionAsync(
            async _ =>
            {
                await db.SaveChangesAsync(cancellation);
                return run.IsFinal ? await db.OpenSteps.Where(s => s.RunId == run.Id).ExecuteDeleteAsync(cancellation) : 0;
            },
            cancellation);
        active.TryCancel(run.Id);
        if (run.IsFinal)
        {
            feed.PublishEnd(run);
        }
    }

    /// <summary>What a run that nobody works on has come to so far, if it ever was worked on.</summary>
    private async Task<RunEnding?> AtRestAsync(Run run, CancellationToken cancellation)
    {
        if (run.Status == RunStatus.Running || (run.StartedAt is null && run.RetriedAfter == 0))
        {
            return null;
        }

        var (steps, state) = (await states.FoldAsync(run, at: null, cancellation))!.Value;
        return RunEnding.AtRest(Json.Write(state), steps);
    }
}
