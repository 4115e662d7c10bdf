using System.Globalization;
using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;

namespace Workscript.Web.Features.Graphs;

/// <summary>A box as a link, and the graph that it is in.</summary>
public sealed record DrawnBox(Graph Graph, GraphBox Box)
{
    public bool IsFold => Box.Kind == GraphBoxKind.Fold;

    /// <summary>A fold leads to the same page with it open, at its first step.</summary>
    public string Href => IsFold
        ? $"{Graph.AddressWith(Box.Part)}#{Uri.EscapeDataString(GraphText.Id(Box.Step!))}"
        : Box.Mark?.Href ?? Graph.Href(Box.Step!);

    public string Words => Box.Words(Graph.IsRun);

    public string Icon => Box.Step! switch
    {
        _ when IsFold => "fold",
        { Key: ['$', ..] } => "set",
        { } step when step.Edges.Any(edge => edge.Kind == OutlineEdgeKind.Repeated) => "again",
        { Node: { Family: NodeFamily.Flow, NamesOwnEdges: false }, Edges: [] } => "node",
        { } step => $"family-{step.Node.Family.ToString().ToLowerInvariant()}",
    };

    /// <summary>Whether it is shown under its key, for want of a name.</summary>
    public bool IsKeyTitle => !IsFold && Box.Step!.Name is null;

    public string Sub => (IsFold, Box.Step!.Name) switch
    {
        (true, _) => Box.Names,
        (_, null) => Box.Step.Node.Summary,
        _ => Box.Step.Key,
    };

    public string Class => string.Join(' ', new[]
    {
        "graph-box",
        IsFold ? "fold" : null,
        Box.IsDisabled ? "disabled" : null,
        Graph.IsRun && Box.Mark is null ? "idle" : null,
        Box.Mark?.State is not null ? "ran" : null,
        Box.Mark?.Change?.ToString().ToLowerInvariant(),
    }.OfType<string>());
}

internal static class GraphText
{
    private const double PixelsPerRem = 14;

    /// <summary>A length that grows with the reader's size of type, as everything within the picture does.</summary>
    public static string Rem(int pixels) => (pixels / PixelsPerRem).ToString("0.##", CultureInfo.InvariantCulture) + "rem";

    public static string Id(OutlineStep step) => "graph" + step.Path;
}
