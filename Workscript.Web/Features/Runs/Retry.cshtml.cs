using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>What another try of a run would do, and a form to edit what it begins with.</summary>
public sealed class RetryModel(WorkscriptDb db, RunRetry retries, RunStates states) : PageModel
{
    // A larger text is nothing to edit in a form.
    private const int MostEdited = 256 * 1024;

    private Run _run = null!;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The number of a step, <c>start</c> or <c>failed</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public bool UsesCurrent { get; set; }

    /// <summary>The input, or the state before the step, as JSON.</summary>
    [BindProperty]
    public string? State { get; set; }

    public RetryPlan Plan { get; private set; } = null!;

    public string WorkflowName => _run.WorkflowName;

    public int? Version => _run.Version;

    public RunStatus Status => _run.Status;

    public int? CurrentVersion { get; private set; }

    public bool IsTooLarge { get; private set; }

    public string? Wrong { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is { } instead)
        {
            return instead;
        }

        State = Json.WriteIndented(await BeginningAsync(cancellation));
        IsTooLarge = State.Length > MostEdited;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is { } instead)
        {
            return instead;
        }

        var wish = new RetryWish(RetryFrom.Parse(From)!.Value, UsesCurrent);
        if (State is not null)
        {
            if (Read(State) is not { } edited)
            {
                Wrong = "This is not a JSON object.";
                return Page();
            }

            wish = wish with { Edits = StateEdits.Between(await BeginningAsync(cancellation), edited) };
        }

        switch (await retries.TryAsync(Id, wish, new RunStart(TriggerKind.Manual, User.Identity?.Name), cancellation))
        {
            case Retry.Started started:
                return Redirect($"/runs/{started.Run.Id}");
            case Retry.Unfit unfit:
                Wrong = unfit.Reason;
                return Page();
            case Retry.Refused refused:
                Wrong = refused.Reason;
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        if (RetryFrom.Parse(From) is not { } from || await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == Id, cancellation) is not { } run)
        {
            return NotFound();
        }

        _run = run;
        var (plan, refusal) = await retries.PlanAsync(run, from, cancellation);
        if (plan is null)
        {
            this.FlashProblem(refusal switch
            {
                Retry.Refused refused => refused.Reason,
                Retry.Unfit unfit => unfit.Reason,
                _ => "The run cannot be tried again.",
            });
            return Redirect($"/runs/{Id}");
        }

        Plan = plan;
        CurrentVersion = await db.Workflows.Where(w => w.Id == run.WorkflowId).Select(w => (int?)w.Version).FirstOrDefaultAsync(cancellation);
        return null;
    }

    private async Task<ValueMap> BeginningAsync(CancellationToken cancellation) =>
        Plan.Kept == 0 ? Json.Read(_run.Input).AsMap ?? ValueMap.Empty : await states.FoldAsync(_run, Plan.Kept, Plan.Branch, cancellation);

    private static ValueMap? Read(string text)
    {
        try
        {
            return Json.Read(text).AsMap;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
