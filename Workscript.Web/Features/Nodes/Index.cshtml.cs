using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Engine.Nodes;

namespace Workscript.Web.Features.Nodes;

public sealed class IndexModel(WorkflowEngine engine) : PageModel
{
    /// <summary>Words that are all to be found in a node's id, summary, parameters or edges.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IEnumerable<IGrouping<NodeFamily, NodeInfo>> Families => engine.Catalog.Nodes.Select(node => node.Info).Where(Matches).GroupBy(info => info.Family);

    private bool Matches(NodeInfo info) =>
        (Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Words(info).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Words(NodeInfo info) =>
        [info.Id, info.Summary, info.Family.ToString(), .. info.Parameters.Select(p => p.Name), .. info.Parameters.SelectMany(p => p.Choices), .. info.Edges.Select(e => e.Name)];
}
