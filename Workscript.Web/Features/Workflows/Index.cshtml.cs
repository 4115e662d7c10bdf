using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Workflows;

public sealed class IndexModel(WorkscriptDb db) : PageModel
{
    private const int PageSize = 50;
    private const int MostFound = 8;

    /// <summary>Part of a name or an id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The id of the last workflow of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<WorkflowRow> Workflows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var rows = await Chosen().Take(PageSize + 1).ToListAsync(cancellation);
        Next = rows.Count > PageSize ? rows[PageSize - 1].Id : null;
        rows = rows.Take(PageSize).ToList();
        var strips = await RunStrip.OfAsync(db, rows.Select(w => w.Id).ToList(), cancellation);
        Workflows = rows.Select(w => w with { Strip = strips[w.Id] }).ToList();
    }

    /// <summary>What the search in the bar finds while one types.</summary>
    public async Task<IActionResult> OnGetFoundAsync(CancellationToken cancellation) =>
        Partial("_Found", string.IsNullOrWhiteSpace(Q) ? null : await Chosen().Take(MostFound).ToListAsync(cancellation));

    private IQueryable<WorkflowRow> Chosen()
    {
        var workflows = db.Workflows.AsQueryable();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var part = $"%{Escape(Q.Trim())}%";
            workflows = workflows.Where(w => EF.Functions.Like(w.Name, part, "\\") || EF.Functions.Like(w.Id, part, "\\"));
        }

        if (After is { Length: > 0 } after)
        {
            workflows = workflows.Where(w => string.Compare(w.Id, after) > 0);
        }

        return workflows.OrderBy(w => w.Id).Select(w => new WorkflowRow(w.Id, w.Name, w.Version, w.IsPaused, w.UpdatedAt));
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}

public sealed record WorkflowRow(string Id, string Name, int Version, bool IsPaused, DateTime UpdatedAt)
{
    public RunStrip Strip { get; init; } = new([]);
}
