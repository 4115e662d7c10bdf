using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

public sealed class IndexModel(WorkscriptDb db) : PageModel
{
    private const int PageSize = 50;
    private const int MostCounted = 1_000;

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

    /// <summary>How many of the runs that the filter lets through are over, or are not; counted only so far.</summary>
    public int Final { get; private set; }

    public int Unfinished { get; private set; }

    public bool IsFiltered => Status is not null || Workflow is not null;

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var rows = await Chosen().OrderByDescending(r => r.Id).Take(PageSize + 1).Select(RunRow.Of).ToListAsync(cancellation);
        Next = rows.Count > PageSize ? rows[PageSize - 1].Id : null;
        Runs = rows.Take(PageSize).ToList();
        if (IsFiltered && After is null)
        {
            Final = Status is null or RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled ? await CountAsync(areFinal: true, cancellation) : 0;
            Unfinished = Status is null or RunStatus.Queued or RunStatus.Running or RunStatus.Waiting ? await CountAsync(areFinal: false, cancellation) : 0;
        }

        Workflows = await db.Workflows.OrderBy(w => w.Name).Take(200).Select(w => new WorkflowChoice(w.Id, w.Name)).ToListAsync(cancellation);
    }

    /// <summary>Many are as good as more for a button that leads to a page with the count.</summary>
    public static string Counted(int count) => count > MostCounted ? $"{MostCounted:N0}+" : $"{count:N0}";

    private Task<int> CountAsync(bool areFinal, CancellationToken cancellation) => BulkSteering
        .Chosen(db.Runs, new() { Statuses = Status is { } status ? [status] : [], Workflow = Workflow }, areFinal)
        .Take(MostCounted + 1)
        .CountAsync(cancellation);

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
