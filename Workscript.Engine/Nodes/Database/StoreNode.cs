using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Database;

/// <summary>Keeps values under keys from run to run.</summary>
internal sealed class StoreNode : INode
{
    public NodeInfo Info { get; } = new()
    {
        Id = "store",
        Family = NodeFamily.Database,
        Summary = "Keep a value under a key, from run to run",
        Details = "`add` counts: it adds to the number that is there (0 where there is none) in one stroke, however many runs do so at once. A value that expires is gone " +
            "from then on; with `add` the expiry counts only for a key that is new, so that a counter per hour ends with its hour.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = StoreStep.Operations },
            new("key", ParameterKind.Text, "The key; for a list, what the keys begin with (all of them without it)") { Placeholder = "last-seen/{{$.customer.id}}" },
            new("value", ParameterKind.Json, "What to set, or the number to add (1 without it)"),
            new("expires", ParameterKind.Duration, "How long to keep it; for ever without it") { Placeholder = "24h" },
            new("scope", ParameterKind.Choice, "Whether the key is this workflow's own, or that of all workflows") { Choices = StoreStep.Scopes, Default = "workflow" },
            new("limit", ParameterKind.Integer, $"At most so many values of a list, up to {StoreStep.MostListed:N0}") { Default = 100 },
        ],
        Edges =
        [
            new("success", "It is done") { Data = ["key", "value", "items", "count"] },
            new("found", "The key has a value") { Data = ["key", "value"] },
            new("not_found", "The key has no value, or none any more") { Data = ["key"] },
            new("error", "It could not be done") { Data = ["error", "code"] },
        ],
        StateKeys = ["storeValue", "storeItems"],
        Effect = NodeEffect.Repeatable,
        Example = """
            {
              "id": "store-example",
              "name": "Count the calls of an hour",
              "version": "1.0.0",
              "workflow": [
                { "store": { "operation": "add", "key": "calls", "expires": "1h" } },
                { "store": { "operation": "get", "key": "calls", "found?": { "log": { "message": "{{$.storeValue}} calls" } } } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return await new StoreStep(context, cancellation).RunAsync();
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code);
        }
        catch (ExpressionException e)
        {
            return Outcome.Fail(e.Message, "NOT_A_NUMBER");
        }
    }

    public NodeEffect EffectOf(NodeContext context) => Coerce.TemplateText(context["operation"]) is "get" or "list" ? NodeEffect.None : NodeEffect.Repeatable;
}
