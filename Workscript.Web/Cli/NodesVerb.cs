using System.Text;
using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Schemas;

namespace Workscript.Web.Cli;

/// <summary>The catalogue of nodes.</summary>
internal sealed class NodesVerb : Verb
{
    public override string Name => "nodes";

    public override string Summary => "lists the kinds of steps, or tells all about one";

    public override string Operands => "[ID]";

    public override IReadOnlyList<VerbOption> Options =>
    [
        new("manifest", null, "the language and all nodes as one text, for language models"),
        new("schema", null, "the JSON Schema of workflows, for editors and other programs"),
    ];

    public override string Details => """
        An editor that knows JSON Schema checks and completes a workflow: put workscript nodes --schema > workflow.schema.json beside it, and
        "$schema": "./workflow.schema.json" into it.
        """;

    public override Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        Console.WriteLine(Answer(NodeCatalog.Standard, arguments).TrimEnd());
        return Task.FromResult(ExitCodes.Done);
    }

    private string Answer(NodeCatalog catalog, Arguments arguments)
    {
        if (!arguments.Has("manifest") && !arguments.Has("schema"))
        {
            return arguments.Operands.Count == 0 ? List(catalog) : NodeDescription.Of(Find(catalog, arguments.Single(this)));
        }

        arguments.None(this);
        return arguments.Has("manifest") ? Manifest.Write(catalog) : WorkflowSchema.Write(catalog);
    }

    private static NodeInfo Find(NodeCatalog catalog, string id) =>
        catalog.Find(id)?.Info ?? throw new UsageException($"there is no node '{id}'{Suggestion.For(id, catalog.Nodes.Select(node => node.Info.Id))}");

    private static string List(NodeCatalog catalog)
    {
        var text = new StringBuilder();
        var width = catalog.Nodes.Max(node => node.Info.Id.Length);
        foreach (var family in catalog.Nodes.Select(node => node.Info).GroupBy(info => info.Family))
        {
            text.Append(family.Key).Append('\n');
            foreach (var info in family)
            {
                text.Append($"  {info.Id.PadRight(width)}  {info.Summary}\n");
            }
        }

        return text.ToString();
    }
}
