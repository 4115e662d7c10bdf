using System.Linq.Expressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

public sealed class RunModel(WorkscriptDb db, ProgramCache programs, RunRetry retries, RunSteering steering, RunTurns turns, RunReports reports, TimeProvider clock) : PageModel
{
    public const int FirstSteps = 500;
    public const int LastSteps = 200;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Shows the steps that follow this one, for a run that has more than fit a page.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public RunView Run { get; private set; } = null!;

    public Timeline Timeline { get; private set; } = null!;

    /// <summary>The last steps of a run whose middle is left out.</summary>
    public Timeline? Tail { get; private set; }

    /// <summary>The number of the last step that there is.</summary>
    public long LastSequence { get; private set; }

    public bool WorkflowExists { get; private set; }

    /// <summary>What its steps wait for.</summary>
    public WaitsView Waits { get; private set; } = null!;

    /// <summary>What its steps put here to be looked at.</summary>
    public ReportList Reports { get; private set; } = ReportList.None;

    /// <summary>The latest try of this run again, if there is one.</summary>
    public string? TriedAgainAs { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await db.Runs.Where(r => r.Id == Id).Select(RunView.Of).FirstOrDefaultAsync(cancellation) is not { } run)
        {
            return NotFound();
        }

        Run = run.Status == RunStatus.Queued ? run with { WaitsFor = await turns.WaitsForAsync(Id, cancellation) } : run;
        Waits = await WaitsView.OfAsync(db, Run, cancellation);
        WorkflowExists = run.WorkflowId is { } workflow && await db.Workflows.AnyAsync(w => w.Id == workflow, cancellation);
        TriedAgainAs = await db.Runs.Where(r => r.RetryOf == Id).OrderByDescending(r => r.Id).Select(r => r.Id).FirstOrDefaultAsync(cancellation);
        await LoadStepsAsync(cancellation);
        Reports = await reports.OfAsync(Run, await programs.ProgramAsync(Run, cancellation), cancellation);
        return Page();
    }

    public Task<IActionResult> OnGetStateAsync(CancellationToken cancellation) => DownloadAsync(r => r.State, "state", cancellation);

    public Task<IActionResult> OnGetInputAsync(CancellationToken cancellation) => DownloadAsync(r => r.Input, "input", cancellation);

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellation)
    {
        var (run, isRefused) = await steering.CancelAsync(Id, cancellation);
        if (run is null)
        {
            return NotFound();
        }

        if (isRefused)
        {
            this.FlashProblem($"The run was over before it could be cancelled: it is {run.Status.Key}.");
        }

        return RedirectToPage(new { Id });
    }

    /// <summary>From where it failed, in the same version; with the steps before it as they are.</summary>
    public Task<IActionResult> OnPostRetryAsync(CancellationToken cancellation) => TryAsync(new(new RetryFrom(RetryPoint.Failed)), cancellation);

    /// <summary>The same input again, with the workflow as it is today.</summary>
    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancellation)
    {
        var isStored = await db.Runs.AnyAsync(r => r.Id == Id && db.Workflows.Any(w => w.Id == r.WorkflowId), cancellation);
        return await TryAsync(new(new RetryFrom(RetryPoint.Start), UsesCurrent: isStored), cancellation);
    }

    private async Task<IActionResult> TryAsync(RetryWish wish, CancellationToken cancellation)
    {
        switch (await retries.TryAsync(Id, wish, new RunStart(TriggerKind.Manual, User.Identity?.Name), cancellation))
        {
            case Retry.Started started:
                return RedirectToPage(new { started.Run.Id });
            case Retry.Refused refused:
                this.FlashProblem(refused.Reason);
                return RedirectToPage(new { Id });
            case Retry.Unfit unfit:
                this.FlashProblem(unfit.Reason);
                return RedirectToPage("Retry", new { Id, from = "start" });
            default:
                return NotFound();
        }
    }

    private async Task LoadStepsAsync(CancellationToken cancellation)
    {
        var records = db.RunRecords.Where(r => r.RunId == Id);
        LastSequence = await records.MaxAsync(r => (long?)r.Sequence, cancellation) ?? 0;
        Run = Run with { Steps = Math.Max(Run.Steps, LastSequence) };
        var names = await programs.StepNamesAsync(Run, cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var after = After ?? 0;
        // A few more than fit are shown rather than left out.
        var leavesOut = After is null && LastSequence > FirstSteps + LastSteps;
        var until = leavesOut || After is not null ? after + FirstSteps : LastSequence;
        Timeline = Timeline.Of(Run, await StepsAsync(records.Where(r => r.Sequence > after && r.Sequence <= until), cancellation), names, now);
        if (leavesOut)
        {
            Tail = Timeline.Of(Run, await StepsAsync(records.Where(r => r.Sequence > LastSequence - LastSteps), cancellation), names, now);
            Timeline = Timeline with { TotalMs = Math.Max(Timeline.TotalMs, Tail.TotalMs) };
        }
    }

    private static Task<List<RunStep>> StepsAsync(IQueryable<RunRecord> records, CancellationToken cancellation) =>
        records.OrderBy(r => r.Sequence).Select(RunStep.Of).ToListAsync(cancellation);

    private async Task<IActionResult> DownloadAsync(Expression<Func<Run, string?>> what, string name, CancellationToken cancellation) =>
        await db.Runs.Where(r => r.Id == Id).Select(what).FirstOrDefaultAsync(cancellation) is { } json
            ? File(System.Text.Encoding.UTF8.GetBytes(json), "application/json", $"{Id}-{name}.json")
            : NotFound();
}
