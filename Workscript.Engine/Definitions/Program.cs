using Workscript.Engine.Nodes.Flow;

namespace Workscript.Engine.Definitions;

/// <summary>A document made ready to run: made once for a workflow's version, immutable, shared by all its runs.</summary>
public sealed class Program
{
    private bool? _waitsForCallback;

    internal Program(WorkflowDefinition definition, Step[] steps, int stepCount)
    {
        Definition = definition;
        Steps = steps;
        StepCount = stepCount;
        Depth = DepthOf(steps);
    }

    public WorkflowDefinition Definition { get; }

    /// <summary>All steps, nested ones included.</summary>
    public int StepCount { get; }

    /// <summary>What the document calls its steps, by their JSON pointers: the <c>@name</c> of those that have one.</summary>
    public IReadOnlyDictionary<string, string> StepNames => field ??= WithNested(Steps)
        .Where(step => step.Options.Name is not null)
        .ToDictionary(step => step.Path, step => step.Options.Name!);

    /// <summary>The steps by their JSON pointers: as they are written, and the nodes that they are of.</summary>
    public IReadOnlyDictionary<string, (string Step, string Node)> StepsByPath => field ??= WithNested(Steps)
        .ToDictionary(step => step.Path, step => (step.Key, step.Info.Id));

    /// <summary>The top-level steps with all that hangs on them, as pictures and lists show them.</summary>
    public IReadOnlyList<OutlineStep> Outline => field ??= OutlineStep.Of(Steps, Steps);

    /// <summary>Whether a step of it waits for a call from outside, and so the run needs an address.</summary>
    internal bool WaitsForCallback => _waitsForCallback ??= WithNested(Steps).Any(step => step.Node is WaitForCallbackNode);

    /// <summary>The top-level steps.</summary>
    internal Step[] Steps { get; }

    /// <summary>How many rows of steps lie within each other at the most.</summary>
    internal int Depth { get; }

    /// <summary>The keys of the state in which the document's nodes leave their results, as long as no parameter names another.</summary>
    internal IReadOnlySet<string> ResultKeys => field ??= WithNested(Steps).SelectMany(step => step.Info.StateKeys).ToHashSet(StringComparer.Ordinal);

    private static int DepthOf(Step[] steps)
    {
        var deepest = 0;
        foreach (var step in steps)
        {
            foreach (var route in step.Routes)
            {
                deepest = Math.Max(deepest, DepthOf(route.Steps));
            }
        }

        return deepest + 1;
    }

    private static IEnumerable<Step> WithNested(IEnumerable<Step> steps) =>
        steps.SelectMany(step => WithNested(step.Routes.SelectMany(route => route.Steps)).Prepend(step));
}
