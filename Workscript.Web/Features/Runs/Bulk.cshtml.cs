using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs.Search;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>Asks once, with the count, before all runs that the list's filter lets through are tried again or cancelled.</summary>
public sealed class BulkModel(BulkSteering bulk, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    /// <summary>What the list is filtered by.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>As a qualifier, for links that say it so.</summary>
    [BindProperty(SupportsGet = true)]
    public RunStatus? Status { get; set; }

    /// <summary>As a qualifier, for links that say it so.</summary>
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

    public RunQuery Query { get; private set; } = null!;

    public bool IsRetry => What == "retry";

    public bool IsTooMany => Count > BulkSteering.MostRuns;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Q = RunQuery.Typed(Q, Status, Workflow);
        Until = clock.GetUtcNow();
        Query = RunQuery.Parse(Q, Until.Value);
        Count = Query.Problems.Count > 0 ? 0 : (await bulk.FindAsync(Filter, IsRetry, cancellation)).Count;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Q = RunQuery.Typed(Q, Status, Workflow);
        // "since:2h" means the two hours that were counted.
        Query = RunQuery.Parse(Q, Until ?? clock.GetUtcNow());
        var ids = await bulk.FindAsync(Filter, IsRetry, cancellation);
        if (Query.Problems.Count > 0 || ids.Count > BulkSteering.MostRuns || RetryFrom.Parse(From) is not { Point: not RetryPoint.Step } from)
        {
            return RedirectToPage(new { What, Q });
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

        return RedirectToPage("Index", new { Q });
    }

    private RunFilter Filter => Query.Filter with { To = Query.Filter.To < Until ? Query.Filter.To : Until };
}
