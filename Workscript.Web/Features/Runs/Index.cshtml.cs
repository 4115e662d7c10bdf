using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs.Search;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>The list of runs: what is looked for is a text in the address, which one may keep under a name.</summary>
public sealed class IndexModel(WorkscriptDb db, RunSearch search, RunSuggestions suggestions, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;
    private const int MostCounted = 1_000;
    private const int MostViews = 50;

    /// <summary>Qualifiers and words.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>As a qualifier, for links that say it so.</summary>
    [BindProperty(SupportsGet = true)]
    public RunStatus? Status { get; set; }

    /// <summary>As a qualifier, for links that say it so.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Workflow { get; set; }

    /// <summary>The id of the last run of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public RunQuery Query { get; private set; } = null!;

    public IReadOnlyList<RunRow> Runs { get; private set; } = [];

    /// <summary>The id to go on after, where there is more.</summary>
    public string? Next { get; private set; }

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>The person's own view that is shown, if it is one.</summary>
    public SavedView? View => Views.FirstOrDefault(view => view.Query == Query.Text && (view.Owner == Who || User.IsOwner));

    /// <summary>How many of the runs that the filter lets through are over, or are not; counted only so far.</summary>
    public int Final { get; private set; }

    public int Unfinished { get; private set; }

    public bool IsFiltered => Query.Filter.IsFilter;

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Query = RunQuery.Parse(RunQuery.Typed(Q, Status, Workflow), clock.GetUtcNow());
        var (runs, next) = await search.PageAsync(Query.Filter with { After = After is { Length: > 0 } after ? after : null }, PageSize, RunRow.Of, cancellation);
        var labels = await db.LabelsOfAsync(runs.Select(run => run.Id), cancellation);
        Runs = [.. runs.Select(run => run with { Labels = labels[run.Id] })];
        Next = next;
        if (IsFiltered && After is null && Query.Problems.Count == 0 && User.MayEdit)
        {
            Final = await CountAsync(areFinal: true, cancellation);
            Unfinished = await CountAsync(areFinal: false, cancellation);
        }

        Views = await db.SavedViews.AsNoTracking().Where(v => v.IsShared || v.Owner == Who).OrderBy(v => v.Name).Take(MostViews).ToListAsync(cancellation);
    }

    /// <summary>How what is being typed may go on.</summary>
    public async Task<IActionResult> OnGetSuggestAsync(CancellationToken cancellation) => Partial("_Suggestions", await suggestions.ForAsync(Q, cancellation));

    public async Task<IActionResult> OnPostSaveAsync(string? name, bool isShared, CancellationToken cancellation)
    {
        var query = RunQuery.Parse(Q, clock.GetUtcNow());
        if (string.IsNullOrWhiteSpace(name) || query.Text.Length == 0)
        {
            this.FlashProblem("Give the view a name.");
        }
        else if (await db.SavedViews.CountAsync(v => v.Owner == Who, cancellation) >= MostViews)
        {
            this.FlashProblem($"You have {MostViews} views, which is the most: forget one first.");
        }
        else
        {
            db.SavedViews.Add(SavedView.Create(Who, name, query.Text, isShared && User.IsOwner));
            await db.SaveChangesAsync(cancellation);
        }

        return RedirectToPage(new { Q });
    }

    public async Task<IActionResult> OnPostForgetAsync(Guid view, CancellationToken cancellation)
    {
        var isOwner = User.IsOwner;
        await db.SavedViews.Where(v => v.Id == view && (v.Owner == Who || (isOwner && v.IsShared))).ExecuteDeleteAsync(cancellation);
        return RedirectToPage(new { Q });
    }

    /// <summary>What is looked for with another state, or with any.</summary>
    public string With(RunStatus? status)
    {
        var others = RunQuery.Parts(Query.Text).Where(part => !part.StartsWith("status:", StringComparison.Ordinal));
        return string.Join(' ', status is { } one ? others.Append($"status:{one.Key}") : others);
    }

    /// <summary>Many are as good as more for a button that leads to a page with the count.</summary>
    public static string Counted(int count) => count > MostCounted ? $"{MostCounted:N0}+" : $"{count:N0}";

    private string Who => User.Identity?.Name ?? "";

    private async Task<int> CountAsync(bool areFinal, CancellationToken cancellation) => (await search.IdsAsync(Query.Filter.ThatAre(areFinal), MostCounted + 1, cancellation)).Count;
}
