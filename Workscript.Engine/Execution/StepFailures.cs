using Workscript.Engine.Definitions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>The failures of steps that are not their nodes' own words.</summary>
internal static class StepFailures
{
    public static Outcome.Failed TimedOut(Step step) =>
        new($"The step took longer than its @timeout of {Duration.Text(step.Options.Timeout!.Value)}", RunErrorCodes.Timeout, null);

    /// <summary>A step whose process ended in the middle of what must not happen twice.</summary>
    public static Outcome.Failed Interrupted(Step step) => new(
        $"The server ended while this step was under way, so it may or may not have had its effect. It is not repeated, for {step.Info.Id} may not be; \"@onInterrupted\": \"retry\" allows it",
        RunErrorCodes.Interrupted,
        null);

    /// <summary>What a failed step hands over along its error edge.</summary>
    public static ValueMap ErrorData(Step step, Outcome.Failed failed)
    {
        var data = new ValueMap.Builder().Set("error", failed.Message);
        if (failed.Code is not null)
        {
            data.Set("code", failed.Code);
        }

        data.Set("nodeId", step.Info.Id);
        foreach (var (name, value) in failed.Details ?? ValueMap.Empty)
        {
            data.Set(name, value);
        }

        return data.Build();
    }

    // What a node throws becomes its error edge; nothing that it changed takes hold. Only a process without memory has a graver problem.
    public static bool IsOfStep(Exception e) => e is not OutOfMemoryException;

    public static Outcome.Failed Thrown(Exception e) => new(e.Message, CodeOf(e), null);

    public static string CodeOf(Exception e) => e switch
    {
        NodeException node => node.Code,
        ExpressionException => RunErrorCodes.ExpressionError,
        ValueLimitException => RunErrorCodes.StateLimit,
        _ => RunErrorCodes.NodeFailed,
    };
}
