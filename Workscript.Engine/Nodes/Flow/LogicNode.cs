using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Compares or combines values with JavaScript's rules and goes along <c>true</c> or <c>false</c>.</summary>
internal sealed class LogicNode : PureNode
{
    private static readonly string[] OutputNames = ["result"];
    private static readonly StatePath Result = StatePath.Key("logicResult");

    public override NodeInfo Info { get; } = new()
    {
        Id = "logic",
        Family = NodeFamily.Flow,
        Summary = "Decide between two ways",
        Details = "`and`, `or` and `not` look at what counts as true (not `\"\"`, `0`, `null` and `false`). `equal` does not convert: `1` is not `\"1\"`. `greater` and `less` compare the first two values, texts by letter, all else as numbers.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "How to decide") { Required = true, Choices = ["and", "or", "not", "equal", "greater", "less"] },
            new("values", ParameterKind.List, "What to look at") { Required = true, TellsMissing = true },
        ],
        Edges =
        [
            new("true", "It holds") { Data = ["result"] },
            new("false", "It does not hold") { Data = ["result"] },
            new("error", "No operation or no values") { Data = ["error"] },
        ],
        StateKeys = ["logicResult"],
        Example = """
            {
              "id": "logic-example",
              "name": "Large orders are checked",
              "version": "1.0.0",
              "initialState": { "total": 1200 },
              "workflow": [
                { "logic": {
                    "operation": "greater",
                    "values": ["$.total", 1000],
                    "true?": { "log": { "message": "Check this order" } },
                    "false?": { "log": { "message": "Ship it" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (!Coerce.Truth(context["operation"]) || !Coerce.Truth(context["values"]))
        {
            return Outcome.Fail("Missing operation or values");
        }

        if (context["values"].AsList is not { } values)
        {
            return Outcome.Fail("Values must be an array");
        }

        var operation = Coerce.Text(context["operation"]);

        if (Decide(operation, values) is not { } holds)
        {
            return Outcome.Fail($"Unknown operation: {operation}");
        }

        context.Set(Result, holds);
        return Outcome.Take(holds ? "true" : "false", ValueMap.Of(OutputNames, holds));
    }

    private static bool? Decide(string operation, ValueList values) => operation switch
    {
        "and" => !Holds(values, false),
        "or" => Holds(values, true),
        "not" => !Coerce.Truth(values.Count > 0 ? values[0] : Value.Missing),
        "equal" => values.Count >= 2 && values[0].IsSame(values[1]),
        "greater" => values.Count >= 2 && Coerce.Less(values[1], values[0]),
        "less" => values.Count >= 2 && Coerce.Less(values[0], values[1]),
        _ => null,
    };

    private static bool Holds(ValueList values, bool truth)
    {
        foreach (ref readonly var value in values.AsSpan())
        {
            if (Coerce.Truth(value) == truth)
            {
                return true;
            }
        }

        return false;
    }
}
