using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Visits the items of a list. As a loop it takes <c>current-item</c> for each, then <c>complete</c>.</summary>
internal sealed class EveryArrayItemNode : PureNode
{
    private static readonly string[] ItemNames = ["item", "index", "totalItems", "isFirst", "isLast", "remaining"];
    private static readonly string[] CompleteNames = ["message", "totalItems", "itemsProcessed"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "every-array-item",
        Family = NodeFamily.Flow,
        Summary = "Run steps for each item of a list",
        Details = "Write it as a loop, `\"every-array-item...\"`. Its state belongs to the loop: nested loops and a second one start afresh.",
        Parameters =
        [
            new("items", ParameterKind.List, "The list") { Required = true },
            new("itemKey", ParameterKind.Text, "The state key for the item") { Default = "currentItem" },
            new("indexKey", ParameterKind.Text, "The state key for how many came before") { Default = "currentIndex" },
            new("stateKey", ParameterKind.Text, "Without effect; kept so that older documents are accepted"),
        ],
        Edges =
        [
            new("current-item", "For each item") { Data = ItemNames },
            new("complete", "After the last one") { Data = CompleteNames },
            new("error", "There is no list") { Data = ["error"] },
        ],
        StateKeys = ["{itemKey}", "{indexKey}", "everyArrayItemTotal", "everyArrayItemIsFirst", "everyArrayItemIsLast"],
        Example = """
            {
              "id": "every-array-item-example",
              "name": "Greet everyone",
              "version": "1.0.0",
              "initialState": { "people": ["Ada", "Grace"] },
              "workflow": [{ "every-array-item...": { "items": "$.people", "itemKey": "person", "current-item?": { "log": { "message": "Hello {{$.person}}" } } } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["items"].IsMissing)
        {
            return Outcome.Fail("Missing required parameter: items");
        }

        if (context["items"].AsList is not { } items)
        {
            return Outcome.Fail("Parameter \"items\" must be an array");
        }

        return context.Pass < items.Count ? Visit(context, items) : Complete(context, items.Count);
    }

    private static Outcome Visit(NodeContext context, ValueList items)
    {
        var index = context.Pass;
        var (isFirst, isLast) = (index == 0, index == items.Count - 1);
        context.Set(context.Text("itemKey", "currentItem"), items[index]);
        context.Set(context.Text("indexKey", "currentIndex"), index);
        SetProgress(context, items.Count, isFirst, isLast);
        return Outcome.Take("current-item", ValueMap.Of(ItemNames, items[index], index, items.Count, isFirst, isLast, items.Count - index - 1));
    }

    private static Outcome Complete(NodeContext context, int count)
    {
        context.Set(context.Text("itemKey", "currentItem"), Value.Missing);
        context.Set(context.Text("indexKey", "currentIndex"), count > 0 ? count : -1);
        SetProgress(context, count, false, count > 0);
        return Outcome.Take("complete", ValueMap.Of(CompleteNames, "All items processed", count, count));
    }

    private static void SetProgress(NodeContext context, int total, bool isFirst, bool isLast)
    {
        context.Set("everyArrayItemTotal", total);
        context.Set("everyArrayItemIsFirst", isFirst);
        context.Set("everyArrayItemIsLast", isLast);
    }
}
