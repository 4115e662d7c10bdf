using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>What the steps of a run wait for, and the answers that one may give: a part of the run's page, which asks for it again now and then.</summary>
public sealed class WaitsModel(WorkscriptDb db, RunResuming resuming) : PageModel
{
    // A status that tells htmx to ask no more.
    private const int StopPolling = 286;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public WaitsView Waits { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await db.Runs.Where(r => r.Id == Id).Select(RunView.Of).FirstOrDefaultAsync(cancellation) is not { } run)
        {
            return NotFound();
        }

        Waits = await WaitsView.OfAsync(db, run, cancellation);
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            return Page();
        }

        if (run.IsFinal)
        {
            Response.StatusCode = StopPolling;
        }

        return Partial("_Waits", Waits with { IsNews = true });
    }

    public async Task<IActionResult> OnPostAsync(string step, string? edge, string? comment, CancellationToken cancellation)
    {
        var data = string.IsNullOrWhiteSpace(comment) ? ValueMap.Empty : ValueMap.Of("comment", comment.Trim());
        switch (await resuming.AnswerAsync(Id, new(User.Identity?.Name ?? "", step, string.IsNullOrEmpty(edge) ? null : edge, data), cancellation))
        {
            case Resumption.NotFound:
                return NotFound();
            case Resumption.Refused refused:
                this.FlashProblem(refused.Why);
                break;
            case Resumption.Wrong wrong:
                this.FlashProblem(wrong.Why);
                break;
        }

        return Redirect($"/runs/{Id}");
    }
}

/// <summary>A run, and the steps of it that wait.</summary>
public sealed record WaitsView(RunView Run, IReadOnlyList<OpenStep> Steps)
{
    private const int Most = 50;

    /// <summary>Whether it replaces what is on the page, and so brings the run's status with it.</summary>
    public bool IsNews { get; init; }

    public static async Task<WaitsView> OfAsync(WorkscriptDb db, RunView run, CancellationToken cancellation) => new(run, run.IsFinal || run.Status == RunStatus.Queued
        ? []
        : await db.OpenSteps.AsNoTracking()
            .Where(s => s.RunId == run.Id && s.Kind != OpenKind.Effect && s.AnsweredAt == null)
            .OrderBy(s => s.OpenedAt)
            .Take(Most)
            .ToListAsync(cancellation));
}
