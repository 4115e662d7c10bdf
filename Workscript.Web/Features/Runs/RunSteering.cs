using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>What can be done to a run that exists.</summary>
public sealed class RunSteering(WorkscriptDb db, ActiveRuns active, RunFeed feed, TimeProvider time)
{
    private const int MostTries = 5;

    /// <summary>Asks a run to stop; asking again is no error. The run as it is then, or null when there is none; one that was over already is final and unchanged.</summary>
    public async Task<(Run? Run, bool IsRefused)> CancelAsync(string runId, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
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
                run.TryRequestCancel(time.GetUtcNow().UtcDateTime);
                await db.SaveChangesAsync(cancellation);
                Tell(run);
                return (run, false);
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                // It began, or ended, in this very moment: look again.
                db.ChangeTracker.Clear();
            }
        }
    }

    private void Tell(Run run)
    {
        active.TryCancel(run.Id);
        if (run.IsFinal)
        {
            feed.PublishEnd(run);
        }
    }
}
