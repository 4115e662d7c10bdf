using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Database;

/// <summary>What one <c>store</c> step does.</summary>
internal sealed class StoreStep(NodeContext context, CancellationToken cancellation)
{
    public const int MostListed = 1_000;

    private static readonly string[] ValueNames = ["key", "value"];
    private static readonly string[] ItemNames = ["key", "value", "expiresAt"];
    private static readonly string[] ListNames = ["items", "count"];

    private readonly string _operation = Coerce.TemplateText(context["operation"]);
    private readonly string _key = Coerce.TemplateText(context["key"]);
    private readonly string _scope = context.Text("scope", "workflow");

    public static IReadOnlyList<string> Operations { get; } = ["get", "set", "add", "delete", "list"];

    public static IReadOnlyList<string> Scopes { get; } = ["workflow", "server"];

    private KeyStore Store => context.Host.Store;

    private string Owner => _scope == "server" ? "" : context.WorkflowId;

    private DateTimeOffset? ExpiresAt => context["expires"].IsNullOrMissing ? null : context.Now + Duration.TryParse(context["expires"]);

    /// <exception cref="NodeException">The host cannot do it.</exception>
    /// <exception cref="ExpressionException">A sum is too large.</exception>
    public async ValueTask<Outcome> RunAsync() => Problem() is { } problem ? Outcome.Fail(problem) : _operation switch
    {
        "get" => Got(await Store.GetAsync(Owner, _key, cancellation)),
        "set" => await SetAsync(),
        "add" => await AddAsync(),
        "delete" => await Store.DeleteAsync(Owner, _key, context.StepOfRun, cancellation) ? Outcome.Take("success", ValueMap.Of("key", _key)) : NotFound(),
        _ => await ListAsync(),
    };

    private string? Problem()
    {
        if (_operation.Length == 0)
        {
            return "Missing required parameter: operation";
        }

        if (!Operations.Contains(_operation))
        {
            return $"Unknown operation: {_operation}";
        }

        if (!Scopes.Contains(_scope))
        {
            return $"Invalid scope: {_scope}. Must be one of {string.Join(", ", Scopes)}";
        }

        if (_key.Length == 0 && _operation != "list")
        {
            return "Missing required parameter: key";
        }

        if (_operation == "set" && context["value"].IsMissing)
        {
            return "Missing required parameter: value";
        }

        return context["expires"].IsNullOrMissing || Duration.TryParse(context["expires"]) > TimeSpan.Zero
            ? null
            : $"'{Coerce.TemplateText(context["expires"])}' is no duration: write it as 30s, 5m or 24h";
    }

    private Outcome Got(Value value)
    {
        context.Set("storeValue", value);
        return value.IsMissing ? NotFound() : Outcome.Take("found", ValueMap.Of(ValueNames, _key, value));
    }

    private async Task<Outcome> SetAsync()
    {
        await Store.SetAsync(Owner, _key, context["value"], ExpiresAt, context.StepOfRun, cancellation);
        return Kept(context["value"]);
    }

    private async Task<Outcome> AddAsync()
    {
        var amount = context["value"].IsNullOrMissing ? 1 : context["value"];
        return amount.IsNumber
            ? Kept(await Store.ChangeAsync(Owner, _key, old => Sum(old, amount), ExpiresAt, context.StepOfRun, cancellation))
            : Outcome.Fail($"Only a number can be added, not {Coerce.TemplateText(amount)}");
    }

    private Value Sum(Value old, Value amount)
    {
        if (!old.IsMissing && !old.IsNumber)
        {
            throw new NodeException("NOT_A_NUMBER", $"'{_key}' has a value that is no number, so nothing can be added to it");
        }

        return Arithmetic.Add(old.IsMissing ? 0 : old, amount);
    }

    private Outcome Kept(Value value)
    {
        context.Set("storeValue", value);
        return Outcome.Take("success", ValueMap.Of(ValueNames, _key, value));
    }

    private async Task<Outcome> ListAsync()
    {
        var limit = context["limit"].IsNullOrMissing ? 100 : Coerce.Number(context["limit"]);
        if (limit is not (>= 1 and <= MostListed))
        {
            return Outcome.Fail($"Invalid limit: it must be a number from 1 to {MostListed:N0}");
        }

        var found = await Store.ListAsync(Owner, _key, (int)limit, cancellation);
        var items = new Value[found.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = ValueMap.Of(ItemNames, found[i].Key, found[i].Value, found[i].ExpiresAt is { } time ? DateText.Of(time) : Value.Null);
        }

        var list = ValueList.Of(items);
        context.Set("storeItems", list);
        return Outcome.Take("success", ValueMap.Of(ListNames, list, list.Count));
    }

    private Outcome NotFound() => Outcome.Take("not_found", ValueMap.Of("key", _key));
}
