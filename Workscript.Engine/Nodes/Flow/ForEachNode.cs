using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>
/// Runs steps for each item of a list, one after the other or several at once. The interpreter repeats it while it takes <c>each</c>, and gives
/// items that are worked on at once branches of their own.
/// </summary>
internal sealed class ForEachNode : PureNode
{
    public const string Each = "each";

    private const int MostAtOnce = 100;

    private static readonly string[] EachNames = ["item", "index", "total", "isFirst", "isLast"];
    private static readonly string[] DoneNames = ["results", "count"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "forEach",
        Family = NodeFamily.Flow,
        Summary = "Run steps for each item of a list, several at once if you like",
        Details = "One at a time (`concurrency` 1), the steps share the state of the run. With more, each item's steps work on a copy of it: what they write stays there, and only what `collect` gives comes back, in the order of the items. A failure that nothing answers inside ends the whole; `error?` catches it.",
        Parameters =
        [
            new("items", ParameterKind.List, "The list") { Required = true },
            new("as", ParameterKind.Text, "The state key for the item") { Default = "item" },
            new("indexAs", ParameterKind.Text, "The state key for its place, from 0") { Default = "itemIndex" },
            new("concurrency", ParameterKind.Integer, $"How many items are worked on at once, at most {MostAtOnce}") { Default = 1 },
            new("collect", ParameterKind.Json, "What to keep of each item when its steps are done") { IsDeferred = true, Placeholder = "$.item.total" },
            new("resultKey", ParameterKind.Text, "The state key for what was collected") { Default = "forEachResults" },
        ],
        Edges =
        [
            new(Each, "For each item") { Data = EachNames },
            new("done", "After the last one") { Data = DoneNames },
            new("error", "There is no list, or the steps of an item failed") { Data = ["error", "code", "path", "node"] },
        ],
        StateKeys = ["{as}", "{indexAs}", "{resultKey}"],
        Example = """
            {
              "id": "for-each-example",
              "name": "Total of each order",
              "version": "1.0.0",
              "initialState": { "orders": [{ "price": 10, "quantity": 2 }, { "price": 5, "quantity": 3 }] },
              "workflow": [
                { "forEach": { "items": "$.orders", "as": "order", "collect": "$.order.price * $.order.quantity", "done?": { "log": { "message": "{{$.forEachResults}}" } } } }
              ]
            }
            """,
    };

    /// <summary>What an execution works through; null, with the reason, when its config does not say.</summary>
    public static Iteration? Begin(NodeContext context, Step step, out Outcome.Failed? failure)
    {
        failure = null;
        var concurrency = context["concurrency"] is { IsMissing: false } given ? given : 1;
        if (context["items"].AsList is not { } items)
        {
            failure = new(context["items"].IsMissing ? "Missing required parameter: items" : "Parameter \"items\" must be a list", null, null);
            return null;
        }

        if (!concurrency.IsWhole(out var atOnce) || atOnce is < 1 or > MostAtOnce)
        {
            failure = new($"Parameter \"concurrency\" must be a whole number from 1 to {MostAtOnce}", null, null);
            return null;
        }

        step.Deferred.TryGetValue("collect", out var collect);
        return new Iteration
        {
            Step = step,
            Items = items,
            ItemPath = StatePath.Key(context.Text("as", "item")),
            IndexPath = StatePath.Key(context.Text("indexAs", "itemIndex")),
            Concurrency = (int)atOnce,
            Collect = collect,
            ResultsPath = collect is null ? null : StatePath.Key(context.Text("resultKey", "forEachResults")),
        };
    }

    /// <summary>The end of an iteration, and what it leaves in the state.</summary>
    public static (Outcome Outcome, StateChange[] Changes) End(Iteration iteration)
    {
        var results = iteration.Collected();
        StateChange[] changes = iteration.ResultsPath is { } path
            ? [new(iteration.ItemPath, Value.Missing), new(iteration.IndexPath, Value.Missing), new(path, results)]
            : [new(iteration.ItemPath, Value.Missing), new(iteration.IndexPath, Value.Missing)];
        return (Outcome.Take("done", ValueMap.Of(DoneNames, results, iteration.Items.Count)), changes);
    }

    protected internal override Outcome Execute(NodeContext context)
    {
        var iteration = context.Iteration!;
        if (context.Pass < iteration.Items.Count)
        {
            return Visit(context, iteration);
        }

        var (outcome, changes) = End(iteration);
        foreach (var (path, value) in changes)
        {
            context.Set(path, value);
        }

        return outcome;
    }

    private static Outcome Visit(NodeContext context, Iteration iteration)
    {
        var (index, total) = (context.Pass, iteration.Items.Count);
        var item = iteration.Items[index];
        context.Set(iteration.ItemPath, item);
        context.Set(iteration.IndexPath, index);
        return Outcome.Take(Each, ValueMap.Of(EachNames, item, index, total, index == 0, index == total - 1));
    }
}
