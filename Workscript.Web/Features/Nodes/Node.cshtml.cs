using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Engine.Nodes;

namespace Workscript.Web.Features.Nodes;

public sealed class NodeModel(WorkflowEngine engine) : PageModel
{
    public NodeInfo Info { get; private set; } = null!;

    public string Effect => Info.Effect switch
    {
        NodeEffect.None => "none: it changes nothing outside the run",
        NodeEffect.Repeatable => "one that may be repeated without harm",
        NodeEffect.Once => "one that must not happen twice",
    };

    public IActionResult OnGet(string id)
    {
        if (engine.Catalog.Find(id) is not { } node)
        {
            return NotFound();
        }

        Info = node.Info;
        return Page();
    }
}
