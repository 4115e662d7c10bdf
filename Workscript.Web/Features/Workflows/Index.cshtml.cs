using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows;

public sealed class IndexModel(WorkscriptDb db, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;
    private const int MostFound = 8;

    /// <summary>Part of a name or an id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tag { get; set; }

    [BindProperty(SupportsGet = true)]
    public WorkflowState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public WorkflowSort Sort { get; set; }

    /// <summary>The id of the last workflow of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<WorkflowRow> Workflows { get; private set; } = [];

    public string? Next { get; private set; }

    public bool HasBin { get; private set; }

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Tag) || State is not null || After is not null;

    public bool IsBin => State == WorkflowState.Deleted;

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var rows = await Chosen().ReadAsync(db, PageSize + 1, cancellation);
        Next = rows.Count > PageSize ? rows[PageSize - 1].Id : null;
        rows = [.. rows.Take(PageSize)];
        var strips = await RunStrip.OfAsync(db, [.. rows.Select(w => w.Id)], cancellation);
        Workflows = [.. rows.Select(w => w with { Strip = strips[w.Id] })];
        HasBin = IsBin || await db.Workflows.IgnoreQueryFilters().AnyAsync(w => w.DeletedAt != null, cancellation);
    }

    /// <summary>What the search in the bar finds while one types.</summary>
    public async Task<IActionResult> OnGetFoundAsync(CancellationToken cancellation) =>
        Partial("_Found", string.IsNullOrWhiteSpace(Q) ? null : await new WorkflowList { Text = Q }.ReadAsync(db, MostFound, cancellation));

    public Task<IActionResult> OnPostPauseAsync(string id, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, now) => workflow.Pause(now), "is paused: only people run it until it is resumed", cancellation);

    public Task<IActionResult> OnPostResumeAsync(string id, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, now) => workflow.Unpause(now), "is resumed", cancellation);

    public Task<IActionResult> OnPostDeleteAsync(string id, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, now) => workflow.Delete(User.Identity?.Name, now), "is in the bin, and can be restored from there. Its runs are still listed under Runs", cancellation);

    public Task<IActionResult> OnPostRestoreAsync(string id, CancellationToken cancellation) => ChangeAsync(id, (workflow, _) => workflow.Restore(), "is back", cancellation);

    /// <summary>Deletes for good what is in the bin.</summary>
    public async Task<IActionResult> OnPostDestroyAsync(string id, CancellationToken cancellation)
    {
        var gone = await db.Workflows.IgnoreQueryFilters().Where(w => w.Id == id && w.DeletedAt != null).ExecuteDeleteAsync(cancellation);
        if (gone == 0)
        {
            return NotFound();
        }

        this.Flash($"{id} is deleted for good. Its runs are still listed under Runs.");
        return Back();
    }

    private async Task<IActionResult> ChangeAsync(string id, Action<Workflow, DateTime> change, string what, CancellationToken cancellation)
    {
        if (await db.Workflows.IgnoreQueryFilters().FirstOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow)
        {
            return NotFound();
        }

        change(workflow, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellation);
        this.Flash($"{workflow.Name} {what}.");
        return Back();
    }

    private RedirectToPageResult Back() => RedirectToPage(new { Q, Tag, State, Sort = Sort == WorkflowSort.Name ? null : (WorkflowSort?)Sort });

    private WorkflowList Chosen() => new() { Text = Q, Tag = Tag, State = State, Sort = Sort, After = After };
}
