using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;

namespace Workscript.Engine.Definitions;

/// <summary>A step as a picture or a list of a program shows it: what it is called, and where its edges lead.</summary>
public sealed record OutlineStep
{
    /// <summary>The JSON pointer of the step in the document.</summary>
    public required string Path { get; init; }

    /// <summary>As it is written: <c>math</c>, <c>range...</c>, <c>$.total</c>.</summary>
    public required string Key { get; init; }

    public required NodeInfo Node { get; init; }

    /// <summary>What the document calls it.</summary>
    public string? Name { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>The edges that the step names, in the order of the text.</summary>
    public IReadOnlyList<OutlineEdge> Edges { get; init; } = [];

    /// <summary>How many steps there are in it: itself, and all that hang on its edges.</summary>
    public int Count => field > 0 ? field : field = 1 + Edges.Sum(edge => edge.Steps.Sum(step => step.Count));

    /// <summary>The edge along which a run goes that takes one of this name: itself, or the more general one that stands for it; null when the step names neither.</summary>
    public OutlineEdge? EdgeFor(string taken) =>
        Edges.FirstOrDefault(edge => edge.Name == taken)
        ?? (Node.Edge(taken)?.FallsBackTo is { } general ? Edges.FirstOrDefault(edge => edge.Name == general) : null);

    internal static IReadOnlyList<OutlineStep> Of(Step[] steps, Step[] topLevel) => Array.ConvertAll(steps, step => new OutlineStep
    {
        Path = step.Path,
        Key = step.Key,
        Node = step.Info,
        Name = step.Options.Name,
        IsDisabled = step.Options.IsDisabled,
        Edges = Array.ConvertAll(step.Routes, route => new OutlineEdge(route.Edge, Of(route.Steps, topLevel))
        {
            JumpsTo = route.JumpTo is { } target ? topLevel[target].Path : null,
            Kind = KindOf(step, route),
        }),
    });

    private static OutlineEdgeKind KindOf(Step step, Route route) => step.Node switch
    {
        ForEachNode when route.Edge == ForEachNode.Each => OutlineEdgeKind.Repeated,
        ParallelNode when step.Info.Edge(route.Edge) is null => OutlineEdgeKind.Parallel,
        _ => step.IsLoop ? OutlineEdgeKind.Repeated : OutlineEdgeKind.Once,
    };
}

/// <summary>Where an edge leads: to steps, to a top-level step, or nowhere when there is neither.</summary>
public sealed record OutlineEdge(string Name, IReadOnlyList<OutlineStep> Steps)
{
    /// <summary>The path of the top-level step from which the run goes on.</summary>
    public string? JumpsTo { get; init; }

    public OutlineEdgeKind Kind { get; init; }
}

/// <summary>What happens when the steps of an edge are done.</summary>
public enum OutlineEdgeKind
{
    /// <summary>The run goes on after the step that the edge belongs to.</summary>
    Once,

    /// <summary>The step that the edge belongs to has another turn.</summary>
    Repeated,

    /// <summary>The step waits for its other edges of this kind, whose steps run at the same time.</summary>
    Parallel,
}
