using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Runs steps as long as a condition holds. As a loop it takes <c>do</c> while it does, then <c>done</c>.</summary>
internal sealed class WhileNode : PureNode
{
    private const int UsualMaximum = 1000;

    private static readonly string[] DoNames = ["iteration", "isFirst", "maxIterations"];
    private static readonly string[] DoneNames = ["message", "totalIterations", "nodeId"];
    private static readonly StatePath IsFirst = StatePath.Key("whileIsFirst");

    public override NodeInfo Info { get; } = new()
    {
        Id = "while",
        Family = NodeFamily.Flow,
        Summary = "Run steps as long as a condition holds",
        Details = "Write it as a loop, `\"while...\"`. The condition is any value (`\"$.items.length > 0\"`), or `{ \"left\", \"operator\", \"right\" }` with `==`, `===`, `!=`, `!==`, `<`, `<=`, `>`, `>=` or their names (`equals`, `notEquals`, `less`, `lessOrEqual`, `greater`, `greaterOrEqual`).",
        Parameters =
        [
            new("condition", ParameterKind.Json, "What must hold") { Required = true },
            new("maxIterations", ParameterKind.Number, "After this many passes it takes the `error` edge") { Default = UsualMaximum },
            new("iterationKey", ParameterKind.Text, "The state key for how many passes have begun") { Default = "whileIteration" },
            new("stateKey", ParameterKind.Text, "Without effect; kept so that older documents are accepted"),
        ],
        Edges =
        [
            new("do", "The condition holds") { Data = DoNames },
            new("done", "It does not hold any more") { Data = DoneNames },
            new("error", "No condition, an unknown operator, or too many passes") { Data = ["error"] },
        ],
        StateKeys = ["{iterationKey}", "whileIsFirst"],
        Example = """
            {
              "id": "while-example",
              "name": "Count down",
              "version": "1.0.0",
              "initialState": { "n": 3 },
              "workflow": [{ "while...": { "condition": "$.n > 0", "do?": [{ "log": { "message": "{{$.n}}" } }, { "$.n": "$.n - 1" }] } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var condition = context["condition"];
        if (condition.IsMissing)
        {
            return Outcome.Fail("Missing required parameter: condition");
        }

        var maximum = context["maxIterations"] is { IsMissing: false } given ? given : UsualMaximum;
        if (!maximum.IsNumber || maximum.AsDouble <= 0)
        {
            return Outcome.Fail("Parameter \"maxIterations\" must be a positive number");
        }

        if (Holds(condition) is not { } holds)
        {
            return Outcome.Fail($"Unknown operator: {Coerce.Text(condition["operator"])}");
        }

        if (!holds)
        {
            return Done(context);
        }

        return context.Pass < maximum.AsDouble ? Do(context, maximum) : Outcome.Fail($"Maximum iterations ({NumberText.Of(maximum)}) exceeded", "MAX_ITERATIONS");
    }

    private static Outcome Do(NodeContext context, Value maximum)
    {
        var (iteration, isFirst) = (context.Pass + 1, context.Pass == 0);
        context.Set(context.Text("iterationKey", "whileIteration"), iteration);
        context.Set(IsFirst, isFirst);
        return Outcome.Take("do", ValueMap.Of(DoNames, iteration, isFirst, maximum));
    }

    private static Outcome Done(NodeContext context)
    {
        context.Set(context.Text("iterationKey", "whileIteration"), context.Pass);
        context.Set(IsFirst, false);
        return Outcome.Take("done", ValueMap.Of(DoneNames, "While loop condition is false, exiting loop", context.Pass, "while"));
    }

    /// <summary>Whether the condition holds; null when its operator is unknown.</summary>
    private static bool? Holds(Value condition)
    {
        if (condition.AsMap is not { } comparison || !comparison.Contains("operator"))
        {
            return Coerce.Truth(condition);
        }

        var (left, right) = (comparison["left"], comparison["right"]);
        return comparison["operator"].AsText switch
        {
            "==" or "equals" => Coerce.LooselyEqual(left, right),
            "!=" or "notEquals" => !Coerce.LooselyEqual(left, right),
            "===" => left.IsSame(right),
            "!==" => !left.IsSame(right),
            "<" or "less" => Coerce.Number(left) < Coerce.Number(right),
            "<=" or "lessOrEqual" => Coerce.Number(left) <= Coerce.Number(right),
            ">" or "greater" => Coerce.Number(left) > Coerce.Number(right),
            ">=" or "greaterOrEqual" => Coerce.Number(left) >= Coerce.Number(right),
            _ => null,
        };
    }
}
