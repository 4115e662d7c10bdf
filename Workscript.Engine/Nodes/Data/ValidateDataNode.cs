using System.Text.RegularExpressions;
using Workscript.Engine.Schemas;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Checks data and goes one way when it is as it should be, another when it is not.</summary>
internal sealed class ValidateDataNode : INode
{
    private static readonly string[] ValidNames = ["data", "isValid", "validationType"];
    private static readonly string[] ValidJsonNames = ["data", "parsedJson", "isValid", "validationType"];
    private static readonly string[] InvalidNames = ["data", "isValid", "validationType", "errors", "errorCount"];
    private static readonly string[] ResultNames = ["isValid", "timestamp", "validationType", "itemsValidated"];

    public NodeInfo Info { get; } = new()
    {
        Id = "validateData",
        Family = NodeFamily.Data,
        Summary = "Check that data is as it should be",
        Details = "`validationErrors` lists what is wrong, each `{ field, error, value }`; it stays until a later check finds something else. `json_schema` is JSON Schema 2020-12; its references lead within the schema.",
        Parameters =
        [
            new("validationType", ParameterKind.Choice, "How to check") { Choices = ["required_fields", "type_check", "range", "pattern", "json", "json_schema", "custom"], Default = "required_fields" },
            new("data", ParameterKind.Json, "What to check; without it the `data` of the inputs, else the whole state"),
            new("requiredFields", ParameterKind.List, "Paths that must be there and not be empty") { Placeholder = "[\"email\", \"address.city\"]" },
            new("typeChecks", ParameterKind.Rows, "The types that fields must have")
            {
                Columns = [Field, new("expectedType", ParameterKind.Choice, "Its type") { Required = true, Choices = ["string", "number", "boolean", "array", "object", "null", "undefined"] }],
            },
            new("rangeValidations", ParameterKind.Rows, "The ranges that numbers must lie in") { Columns = [Field, new("min", ParameterKind.Number, "The least"), new("max", ParameterKind.Number, "The greatest")] },
            new("patternValidations", ParameterKind.Rows, "The patterns that texts must match")
            {
                Columns = [Field, new("pattern", ParameterKind.Text, "A regular expression") { Required = true }, new("errorMessage", ParameterKind.Text, "What to say when it does not match")],
            },
            new("schema", ParameterKind.Json, "A JSON Schema"),
            new("customValidator", ParameterKind.LongText, "JavaScript over `data` that returns true, false, a list of errors, or `{ valid, error, value }`") { IsVerbatim = true, Placeholder = "return data.to > data.from;" },
            new("stopOnError", ParameterKind.Switch, "Whether the first error is enough") { Default = false },
            new("outputErrors", ParameterKind.Switch, "Whether `invalid` hands over the errors") { Default = true },
        ],
        Edges =
        [
            new("valid", "It is as it should be") { Data = ValidNames },
            new("invalid", "It is not") { Data = InvalidNames },
            new("error", "There is nothing to check, or the check itself is wrong") { Data = ["error"] },
        ],
        StateKeys = ["validationResult", "validationErrors", "parsedJson"],
        Example = """
            {
              "id": "validate-example",
              "name": "Check an order",
              "version": "1.0.0",
              "initialState": { "order": { "email": "ada@example.org", "lines": [] } },
              "workflow": [
                { "validateData": {
                    "validationType": "json_schema",
                    "data": "$.order",
                    "schema": { "type": "object", "required": ["email"], "properties": { "lines": { "type": "array", "minItems": 1 } } },
                    "valid?": { "log": { "message": "All is well" } },
                    "invalid?": { "log": { "level": "warning", "message": "{{$.validationErrors}}" } }
                } }
              ]
            }
            """,
    };

    private static ParameterInfo Field => new("field", ParameterKind.Path, "Which field") { Required = true };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        var type = context["validationType"] is { IsMissing: false } given ? Coerce.Text(given) : "required_fields";
        var data = Data(context);
        if (type == "json" ? data.IsNullOrMissing : data.Kind is not (ValueKind.Map or ValueKind.List))
        {
            return Outcome.Fail(type == "json" ? "No data to validate for JSON validation" : "No data to validate or data is not an object");
        }

        if (DataChecks.Missing(type, context) is { } missing)
        {
            return Outcome.Fail(missing);
        }

        try
        {
            var errors = type == "custom"
                ? await DataChecks.CustomAsync(context, data, cancellation)
                : DataChecks.Run(type, context, data, context.Flag("stopOnError") ? 1 : int.MaxValue);
            return Answer(context, type, data, context.Flag("stopOnError") && errors.Count > 1 ? errors[..1] : errors);
        }
        catch (SchemaException e)
        {
            return Outcome.Fail(e.Message, "INVALID_SCHEMA");
        }
        catch (RegexMatchTimeoutException)
        {
            return Outcome.Fail("A regular expression takes too long: make it simpler", "TIMEOUT");
        }
    }

    private static Value Data(NodeContext context) =>
        context["data"] is { IsMissing: false } own ? own : context.Input("data") is { IsMissing: false } handed ? handed : context.WholeState();

    private static Outcome Answer(NodeContext context, string type, Value data, List<Value> errors)
    {
        var isValid = errors.Count == 0;
        context.Set("validationResult", ValueMap.Of(ResultNames, isValid, DateText.Of(context.Now), type, data.AsList?.Count ?? 1));
        if (!isValid)
        {
            var list = ValueList.Of(errors);
            context.Set("validationErrors", list);
            return Outcome.Take("invalid", context.Flag("outputErrors", true) ? ValueMap.Of(InvalidNames, data, false, type, list, list.Count) : ValueMap.Of(ValidNames, data, false, type));
        }

        if (type != "json")
        {
            return Outcome.Take("valid", ValueMap.Of(ValidNames, data, true, type));
        }

        var parsed = DataChecks.Parsed(data);
        context.Set("parsedJson", parsed);
        return Outcome.Take("valid", ValueMap.Of(ValidJsonNames, data, parsed, true, type));
    }
}
