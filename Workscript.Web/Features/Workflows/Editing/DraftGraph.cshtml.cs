using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Web.Features.Graphs;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The picture of a draft; its boxes lead to the forms of the steps.</summary>
public sealed class DraftGraphModel(WorkflowDrafts drafts, WorkflowEngine engine) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The parts of the graph that are to be open.</summary>
    [BindProperty(SupportsGet = true)]
    public string[] Open { get; set; } = [];

    public string Name { get; private set; } = "";

    /// <summary>Null where the draft has errors.</summary>
    public Graph? Graph { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        Name = edited.Name;
        var home = $"/workflows/{Id}/edit";
        Graph = engine.Read(edited.Text).Program is not { } program ? null : new($"The steps of the draft of {Name}", program.Outline, $"{home}/graph", step => $"{home}?step={Uri.EscapeDataString(step.Path)}")
        {
            Open = Open,
        };
        return Page();
    }
}
