using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Graphs;

namespace Workscript.Web.Features.Runs;

/// <summary>A run as a picture of its workflow, coloured by what ran.</summary>
public sealed class GraphModel(WorkscriptDb db, ProgramCache programs) : PageModel
{
    // A status that tells htmx to ask no more.
    private const int StopPolling = 286;
    private const long ManySteps = 10_000;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The parts of the graph that are to be open.</summary>
    [BindProperty(SupportsGet = true)]
    public string[] Open { get; set; } = [];

    public RunView Run { get; private set; } = null!;

    /// <summary>Null when the version that ran is not stored any more.</summary>
    public Graph? Graph { get; private set; }

    public bool WorkflowExists { get; private set; }

    /// <summary>How often the picture asks for news. Counting many steps takes a while, and changes little.</summary>
    public string Pace => Run.Steps > ManySteps ? "10s" : "2s";

    public string LiveUrl => QueryString.Create(Open.Select(part => KeyValuePair.Create("open", (string?)part))).Add("handler", "Live").ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await LoadAsync(cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnGetLiveAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation))
        {
            return NotFound();
        }

        Response.StatusCode = Run.IsFinal ? StopPolling : StatusCodes.Status200OK;
        return Partial("_LiveGraph", this);
    }

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        if (await db.Runs.Where(r => r.Id == Id).Select(RunView.Of).FirstOrDefaultAsync(cancellation) is not { } run)
        {
            return false;
        }

        Run = run;
        WorkflowExists = run.WorkflowId is { } workflow && await db.Workflows.AnyAsync(w => w.Id == workflow, cancellation);
        if (await programs.ProgramAsync(run, cancellation) is { } program)
        {
            Graph = (await RunGraph.OfAsync(db, run, program.Outline, cancellation)) with { Open = Open };
        }

        return true;
    }
}
