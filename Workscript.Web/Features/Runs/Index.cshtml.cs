using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

public sealed class IndexModel(WorkscriptDb db) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public RunStatus? Status { get; set; }

    /// <summary>A workflow's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Workflow { get; set; }

    /// <summary>The id of the last run of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<RunRow> Runs { get; private set; } = [];

    /// <summary>The id to go on after, where there is more.</summary>
    public string? Next { get; private set; }

    public IReadOnlyList<WorkflowChoice> Workflows { get; private set; } = [];

    public bool IsFiltered => Status is not null || Workflow is not null;

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var rows = await Chosen().OrderByDescending(r => r.Id).Take(PageSize + 1).Select(RunRow.Of).ToListAsync(cancellation);
        Next = rows.Count > PageSize ? rows[PageSize - 1].Id : null;
        Runs = rows.Take(PageSize).ToList();
        Workflows = await db.Workflows.OrderBy(w => w.Name).Take(200).Select(w => new WorkflowChoice(w.Id, w.Name)).ToListAsync(cancellation);
    }

    private IQueryable<Run> Chosen()
    {
        var runs = db.Runs.AsQueryable();
        if (Status is { } status)
        {
            runs = runs.Where(r => r.Status == status);
        }

        if (Workflow is { Length: > 0 } workflow)
        {
            runs = runs.Where(r => r.WorkflowId == workflow);
        }

        return After is { Length: > 0 } after ? runs.Where(r => string.Compare(r.Id, after) < 0) : runs;
    }
}

public sealed record WorkflowChoice(string Id, string Name);
