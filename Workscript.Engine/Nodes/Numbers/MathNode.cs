using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Numbers;

/// <summary>Folds numbers from the left. Texts among the values of an addition are joined, as in JavaScript.</summary>
internal sealed class MathNode : PureNode
{
    private static readonly string[] OutputNames = ["result"];
    private static readonly StatePath Result = StatePath.Key("mathResult");

    public override NodeInfo Info { get; } = new()
    {
        Id = "math",
        Family = NodeFamily.Numbers,
        Summary = "Add, subtract, multiply or divide numbers",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do, from left to right") { Required = true, Choices = ["add", "subtract", "multiply", "divide"] },
            new("values", ParameterKind.List, "The numbers") { Required = true, TellsMissing = true },
        ],
        Edges = [new("success", "The result is there") { Data = ["result"] }, new("error", "No operation, or nothing to compute") { Data = ["error"] }],
        StateKeys = ["mathResult"],
        Example = """
            {
              "id": "math-example",
              "name": "Add up",
              "version": "1.0.0",
              "initialState": { "net": 100, "tax": 19 },
              "workflow": [{ "math": { "operation": "add", "values": ["$.net", "$.tax"] } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var operation = context["operation"];
        if (!Coerce.Truth(operation) || !Coerce.Truth(context["values"]))
        {
            return Outcome.Fail("Missing operation or values");
        }

        if (context["values"].AsList is not { } values)
        {
            return Outcome.Fail("Values must be an array");
        }

        if (operation.AsText is not ("add" or "multiply") && values.Count == 0)
        {
            return Outcome.Fail(operation.AsText is "subtract" or "divide" ? $"Nothing to {operation.AsText}" : $"Unknown operation: {Coerce.Text(operation)}");
        }

        var result = operation.AsText switch
        {
            "add" => Addition.Of(values.AsSpan()),
            "subtract" => Fold(values, (a, b) => a - b),
            "multiply" => Fold(values, (a, b) => a * b, 1),
            "divide" => Fold(values, (a, b) => a / b),
            _ => Value.Missing,
        };
        if (result.IsMissing)
        {
            return Outcome.Fail($"Unknown operation: {Coerce.Text(operation)}");
        }

        context.Set(Result, result);
        return Outcome.Take("success", ValueMap.Of(OutputNames, result));
    }

    private static Value Fold(ValueList values, Func<double, double, double> combine, double? start = null)
    {
        if (start is null && values.Count == 1)
        {
            return values[0].IsMissing ? Value.Null : values[0];
        }

        var result = start ?? Coerce.Number(values[0]);
        for (var i = start is null ? 1 : 0; i < values.Count; i++)
        {
            result = combine(result, Coerce.Number(values[i]));
        }

        return result;
    }
}
