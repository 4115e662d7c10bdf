using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features;

/// <summary>Home: one question, is all well?</summary>
public sealed class IndexModel(WorkscriptDb db, DiskWatch disk, TimeProvider clock) : PageModel
{
    private const int MostShown = 10;

    public bool HasWorkflows { get; private set; }

    public bool HasRuns => Recent.Count > 0;

    /// <summary>Why no new runs are taken; null while they are.</summary>
    public string? NoRoom => disk.Shortage?.Message;

    public IReadOnlyList<Trouble> Troubles { get; private set; } = [];

    public RunsOfDay LastDay { get; private set; } = new(0, 0);

    public IReadOnlyList<RunRow> Active { get; private set; } = [];

    public IReadOnlyList<RunRow> Recent { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        HasWorkflows = await db.Workflows.AnyAsync(cancellation);
        Recent = await db.Runs.OrderByDescending(r => r.Id).Take(MostShown).Select(RunRow.Of).ToListAsync(cancellation);
        Active = await db.Runs.Unfinished().OrderByDescending(r => r.Id).Take(MostShown).Select(RunRow.Of).ToListAsync(cancellation);
        await LookAtLastDayAsync(cancellation);
    }

    private async Task LookAtLastDayAsync(CancellationToken cancellation)
    {
        var since = clock.GetUtcNow().AddDays(-1);
        var workflows = await db.Runs.Since(since)
            .GroupBy(r => r.WorkflowId)
            .Select(g => new
            {
                Runs = g.Count(),
                Failed = g.Count(r => r.Status == RunStatus.Failed),
                LastFailed = g.Max(r => r.Status == RunStatus.Failed ? r.Id : null),
                LastCompleted = g.Max(r => r.Status == RunStatus.Completed ? r.Id : null),
            })
            .ToListAsync(cancellation);
        LastDay = new(workflows.Sum(w => w.Runs), workflows.Sum(w => w.Failed));

        // A workflow that has completed since is well again.
        var failing = workflows.Where(w => w.LastFailed is not null && string.CompareOrdinal(w.LastFailed, w.LastCompleted) > 0).ToDictionary(w => w.LastFailed!, w => w.Failed);
        var runs = await db.Runs.Where(r => failing.Keys.Contains(r.Id)).OrderByDescending(r => r.Id).Take(MostShown).Select(RunRow.Of).ToListAsync(cancellation);
        Troubles = runs.Select(run => new Trouble(run, failing[run.Id])).ToList();
    }
}

/// <summary>A workflow whose last run failed, and how many did in a day.</summary>
public sealed record Trouble(RunRow LastRun, int Failed);

public sealed record RunsOfDay(int Runs, int Failed);
