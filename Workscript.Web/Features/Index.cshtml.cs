using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Charts;
using Workscript.Web.Features.Runs;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features;

/// <summary>Home: one question, is all well?</summary>
public sealed class IndexModel(WorkscriptDb db, DiskWatch disk, TimeProvider clock) : PageModel
{
    public const int MostCounted = 10_000;

    private const int MostShown = 10;

    public bool HasWorkflows { get; private set; }

    public bool HasRuns => Recent.Count > 0;

    /// <summary>Why no new runs are taken; null while they are.</summary>
    public string? NoRoom => disk.Shortage?.Message;

    public bool IsWell => Troubles.Count == 0 && Waiting.Count == 0 && NoRoom is null;

    public IReadOnlyList<Trouble> Troubles { get; private set; } = [];

    /// <summary>Runs that somebody has to say something to.</summary>
    public IReadOnlyList<WaitingRun> Waiting { get; private set; } = [];

    public RunsOfDay LastDay { get; private set; } = new(0, 0);

    public IReadOnlyList<RunRow> Active { get; private set; } = [];

    public IReadOnlyList<RunRow> Recent { get; private set; } = [];

    public IReadOnlyList<ChartBox> Days { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        HasWorkflows = await db.Workflows.AnyAsync(cancellation);
        Recent = await db.Runs.OrderByDescending(r => r.Id).Take(MostShown).Select(RunRow.Of).ToListAsync(cancellation);
        if (!HasRuns)
        {
            return;
        }

        Active = await ActiveAsync(cancellation);
        LastDay = new(await CountAsync(db.Runs.Since(now.AddDays(-1)), cancellation), await CountAsync(db.Runs.FailedSince(now.AddDays(-1)), cancellation));
        Troubles = LastDay.Failed == 0 ? [] : await Trouble.OfAsync(db, now.AddDays(-1), cancellation);
        Waiting = await WaitingRun.OfAsync(db, MostShown, cancellation);
        Days = await DayCharts.OfAsync(db, RunDay.Everything, now.UtcDateTime, cancellation);
    }

    /// <summary>As many as are counted, in words.</summary>
    public static string Counted(int count) => count > MostCounted ? $"more than {MostCounted:N0}" : $"{count:N0}";

    private async Task<List<RunRow>> ActiveAsync(CancellationToken cancellation)
    {
        // Status by status, each from the end of its part of the index: one query for all of them would sort all that there are.
        var active = new List<RunRow>();
        foreach (var status in new[] { RunStatus.Running, RunStatus.Queued, RunStatus.Waiting })
        {
            active.AddRange(await db.Runs.Where(r => r.Status == status).OrderByDescending(r => r.Id).Take(MostShown - active.Count).Select(RunRow.Of).ToListAsync(cancellation));
        }

        return active;
    }

    private static Task<int> CountAsync(IQueryable<Run> runs, CancellationToken cancellation) => runs.Select(r => r.Id).Take(MostCounted + 1).CountAsync(cancellation);
}

public sealed record RunsOfDay(int Runs, int Failed);
