namespace Workscript.Engine.Definitions;

/// <summary>A document made ready to run: made once for a workflow's version, immutable, shared by all its runs.</summary>
public sealed class Program
{
    internal Program(WorkflowDefinition definition, IReadOnlyList<Step> steps, int stepCount)
    {
        Definition = definition;
        Steps = steps;
        StepCount = stepCount;
    }

    public WorkflowDefinition Definition { get; }

    /// <summary>All steps, nested ones included.</summary>
    public int StepCount { get; }

    /// <summary>The top-level steps.</summary>
    internal IReadOnlyList<Step> Steps { get; }
}
