using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Sets a value in the state. Written <c>{ "$.path": value }</c>, which the reader turns into this node's parameters.</summary>
internal sealed class SetStateNode : PureNode
{
    public const string Id = "__state_setter__";

    private static readonly string[] OutputNames = ["statePath", "value"];

    public override NodeInfo Info { get; } = new()
    {
        Id = Id,
        Family = NodeFamily.Flow,
        Summary = "Set a value in the state",
        Details = "Written as `{ \"$.path\": value }`. Objects on the way to the path are made. A reference that leads nowhere takes the `error` edge and leaves the old value.",
        Parameters =
        [
            new("statePath", ParameterKind.Path, "Where to: names with dots between them") { Required = true, Placeholder = "order.total" },
            new("value", ParameterKind.Json, "The value") { Required = true },
        ],
        Edges = [new("success", "The value is set") { Data = ["statePath", "value"] }, new("error", "There is no value, or no such path can be") { Data = ["error"] }],
        HandsOn = true,
        Example = """
            {
              "id": "set-example",
              "name": "Set values in the state",
              "version": "1.0.0",
              "initialState": { "price": 12.5, "quantity": 4 },
              "workflow": [{ "$.order.total": "$.price * $.quantity" }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["statePath"].AsText is not { } text)
        {
            return Outcome.Fail("Missing required parameter: statePath");
        }

        if ((context.SetPath ?? StatePath.TryParse(text)) is not { } path)
        {
            return Outcome.Fail($"Invalid state path: {text}");
        }

        var value = context["value"];
        if (value.IsMissing)
        {
            return Outcome.Fail($"No value to set at $.{text}");
        }

        if (path.ListInTheWay(context.State(path.Root)) is { } list)
        {
            return Outcome.Fail($"{list} is a list: what is set in it has a number, from 0 to the number of its elements");
        }

        context.Set(path, value);
        return Outcome.Take("success", ValueMap.Of(OutputNames, text, value));
    }
}
