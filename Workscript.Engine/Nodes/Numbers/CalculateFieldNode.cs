using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Numbers;

/// <summary>Calculates keys of the state from formulas, one after the other.</summary>
internal sealed class CalculateFieldNode : PureNode
{
    private const string NoField = "Invalid outputField";
    private const string NoFormula = "Invalid formula";

    private static readonly string[] OutputNames = ["result", "calculatedFields", "totalCalculations", "successfulCalculations", "failedCalculations"];
    private static readonly string[] OutputNamesWithErrors = [.. OutputNames, "errors"];
    private static readonly string[] ErrorNames = ["field", "error"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "calculateField",
        Family = NodeFamily.Numbers,
        Summary = "Calculate fields from formulas",
        Details = "In a formula `{price}` is a number of the state, or one that the step has calculated before; `{order.total}` and `{$input.total}` lead to one further inside. " +
            "All else is the expression language: `({net} - {cost}) / {net} * 100`, `sqrt({area})`, `{side} ** 2`. The results are set in the state when all formulas are done.",
        Parameters =
        [
            new("calculations", ParameterKind.Rows, "What to calculate, in this order")
            {
                Required = true,
                Columns =
                [
                    new("outputField", ParameterKind.Text, "The key of the state for the result") { Required = true },
                    new("formula", ParameterKind.Text, "The formula") { Required = true, Placeholder = "{quantity} * {price}" },
                    new("precision", ParameterKind.Integer, "How many digits after the point to round to; without it the result is not rounded"),
                ],
            },
            new("onError", ParameterKind.Choice, "What to do when a formula comes to no number: stop, go on without it, or take `defaultValue`") { Choices = ["stop", "skip", "use_default"], Default = "stop" },
            new("defaultValue", ParameterKind.Json, "The result of a formula that comes to no number, for `use_default`") { Default = Value.Null },
        ],
        Edges =
        [
            new("success", "The formulas are calculated, or the step goes on without those that are not") { Data = OutputNamesWithErrors },
            new("error", "A formula comes to no number, or there is none; nothing is set in the state") { Data = ["error", "formula", "reason"] },
        ],
        StateKeys = ["calculationResult", "calculatedFields", "calculationErrors"],
        Example = """
            {
              "id": "calculate-field-example",
              "name": "Profit and margin",
              "version": "1.0.0",
              "initialState": { "revenue": 1200, "cost": 850 },
              "workflow": [
                { "calculateField": {
                    "calculations": [
                      { "outputField": "profit", "formula": "{revenue} - {cost}" },
                      { "outputField": "margin", "formula": "{profit} / {revenue} * 100", "precision": 1 }
                    ],
                    "success?": { "log": { "message": "Profit {{$.profit}}, margin {{$.margin}} %" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["calculations"].AsList is not { Count: > 0 } rows)
        {
            return Outcome.Fail("Missing or invalid calculations parameter");
        }

        var onError = context["onError"] is { IsMissing: false } given ? given : "stop";
        if (Coerce.Truth(onError) && onError.AsText is not ("stop" or "skip" or "use_default"))
        {
            return Outcome.Fail("Invalid onError parameter");
        }

        var calculated = new ValueMap.Builder(rows.Count);
        var errors = new List<Value>();
        foreach (ref readonly var row in rows.AsSpan())
        {
            try
            {
                Calculate(row, calculated, context);
            }
            catch (CalculationException e)
            {
                if (onError.AsText == "stop")
                {
                    return Failed(row, e);
                }

                if (onError.AsText == "use_default" && e.Message is not (NoField or NoFormula))
                {
                    calculated.Set(row["outputField"].AsText!, context["defaultValue"] is { IsMissing: false } value ? value : Value.Null);
                }

                errors.Add(ValueMap.Of(ErrorNames, Coerce.Truth(row["outputField"]) ? row["outputField"] : "unknown", e.Message));
            }
        }

        return Calculated(context, calculated.Build(), ValueList.Of(errors), rows.Count);
    }

    private static void Calculate(Value row, ValueMap.Builder calculated, NodeContext context)
    {
        var field = row["outputField"].AsText is { Length: > 0 } name ? name : throw new CalculationException(NoField);

        // A formula that begins with "$." is an expression of the document, so that its number is already there.
        var formula = row["formula"];
        var number = formula.AsText is { Length: > 0 } text ? Formula.Evaluate(text, calculated, context) : formula.IsNumber ? formula : throw new CalculationException(NoFormula);
        calculated.Set(field, Rounded(number, row["precision"]));
    }

    private static Value Rounded(Value number, Value precision)
    {
        if (precision.IsMissing)
        {
            return number;
        }

        if (!precision.IsNumber || precision.AsDouble < 0 || precision.AsDouble != Math.Truncate(precision.AsDouble))
        {
            throw new CalculationException("Precision must be a non-negative integer");
        }

        return number.IsInteger(out _) ? number : Rounding.ToDigits(number.AsDouble, precision.AsDouble);
    }

    private static Outcome Failed(Value row, CalculationException e)
    {
        var field = Coerce.Text(row["outputField"]);
        var message = e.Message switch
        {
            NoField => $"{NoField} in calculation",
            NoFormula => $"{NoFormula} for field \"{field}\"",
            _ => $"Calculation error for field \"{field}\": {e.Message}",
        };
        return Outcome.Fail(message, "EXPRESSION_ERROR", new ValueMap.Builder().SetIfPresent("formula", row["formula"]).SetIfPresent("reason", e.Reason ?? Value.Missing).Build());
    }

    private static Outcome Calculated(NodeContext context, ValueMap calculated, ValueList errors, int count)
    {
        // The whole state, but not the node's own earlier result: in a loop it would hold itself again and again.
        var state = ValueMap.Builder.From(context.WholeState().Without("calculationResult"));
        foreach (var (name, value) in calculated)
        {
            state.Set(name, value);
            context.Set(name, value);
        }

        var result = state.Build();
        context.Set("calculationResult", result);
        context.Set("calculatedFields", calculated);
        if (errors.Count == 0)
        {
            return Outcome.Take("success", ValueMap.Of(OutputNames, result, calculated, count, calculated.Count, 0));
        }

        context.Set("calculationErrors", errors);
        return Outcome.Take("success", ValueMap.Of(OutputNamesWithErrors, result, calculated, count, calculated.Count, errors.Count, errors));
    }
}
