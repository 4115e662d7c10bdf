using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Web.Features;

/// <summary>A workflow whose last run failed, and how many did in a day.</summary>
public sealed record Trouble(RunRow LastRun, int Failed)
{
    private const int MostLookedAt = 1_000;
    private const int MostShown = 10;

    /// <summary>Workflows that failed since then and have not completed after it, those that failed last first.</summary>
    public static async Task<IReadOnlyList<Trouble>> OfAsync(WorkscriptDb db, DateTimeOffset since, CancellationToken cancellation)
    {
        var failed = await db.Runs.FailedSince(since).OrderByDescending(r => r.Id).Take(MostLookedAt).Select(r => new { r.Id, r.WorkflowId }).ToListAsync(cancellation);
        var last = failed.GroupBy(r => r.WorkflowId ?? r.Id).Take(MostShown * 2).ToDictionary(runs => runs.First().Id, runs => runs.Count());
        string[] ids = [.. last.Keys];
        // A workflow that has completed since is well again.
        var runs = await db.Runs
            .Where(r => ids.Contains(r.Id) && !db.Runs.Any(later => later.WorkflowId == r.WorkflowId && string.Compare(later.Id, r.Id) > 0 && later.Status == RunStatus.Completed))
            .OrderByDescending(r => r.Id)
            .Take(MostShown)
            .Select(RunRow.Of)
            .ToListAsync(cancellation);
        return [.. runs.Select(run => new Trouble(run, last[run.Id]))];
    }
}
