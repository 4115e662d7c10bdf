using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>One small change of a text, a list or a JSON text.</summary>
internal sealed class TransformNode : PureNode
{
    private static readonly string[] OutputNames = ["result"];
    private static readonly StatePath Result = StatePath.Key("transformResult");

    public override NodeInfo Info { get; } = new()
    {
        Id = "transform",
        Family = NodeFamily.Text,
        Summary = "Change a text, or turn JSON text into a value and back",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = ["stringify", "parse", "uppercase", "lowercase", "trim", "length", "reverse"] },
            new("data", ParameterKind.Json, "The value; what is not a text is taken as one, but `length` and `reverse` know lists") { Required = true },
        ],
        Edges = [new("success", "The result is there") { Data = ["result"] }, new("error", "No data, an unknown operation, or text that is not JSON") { Data = ["error"] }],
        StateKeys = ["transformResult"],
        Example = """
            {
              "id": "transform-example",
              "name": "Tidy up a name",
              "version": "1.0.0",
              "initialState": { "name": "  Ada Lovelace " },
              "workflow": [
                { "transform": { "operation": "trim", "data": "$.name", "success?": { "$.name": "$.transformResult" } } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var data = context["data"];
        if (!Coerce.Truth(context["operation"]) || data.IsMissing)
        {
            return Outcome.Fail("Missing operation or data");
        }

        try
        {
            var operation = Coerce.Text(context["operation"]);
            var result = Apply(operation, data);
            if (result.IsMissing)
            {
                return Outcome.Fail($"Unknown operation: {operation}");
            }

            context.Set(Result, result);
            return Outcome.Take("success", ValueMap.Of(OutputNames, result));
        }
        catch (JsonException e)
        {
            return Outcome.Fail($"The text is not JSON: {e.Message}", "INVALID_JSON");
        }
        catch (ValueLimitException e)
        {
            return Outcome.Fail(e.Message, "STATE_LIMIT");
        }
    }

    private static Value Apply(string operation, Value data) => operation switch
    {
        "stringify" => Json.Write(Sized(data)),
        "parse" => data.AsText is { } text ? Json.Read(text) : data,
        "uppercase" => CaseMapping.Upper(Coerce.Text(Sized(data))),
        "lowercase" => CaseMapping.Lower(Coerce.Text(Sized(data))),
        "trim" => Coerce.Trim(Coerce.Text(Sized(data))),
        "length" => data.AsList?.Count ?? Coerce.Text(Sized(data)).Length,
        "reverse" => data.AsList is { } list ? Reversed(list) : Reversed(Coerce.Text(Sized(data))),
        _ => Value.Missing,
    };

    /// <summary>The value, unless its text would be too long.</summary>
    private static Value Sized(Value data)
    {
        ValueLimits.CheckText(data.IsText ? 0 : data.Weight);
        return data;
    }

    private static ValueList Reversed(ValueList list)
    {
        var items = list.AsSpan().ToArray();
        Array.Reverse(items);
        return ValueList.Of(items);
    }

    private static string Reversed(string text)
    {
        var letters = text.ToCharArray();
        Array.Reverse(letters);
        return new(letters);
    }
}
