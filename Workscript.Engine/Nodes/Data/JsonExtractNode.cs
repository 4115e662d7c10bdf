using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Takes one value out of nested data.</summary>
internal sealed class JsonExtractNode : PureNode
{
    private static readonly string[] Methods = ["dot_notation", "bracket_notation", "simple_path"];
    private static readonly string[] FoundNames = ["value", "path", "method", "outputField", "message"];
    private static readonly string[] MissingNames = ["path", "method", "fallbackValue", "message"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "jsonExtract",
        Family = NodeFamily.Data,
        Summary = "Take one value out of nested data",
        Details = "A path is written `user.name`, `lines.0.price`, `lines[0].price` or `user['first name']`; `lines[-1]` counts from the end. A value that is null is found.",
        Parameters =
        [
            new("path", ParameterKind.Text, "Where the value is") { Required = true, Placeholder = "order.lines[0].price" },
            new("data", ParameterKind.Json, "What to look into; without it the `data` of the inputs, else all of them"),
            new("method", ParameterKind.Choice, "Without effect, since every path is understood; kept so that older documents are accepted") { Choices = Methods, Default = "dot_notation" },
            new("fallbackValue", ParameterKind.Json, "What to write where there is no such value"),
            new("outputField", ParameterKind.Text, "The state key for the value") { Default = "extractedValue" },
        ],
        Edges =
        [
            new("success", "The value is there") { Data = FoundNames },
            new("not_found", "It is not; also when there is a fallback") { Data = MissingNames },
            new("error", "There is no path, or the method is unknown") { Data = ["error"] },
        ],
        StateKeys = ["{outputField}"],
        Example = """
            {
              "id": "json-extract-example",
              "name": "The price of the first line",
              "version": "1.0.0",
              "initialState": { "order": { "lines": [{ "price": 12.5 }] } },
              "workflow": [{ "jsonExtract": { "path": "order.lines[0].price", "outputField": "price", "not_found?": { "log": { "message": "No lines" } } } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["path"].AsText is not { Length: > 0 } path)
        {
            return Outcome.Fail("Missing required parameter: path");
        }

        var method = context["method"] is { IsMissing: false } given ? Coerce.Text(given) : "dot_notation";
        if (!Methods.Contains(method))
        {
            return Outcome.Fail($"Unknown method: {method}");
        }

        var output = context.Text("outputField", "extractedValue");
        var value = Find(context, path);
        if (!value.IsMissing)
        {
            context.Set(output, value);
            return Outcome.Take("success", ValueMap.Of(FoundNames, value, path, method, output, $"Extracted value from path: {path}"));
        }

        var fallback = context["fallbackValue"];
        if (!fallback.IsMissing)
        {
            context.Set(output, fallback);
        }

        return Outcome.Take("not_found", ValueMap.Of(MissingNames, path, method, fallback.IsMissing ? Value.Null : fallback, $"No value found at path: {path}"));
    }

    private static Value Find(NodeContext context, string path) =>
        context.Source("data") is { IsMissing: false } data ? ValuePath.Read(data, path) : context.InputAt(path);
}
