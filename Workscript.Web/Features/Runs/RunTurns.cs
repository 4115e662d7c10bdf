using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Why the turn of a queued run has not come yet.</summary>
public sealed class RunTurns(WorkscriptDb db, RunQueue queue)
{
    /// <summary>What the run waits for, in words; null when it is not queued.</summary>
    public async Task<string?> WaitsForAsync(string runId, CancellationToken cancellation)
    {
        var run = await db.Runs
            .Where(r => r.Id == runId && r.Status == RunStatus.Queued)
            .Select(r => new { r.WorkflowId, r.Priority, r.ConcurrencyKey, HasBegun = r.StartedAt != null })
            .FirstOrDefaultAsync(cancellation);
        if (run is null)
        {
            return null;
        }

        if (run is { ConcurrencyKey: { } key, HasBegun: false } && queue.InTheWayOf(runId, key) is { } other)
        {
            return $"run {other} of the same key";
        }

        var before = await db.Runs.CountAsync(
            r => r.Status == RunStatus.Queued && r.WorkflowId == run.WorkflowId
                && (r.Priority < run.Priority || (r.Priority == run.Priority && string.Compare(r.Id, runId) < 0)),
            cancellation);
        return before switch
        {
            0 => "a free place",
            1 => "1 run before it",
            _ => $"{before} runs before it",
        };
    }
}
