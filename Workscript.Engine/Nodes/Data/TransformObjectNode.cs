using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Changes the shape of an object: flat or nested, fewer members, other names.</summary>
internal sealed class TransformObjectNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "operation", "message"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "transformObject",
        Family = NodeFamily.Data,
        Summary = "Change the shape of an object",
        Details = "What is no object passes through as it is. `flatten` leaves out empty objects; with `depth`, what lies deeper keeps its own names.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = ["flatten", "unflatten", "pick", "omit", "renameKeys"] },
            new("data", ParameterKind.Json, "The object; without it the `data` of the inputs, else all of them"),
            new("separator", ParameterKind.Text, "What stands between the names of a flat object") { Default = "." },
            new("depth", ParameterKind.Integer, "How many levels to flatten; without it all"),
            new("keys", ParameterKind.List, "The members to pick or omit"),
            new("renameMap", ParameterKind.Map, "Old name to new name"),
            new("recursive", ParameterKind.Switch, "Whether to omit or rename in inner objects too") { Default = false },
        ],
        Edges = [new("success", "It is done") { Data = OutputNames }, new("error", "The operation is unknown, or lacks a parameter") { Data = ["error"] }],
        StateKeys = ["transformedObject"],
        Example = """
            {
              "id": "transform-object-example",
              "name": "Flatten an address",
              "version": "1.0.0",
              "initialState": { "person": { "name": "Ada", "address": { "city": "London", "zip": "W1" } } },
              "workflow": [{ "transformObject": { "operation": "flatten", "data": "$.person" } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["operation"] is not { IsMissing: false } given || given.AsText is "")
        {
            return Outcome.Fail("Missing required parameter: operation");
        }

        var operation = Coerce.Text(given);
        if (Missing(context, operation) is { } missing)
        {
            return Outcome.Fail(missing);
        }

        // All inputs, but not the node's own earlier result: in a loop it would hold itself again and again.
        var data = context.Source("data") is { IsMissing: false } source ? source : context.Inputs().Without("transformedObject");
        var result = Transformed(context, operation, data);
        context.Set("transformedObject", result);
        return Outcome.Take("success", ValueMap.Of(OutputNames, result, operation, $"Object transformed with {operation}"));
    }

    private static string? Missing(NodeContext context, string operation) => operation switch
    {
        "flatten" or "unflatten" => null,
        "pick" or "omit" => context["keys"].AsList is null ? $"Missing required parameter: keys for {operation} operation" : null,
        "renameKeys" => context["renameMap"].AsMap is null ? "Missing required parameter: renameMap for renameKeys operation" : null,
        _ => $"Unknown operation: {operation}",
    };

    private static Value Transformed(NodeContext context, string operation, Value data)
    {
        if (data.AsMap is not { } map)
        {
            return data;
        }

        var separator = context["separator"].AsText is { Length: > 0 } given ? given : ".";
        return operation switch
        {
            "flatten" => FlatObject.Of(map, separator, context["depth"] is { IsNumber: true } depth ? depth.AsDouble : double.PositiveInfinity),
            "unflatten" => ObjectTree.Of(map, separator),
            "pick" => ObjectMembers.Pick(map, FieldNames.Of(context["keys"])),
            "omit" => ObjectMembers.Omit(map, FieldNames.Of(context["keys"]), context.Flag("recursive")),
            _ => ObjectMembers.Rename(map, context["renameMap"].AsMap!, context.Flag("recursive")),
        };
    }
}
