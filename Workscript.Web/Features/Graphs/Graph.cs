using System.Collections.Frozen;
using Workscript.Engine.Definitions;

namespace Workscript.Web.Features.Graphs;

/// <summary>What <c>_Graph.cshtml</c> draws: the steps of a program, where their boxes lead, and what is to be said of them.</summary>
/// <param name="Title">What a screen reader calls the picture.</param>
/// <param name="Address">The page that it is on, to which the links that unfold a part lead.</param>
public sealed record Graph(string Title, IReadOnlyList<OutlineStep> Steps, string Address, Func<OutlineStep, string> Href)
{
    /// <summary>In <see cref="Open"/>: everything.</summary>
    public const string Everything = "all";

    private const int MostOpen = 50;

    /// <summary>The folded parts that are to be open, by their ids.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>The paths of steps that must not be folded away.</summary>
    public IReadOnlyCollection<string> Shown { get; init; } = [];

    /// <summary>What is said of steps, by their paths.</summary>
    public IReadOnlyDictionary<string, GraphMark> Marks { get; init; } = FrozenDictionary<string, GraphMark>.Empty;

    /// <summary>Whether the marks are those of a run, so that a step without one did not run.</summary>
    public bool IsRun { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    public bool ReachesEnd { get; init; }

    public int Count => Steps.Sum(step => step.Count);

    /// <summary>The page with one more part open, and nothing open when none is named.</summary>
    public string AddressWith(string? part)
    {
        string[] open = part switch
        {
            null => [],
            Everything => [Everything],
            _ => [.. Open.TakeLast(MostOpen - 1), part],
        };
        var joint = Address.Contains('?') ? '&' : '?';
        return open.Length == 0 ? Address : $"{Address}{joint}{string.Join('&', open.Select(id => $"open={Uri.EscapeDataString(id)}"))}";
    }

    /// <summary>What is to be said of steps that are drawn as one.</summary>
    public GraphMark? MarkOf(IEnumerable<OutlineStep> steps)
    {
        if (Marks.Count == 0)
        {
            return null;
        }

        var marks = WithNested(steps).Select(step => Marks.GetValueOrDefault(step.Path)).OfType<GraphMark>().ToList();
        return marks.Count == 0 ? null : marks.MaxBy(mark => mark.Weight)! with { Count = 0, FailedCount = 0, Href = null };
    }

    private static IEnumerable<OutlineStep> WithNested(IEnumerable<OutlineStep> steps) =>
        steps.SelectMany(step => WithNested(step.Edges.SelectMany(edge => edge.Steps)).Prepend(step));
}

/// <summary>What is said of a step: how it went in a run, or what became of it between two versions.</summary>
public sealed record GraphMark
{
    /// <summary>One of the states that have a colour and an icon: <c>completed</c>, <c>failed</c>, <c>waiting</c>, <c>running</c>.</summary>
    public string? State { get; init; }

    /// <summary>How often it ran.</summary>
    public long Count { get; init; }

    public long FailedCount { get; init; }

    /// <summary>How often each of the edges that the step names was taken; under no name, the others.</summary>
    public IReadOnlyDictionary<string, long> Taken { get; init; } = FrozenDictionary<string, long>.Empty;

    public GraphChange? Change { get; init; }

    /// <summary>Where its box leads, when not to where those of all steps do.</summary>
    public string? Href { get; init; }

    /// <summary>How much it matters beside others, when one mark must stand for several.</summary>
    internal int Weight => State switch
    {
        "failed" => 5,
        "waiting" => 4,
        "running" => 3,
        _ => Change is not null ? 2 : 1,
    };

    public long TimesTaken(string edge) => Taken.GetValueOrDefault(edge);
}

public enum GraphChange
{
    Added,
    Removed,
    Changed,
}
