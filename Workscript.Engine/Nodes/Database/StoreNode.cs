using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Database;

/// <summary>Keeps values under keys from run to run.</summary>
internal sealed class StoreNode : INode
{
    private const int MostListed = 1_000;

    private static readonly string[] Operations = ["get", "set", "add", "delete", "list"];
    private static readonly string[] Scopes = ["workflow", "server"];

    public NodeInfo Info { get; } = new()
    {
        Id = "store",
        Family = NodeFamily.Database,
        Summary = "Keep a value under a key, from run to run",
        Details = "`add` counts: it adds to the number that is there (0 where there is none) in one stroke, however many runs do so at once. A value that expires is gone " +
            "from then on; with `add` the expiry counts only for a key that is new, so that a counter per hour ends with its hour.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = Operations },
            new("key", ParameterKind.Text, "The key; for a list, what the keys begin with (all of them without it)") { Placeholder = "last-seen/{{$.customer.id}}" },
            new("value", ParameterKind.Json, "What to set, or the number to add (1 without it)"),
            new("expires", ParameterKind.Duration, "How long to keep it; for ever without it") { Placeholder = "24h" },
            new("scope", ParameterKind.Choice, "Whether the key is this workflow's own, or that of all workflows") { Choices = Scopes, Default = "workflow" },
            new("limit", ParameterKind.Integer, $"At most so many values of a list, up to {MostListed:N0}") { Default = 100 },
        ],
        Edges =
        [
            new("success", "It is done") { Data = ["key", "value", "items", "count"] },
            new("found", "The key has a value") { Data = ["key", "value"] },
            new("not_found", "The key has no value, or none any more") { Data = ["key"] },
            new("error", "It could not be done") { Data = ["error", "code"] },
        ],
        StateKeys = ["storeValue", "storeItems"],
        Effect = NodeEffect.Once,
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
        var operation = context["operation"].AsText ?? "";
        var scope = context.Text("scope", "workflow");
        var key = context["key"].IsNullOrMissing ? "" : Coerce.TemplateText(context["key"]);
        if (Problem(context, operation, scope, key) is { } problem)
        {
            return Outcome.Fail(problem);
        }

        var call = new Call(context, scope == "server" ? "" : context.WorkflowId, key, cancellation);
        try
        {
            return operation switch
            {
                "get" => Got(call, await call.Store.GetAsync(call.Scope, key, cancellation)),
                "set" => await SetAsync(call),
                "add" => await AddAsync(call),
                "delete" => await call.Store.DeleteAsync(call.Scope, key, cancellation) ? Outcome.Take("success", ValueMap.Of("key", key)) : NotFound(key),
                _ => await ListAsync(call),
            };
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

    private static string? Problem(NodeContext context, string operation, string scope, string key)
    {
        if (operation.Length == 0)
        {
            return "Missing required parameter: operation";
        }

        if (!Operations.Contains(operation))
        {
            return $"Unknown operation: {operation}";
        }

        if (!Scopes.Contains(scope))
        {
            return $"Invalid scope: {scope}. Must be one of {string.Join(", ", Scopes)}";
        }

        if (key.Length == 0 && operation != "list")
        {
            return "Missing required parameter: key";
        }

        if (operation == "set" && context["value"].IsMissing)
        {
            return "Missing required parameter: value";
        }

        return context["expires"].IsNullOrMissing || Duration.TryParse(context["expires"]) > TimeSpan.Zero
            ? null
            : $"'{Coerce.TemplateText(context["expires"])}' is no duration: write it as 30s, 5m or 24h";
    }

    private static Outcome Got(Call call, Value value)
    {
        call.Context.Set("storeValue", value);
        return value.IsMissing ? NotFound(call.Key) : Outcome.Take("found", ValueMap.Of(["key", "value"], call.Key, value));
    }

    private static async Task<Outcome> SetAsync(Call call)
    {
        var value = call.Context["value"];
        await call.Store.SetAsync(call.Scope, call.Key, value, call.ExpiresAt, call.Cancellation);
        return Kept(call, value);
    }

    private static async Task<Outcome> AddAsync(Call call)
    {
        var amount = call.Context["value"].IsNullOrMissing ? 1 : call.Context["value"];
        return amount.IsNumber
            ? Kept(call, await call.Store.ChangeAsync(call.Scope, call.Key, old => Sum(call.Key, old, amount), call.ExpiresAt, call.Cancellation))
            : Outcome.Fail($"Only a number can be added, not {Coerce.TemplateText(amount)}");
    }

    private static Value Sum(string key, Value old, Value amount)
    {
        if (!old.IsMissing && !old.IsNumber)
        {
            throw new NodeException("NOT_A_NUMBER", $"'{key}' has a value that is no number, so nothing can be added to it");
        }

        return Arithmetic.Add(old.IsMissing ? 0 : old, amount);
    }

    private static Outcome Kept(Call call, Value value)
    {
        call.Context.Set("storeValue", value);
        return Outcome.Take("success", ValueMap.Of(["key", "value"], call.Key, value));
    }

    private static async Task<Outcome> ListAsync(Call call)
    {
        var limit = call.Context["limit"].IsNullOrMissing ? 100 : Coerce.Number(call.Context["limit"]);
        if (!(limit is >= 1 and <= MostListed))
        {
            return Outcome.Fail($"Invalid limit: it must be a number from 1 to {MostListed:N0}");
        }

        var found = await call.Store.ListAsync(call.Scope, call.Key, (int)limit, call.Cancellation);
        var items = ValueList.Of(found.Select(item => Value.Of(ValueMap.Of(
            ["key", "value", "expiresAt"], item.Key, item.Value, item.ExpiresAt is { } time ? DateText.Of(time) : Value.Null))).ToArray());
        call.Context.Set("storeItems", items);
        return Outcome.Take("success", ValueMap.Of(["items", "count"], items, items.Count));
    }

    private static Outcome NotFound(string key) => Outcome.Take("not_found", ValueMap.Of("key", key));

    private sealed record Call(NodeContext Context, string Scope, string Key, CancellationToken Cancellation)
    {
        public KeyStore Store => Context.Host.Store;

        public DateTimeOffset? ExpiresAt => Context["expires"].IsNullOrMissing ? null : Context.Now + Duration.TryParse(Context["expires"]);
    }
}
