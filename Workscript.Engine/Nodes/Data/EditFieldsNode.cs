using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Sets fields from values and templates, each converted to a type, or makes an object from a JSON text with holes.</summary>
internal sealed class EditFieldsNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "fieldsModified", "mode"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "editFields",
        Family = NodeFamily.Data,
        Summary = "Set fields, each with its type",
        Details = "`{{name}}` and `{{address.city}}` in a value stand for members of the step's inputs. The result is in `editFieldsResult`; the fields themselves are also set in the state.",
        FillsNames = true,
        Parameters =
        [
            new("mode", ParameterKind.Choice, "Field by field, or as one JSON text") { Choices = ["manual_mapping", "json_output"], Default = "manual_mapping" },
            new("fieldsToSet", ParameterKind.Rows, "The fields")
            {
                Columns =
                [
                    new("name", ParameterKind.Text, "The field; a dot makes an object") { Required = true },
                    new("value", ParameterKind.Json, "Its value") { Required = true },
                    new("type", ParameterKind.Choice, "What to make of the value") { Choices = ["string", "number", "boolean", "object", "array", "expression"], Default = "string" },
                ],
            },
            new("jsonOutput", ParameterKind.LongText, "JSON text with holes, for `json_output`"),
            new("includeOtherFields", ParameterKind.Switch, "Put all inputs of the step into the result, too, when mapping field by field") { Default = true },
            new("supportDotNotation", ParameterKind.Switch, "Make objects of names with dots") { Default = true },
            new("ignoreTypeErrors", ParameterKind.Switch, "Keep a value as it is when it cannot be converted") { Default = false },
        ],
        Edges = [new("success", "The fields are set") { Data = OutputNames }, new("error", "A value cannot be converted, or the text is not JSON") { Data = ["error"] }],
        StateKeys = ["editFieldsResult", "fieldsModified"],
        Example = """
            {
              "id": "edit-fields-example",
              "name": "Set a greeting",
              "version": "1.0.0",
              "initialState": { "first": "Ada", "last": "Lovelace" },
              "workflow": [
                { "editFields": { "includeOtherFields": false, "fieldsToSet": [{ "name": "greeting", "value": "Dear {{first}} {{last}}", "type": "string" }] } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var mode = context["mode"] is { IsMissing: false } given ? Coerce.Text(given) : "manual_mapping";
        try
        {
            return mode switch
            {
                "manual_mapping" => Map(context),
                "json_output" => FromJson(context),
                _ => Outcome.Fail($"Invalid mode: {mode}. Must be \"manual_mapping\" or \"json_output\""),
            };
        }
        catch (FieldTypeException e)
        {
            return Outcome.Fail(e.Message);
        }
    }

    private static Outcome Map(NodeContext context)
    {
        if (context["fieldsToSet"] is { IsMissing: false, AsList: null })
        {
            return Outcome.Fail("fieldsToSet must be an array");
        }

        // All are converted before the first is set: one that cannot be leaves the state as it was.
        var rows = context["fieldsToSet"].AsList ?? ValueList.Empty;
        var fields = new (StatePath Path, Value Value)[rows.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = Coerce.Text(rows[i]["name"]);
            var path = context.Flag("supportDotNotation", true) ? StatePath.Of(name.Split('.')) : StatePath.Key(name);
            fields[i] = (path, FieldType.Convert(rows[i]["value"], rows[i]["type"].AsText ?? "string", lenient: context.Flag("ignoreTypeErrors")));
        }

        return Set(context, fields);
    }

    private static Outcome Set(NodeContext context, ReadOnlySpan<(StatePath Path, Value Value)> fields)
    {
        // All inputs, but not the node's own earlier result: in a loop it would hold itself again and again.
        var result = context.Flag("includeOtherFields", true) ? ValueMap.Builder.From(context.Inputs().Without("editFieldsResult")) : new();
        var modified = new ValueMap.Builder(fields.Length);
        foreach (var (path, value) in fields)
        {
            result.Set(path.Root, path.Apply(result[path.Root], value));
            modified.Set(path.Root, Value.Null);
            context.Set(path, value);
        }

        return Edited(context, result.Build(), Names(modified.Build()), "manual_mapping");
    }

    private static Outcome FromJson(NodeContext context)
    {
        if (context["jsonOutput"].AsText is not { } text)
        {
            return Outcome.Fail("Missing required parameter: jsonOutput");
        }

        try
        {
            var output = Json.Read(text);
            if (output.AsMap is null && output.AsList is null)
            {
                return Outcome.Fail("jsonOutput must be a JSON object or array");
            }

            return Edited(context, output, Names(output.AsMap ?? ValueMap.Empty), "json_output");
        }
        catch (JsonException e)
        {
            return Outcome.Fail($"jsonOutput is not JSON after its holes were filled: {e.Message}", "INVALID_JSON");
        }
    }

    private static ValueList Names(ValueMap fields)
    {
        var names = new Value[fields.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = fields.Names[i];
        }

        return ValueList.Of(names);
    }

    private static Outcome Edited(NodeContext context, Value result, ValueList names, string mode)
    {
        context.Set("editFieldsResult", result);
        context.Set("fieldsModified", names);
        return Outcome.Take("success", ValueMap.Of(OutputNames, result, names, mode));
    }
}
