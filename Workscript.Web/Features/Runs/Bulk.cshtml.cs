using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>Asks once, with the count, before all runs that the list's filter lets through are tried again or cancelled.</summary>
public sealed class BulkModel(WorkscriptDb db, BulkSteering bulk, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public RunStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Workflow { get; set; }

    /// <summary>What was counted: runs that came later are not meant.</summary>
    [BindProperty]
    public DateTimeOffset? Until { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public bool UsesCurrent { get; set; }

    public int Count { get; private set; }

    public string? WorkflowName { get; private set; }

    public bool IsRetry => What == "retry";

    public bool IsTooMany => Count > BulkSteering.MostRuns;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Until = clock.GetUtcNow();
        Count = await BulkSteering.Chosen(db.Runs, Filter, IsRetry).Take(BulkSteering.MostRuns + 1).CountAsync(cancellation);
        WorkflowName = await db.Workflows.Where(w => w.Id == Workflow).Select(w => w.Name).FirstOrDefaultAsync(cancellation) ?? Workflow;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var ids = await bulk.FindAsync(Filter, IsRetry, cancellation);
        if (ids.Count > BulkSteering.MostRuns || RetryFrom.Parse(From) is not { Point: not RetryPoint.Step } from)
        {
            return RedirectToPage(new { What, Status = Status?.Key, Workflow });
        }

        var start = new RunStart(TriggerKind.Manual, User.Identity?.Name) { Priority = RunPriority.Bulk };
        var answer = IsRetry ? await bulk.RetryAsync(ids, new(from, UsesCurrent), start, cancellation) : await bulk.CancelAsync(ids, cancellation);
        var done = IsRetry ? $"{Wording.Count(answer.Done, "run")} started." : $"{Wording.Count(answer.Done, "run")} cancelled.";
        if (answer.Problems.Count > 0)
        {
            this.FlashProblem($"{done} {Wording.Number(answer.Problems.Count)} not: {answer.Problems[0].Detail}");
        }
        else
        {
            this.Flash(done);
        }

        return RedirectToPage("Index", IsRetry ? new { Workflow } : new { Status = Status?.Key, Workflow });
    }

    private RunFilter Filter => new() { Statuses = Status is { } status ? [status] : [], Workflow = Workflow, To = Until };
}
