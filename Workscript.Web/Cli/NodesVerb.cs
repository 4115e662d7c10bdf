using System.Text;
using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;

namespace Workscript.Web.Cli;

/// <summary>The catalogue of nodes.</summary>
internal sealed class NodesVerb : Verb
{
    public override string Name => "nodes";

    public override string Summary => "lists the kinds of steps, or tells all about one";

    public override string Operands => "[ID]";

    public override Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        var catalog = NodeCatalog.Standard;
        Console.WriteLine(arguments.Operands.Count == 0 ? List(catalog) : Describe(Find(catalog, arguments.Single(this))));
        return Task.FromResult(ExitCodes.Done);
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

        return text.ToString().TrimEnd();
    }

    private static string Describe(NodeInfo info)
    {
        var text = new StringBuilder($"{info.Id}: {info.Summary}\n");
        if (info.Details is { } details)
        {
            text.Append('\n').Append(details.Trim()).Append('\n');
        }

        Section(text, "Parameters", [.. info.Parameters.Select(parameter => (Title(parameter), Help(parameter)))]);
        Section(text, "Edges", [.. info.Edges.Select(edge => (edge.Name, edge.Help))]);
        Section(text, "Writes to the state", [.. info.StateKeys.Select(key => (key, ""))]);
        return text.Append("\nExample\n").Append(info.Example.Trim()).ToString();
    }

    private static void Section(StringBuilder text, string title, (string Name, string Help)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append('\n');
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, help) in rows)
        {
            text.Append($"  {name.PadRight(width)}  {help}".TrimEnd()).Append('\n');
        }
    }

    private static string Title(ParameterInfo parameter) => $"{parameter.Name} ({parameter.Kind.ToString().ToLowerInvariant()}{(parameter.Required ? ", required" : "")})";

    private static string Help(ParameterInfo parameter)
    {
        var choices = parameter.Choices.Count > 0 ? $"; one of {string.Join(", ", parameter.Choices)}" : "";
        var otherwise = parameter.Default.IsMissing ? "" : $"; default {parameter.Default}";
        return parameter.Help + choices + otherwise;
    }
}
