using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Numbers;

/// <summary>Computes one number from fields of the state: from one, from two, or from many.</summary>
internal sealed class MathOperationsNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "outputField", "operation", "mode"];
    private static readonly string[] RecordNames = ["operation", "mode", "result", "outputField", "timestamp"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "mathOperations",
        Family = NodeFamily.Numbers,
        Summary = "Compute a number from fields of the state",
        Details = "`multiple_fields` has `add`, `subtract`, `multiply`, `divide`, `power` and `modulo`; `single_field` has `sqrt`, `round`, `ceil`, `floor` and `abs`; " +
            "`aggregate` has `sum`, `add`, `average`, `min`, `max` and `multiply`. Numbers in texts count as numbers, but a text in `value` is appended by `add`.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to compute; what there is depends on the mode")
            {
                Required = true,
                Choices = ["add", "subtract", "multiply", "divide", "power", "modulo", "sqrt", "round", "ceil", "floor", "abs", "sum", "average", "min", "max"],
            },
            new("mode", ParameterKind.Choice, "From two numbers, from one, or from many") { Choices = ["multiple_fields", "single_field", "aggregate"], Default = "multiple_fields" },
            new("field1", ParameterKind.Path, "Where the number is in the state, or the first of two") { Placeholder = "order.quantity" },
            new("field2", ParameterKind.Path, "Where the second number is, for `multiple_fields`") { Placeholder = "order.price" },
            new("value", ParameterKind.Number, "The second number itself, where there is no `field2`"),
            new("fields", ParameterKind.List, "Where the numbers are, for `aggregate`; what is null or missing is left out"),
            new("outputField", ParameterKind.Text, "The key of the state for the result") { Default = "result" },
            new("precision", ParameterKind.Integer, "How many digits after the point to round to; without it the result is not rounded"),
        ],
        Edges =
        [
            new("success", "The result is there") { Data = OutputNames },
            new("error", "A field is missing or no number, the mode has no such operation, or a division by zero") { Data = ["error", "operation", "mode"] },
        ],
        StateKeys = ["{outputField}", "mathOperationsResult"],
        Example = """
            {
              "id": "math-operations-example",
              "name": "The total of an order",
              "version": "1.0.0",
              "initialState": { "order": { "quantity": 3, "price": 19.99 } },
              "workflow": [
                { "mathOperations": {
                    "operation": "multiply",
                    "field1": "order.quantity",
                    "field2": "order.price",
                    "outputField": "total",
                    "precision": 2,
                    "success?": { "log": { "message": "To pay: {{$.total}}" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (MissingParameter(context) is { } missing)
        {
            return Outcome.Fail($"Missing {missing} parameter");
        }

        var operation = Coerce.Text(context["operation"]);
        var mode = context["mode"].IsMissing ? "multiple_fields" : Coerce.Text(context["mode"]);
        var output = context["outputField"].IsMissing ? "result" : Coerce.Text(context["outputField"]);
        try
        {
            var result = Rounded(Compute(context, operation, mode), context["precision"]);
            context.Set(output, result);
            context.Set("mathOperationsResult", ValueMap.Of(RecordNames, operation, mode, result, output, DateText.Of(context.Now)));
            return Outcome.Take("success", ValueMap.Of(OutputNames, result, output, operation, mode));
        }
        catch (CalculationException e)
        {
            return Outcome.Fail(e.Message, null, new ValueMap.Builder().Set("operation", operation).Set("mode", mode).Build());
        }
    }

    private static string? MissingParameter(NodeContext context)
    {
        if (!Coerce.Truth(context["operation"]))
        {
            return "operation";
        }

        return Array.Find(["mode", "outputField"], name => !context[name].IsMissing && !Coerce.Truth(context[name]));
    }

    private static Value Compute(NodeContext context, string operation, string mode) => mode switch
    {
        "single_field" => OfOne(operation, Field(context, "field1", mode)),
        "multiple_fields" => OfTwo(operation, Field(context, "field1", mode), context),
        "aggregate" => OfMany(operation, Fields(context)),
        _ => throw new CalculationException($"Invalid mode: {mode}"),
    };

    private static double OfOne(string operation, double number) => operation switch
    {
        "sqrt" => number < 0 ? throw new CalculationException("Cannot calculate square root of negative number") : Math.Sqrt(number),
        "round" => Rounding.HalfUp(number),
        "ceil" => Math.Ceiling(number),
        "floor" => Math.Floor(number),
        "abs" => Math.Abs(number),
        _ => throw new CalculationException($"Operation \"{operation}\" is not supported in single_field mode. Use sqrt, round, ceil, floor, or abs."),
    };

    private static Value OfTwo(string operation, double first, NodeContext context)
    {
        var value = context["value"];
        if (!Coerce.Truth(context["field2"]) && operation == "add" && !value.IsMissing)
        {
            return Addition.Of([first, value]);
        }

        var second = Second(context, value);
        return operation switch
        {
            "add" => first + second,
            "subtract" => first - second,
            "multiply" => first * second,
            "divide" => second == 0 ? throw new CalculationException("Division by zero is not allowed") : first / second,
            "power" => Math.Pow(first, second),
            "modulo" => second == 0 ? throw new CalculationException("Modulo by zero is not allowed") : first % second,
            _ => throw new CalculationException(
                $"Operation \"{operation}\" is not supported in multiple_fields mode. Use add, subtract, multiply, divide, power, or modulo."),
        };
    }

    private static double Second(NodeContext context, Value value)
    {
        if (Coerce.Truth(context["field2"]))
        {
            return Field(context, "field2", "multiple_fields");
        }

        if (value.IsMissing)
        {
            throw new CalculationException("Either field2 or value parameter is required for multiple_fields mode");
        }

        var number = Coerce.Number(value);
        return double.IsNaN(number) ? throw new CalculationException($"value is not a valid number: {Coerce.Text(value)}") : number;
    }

    private static double OfMany(string operation, List<double> numbers)
    {
        var sum = numbers[0];
        for (var i = 1; i < numbers.Count; i++)
        {
            sum = operation switch
            {
                "multiply" => sum * numbers[i],
                "min" => Math.Min(sum, numbers[i]),
                "max" => Math.Max(sum, numbers[i]),
                _ => sum + numbers[i],
            };
        }

        return operation switch
        {
            "average" => sum / numbers.Count,
            "sum" or "add" or "min" or "max" or "multiply" => sum,
            _ => throw new CalculationException($"Operation \"{operation}\" is not supported in aggregate mode. Use sum, add, average, min, max, or multiply."),
        };
    }

    private static double Field(NodeContext context, string parameter, string mode)
    {
        if (!Coerce.Truth(context[parameter]))
        {
            throw new CalculationException($"{parameter} parameter is required for {mode} mode");
        }

        var path = Coerce.Text(context[parameter]);
        var value = context.StateAt(path);
        return value.IsNullOrMissing ? throw new CalculationException($"Field \"{path}\" not found in state or has null/undefined value") : Number(path, value);
    }

    private static List<double> Fields(NodeContext context)
    {
        if (context["fields"].AsList is not { Count: > 0 } paths)
        {
            throw new CalculationException("fields parameter is required for aggregate mode and must be a non-empty array");
        }

        var numbers = new List<double>(paths.Count);
        foreach (var item in paths)
        {
            var path = Coerce.Text(item);
            if (context.StateAt(path) is { IsNullOrMissing: false } value)
            {
                numbers.Add(Number(path, value));
            }
        }

        return numbers.Count > 0 ? numbers : throw new CalculationException("No valid numeric values found in specified fields");
    }

    private static double Number(string path, Value value)
    {
        var number = Coerce.Number(value);
        return double.IsNaN(number) ? throw new CalculationException($"Field \"{path}\" value is not a valid number: {Coerce.Text(value)}") : number;
    }

    private static Value Rounded(Value result, Value precision) =>
        precision is { IsNumber: true, AsDouble: >= 0 } ? Rounding.ToDigits(Coerce.Number(result), precision.AsDouble) : result;
}
