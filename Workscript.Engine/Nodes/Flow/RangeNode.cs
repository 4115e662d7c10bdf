using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Counts from a start to before a stop. As a loop it takes <c>current_step</c> for each number, then <c>complete</c>.</summary>
internal sealed class RangeNode : PureNode
{
    private static readonly string[] StepNames = ["value", "index", "totalIterations", "isFirst", "isLast", "remaining", "start", "stop", "step"];
    private static readonly string[] CompleteNames = ["message", "totalIterations", "valuesProcessed", "start", "stop", "step"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "range",
        Family = NodeFamily.Flow,
        Summary = "Count, and run steps for each number",
        Details = "Write it as a loop, `\"range...\"`. Its state belongs to the loop: nested loops and a second one start afresh.",
        Parameters =
        [
            new("stop", ParameterKind.Number, "Where to stop; the number itself is not reached") { Required = true },
            new("start", ParameterKind.Number, "The first number") { Default = 0 },
            new("step", ParameterKind.Number, "From one number to the next; negative counts down") { Default = 1 },
            new("valueKey", ParameterKind.Text, "The state key for the number") { Default = "rangeValue" },
            new("indexKey", ParameterKind.Text, "The state key for how many came before") { Default = "rangeIndex" },
            new("stateKey", ParameterKind.Text, "Without effect; kept so that older documents are accepted"),
        ],
        Edges =
        [
            new("current_step", "For each number") { Data = StepNames },
            new("complete", "After the last one") { Data = CompleteNames },
            new("error", "A number is missing or wrong") { Data = ["error"] },
        ],
        StateKeys = ["{valueKey}", "{indexKey}", "rangeTotal", "rangeIsFirst", "rangeIsLast"],
        Example = """
            {
              "id": "range-example",
              "name": "Count to three",
              "version": "1.0.0",
              "workflow": [{ "range...": { "start": 1, "stop": 4, "current_step?": { "log": { "message": "Number {{$.rangeValue}}" } } } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["stop"].IsMissing)
        {
            return Outcome.Fail("Missing required parameter: stop");
        }

        foreach (var name in new[] { "stop", "start", "step" })
        {
            if (context[name] is { IsMissing: false, IsNumber: false })
            {
                return Outcome.Fail($"Parameter \"{name}\" must be a number");
            }
        }

        var (start, stop, step) = (Number(context, "start", 0), context["stop"], Number(context, "step", 1));
        if (step.AsDouble == 0)
        {
            return Outcome.Fail("Parameter \"step\" cannot be zero (would cause infinite loop)");
        }

        var total = Math.Max(0, Math.Ceiling((stop.AsDouble - start.AsDouble) / step.AsDouble));
        return context.Pass < total ? Step(context, total, start, stop, step) : Complete(context, total, start, stop, step);
    }

    private static Outcome Step(NodeContext context, double total, Value start, Value stop, Value step)
    {
        var index = context.Pass;
        var value = context.PreviousOutput["value"] is { IsNumber: true } last ? Next(last, step) : start;
        context.Set(context.Text("valueKey", "rangeValue"), value);
        context.Set(context.Text("indexKey", "rangeIndex"), index);
        SetProgress(context, total, index == 0, index == total - 1);
        return Outcome.Take("current_step", ValueMap.Of(StepNames, value, index, total, index == 0, index == total - 1, total - index - 1, start, stop, step));
    }

    private static Outcome Complete(NodeContext context, double total, Value start, Value stop, Value step)
    {
        context.Set(context.Text("valueKey", "rangeValue"), Value.Missing);
        context.Set(context.Text("indexKey", "rangeIndex"), total > 0 ? total : -1);
        SetProgress(context, total, false, total > 0);
        return Outcome.Take("complete", ValueMap.Of(CompleteNames, "Range iteration completed", total, total, start, stop, step));
    }

    private static void SetProgress(NodeContext context, double total, bool isFirst, bool isLast)
    {
        context.Set("rangeTotal", total);
        context.Set("rangeIsFirst", isFirst);
        context.Set("rangeIsLast", isLast);
    }

    /// <summary>Added step by step, so that fractions accumulate the noise that JavaScript's would.</summary>
    private static Value Next(Value last, Value step) =>
        last.IsInteger(out var a) && step.IsInteger(out var b) ? a + b : last.AsDouble + step.AsDouble;

    private static Value Number(NodeContext context, string name, long fallback) => context[name] is { IsMissing: false } number ? number : fallback;
}
