using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Orders a list by fields of its items, or shuffles it.</summary>
internal sealed class SortNode : PureNode
{
    private static readonly string[] OutputNames = ["items", "count", "sortType", "timestamp"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "sort",
        Family = NodeFamily.Data,
        Summary = "Put a list in order",
        Details = "Items that are equal in all fields stay in their order. Texts are compared without regard to capitals; nothing comes last.",
        Parameters =
        [
            new("items", ParameterKind.List, "The list; without it the `items` of the state, or of the step before"),
            new("type", ParameterKind.Choice, "By fields, or at random") { Choices = ["simple", "random"], Default = "simple" },
            new("fieldsToSortBy", ParameterKind.Rows, "The fields, the weightiest first") { Columns = SortOrder.Columns },
            new("disableDotNotation", ParameterKind.Switch, "Take a dot in a field's name as part of the name") { Default = false },
        ],
        Edges = [new("success", "The list is in order") { Data = OutputNames }, new("error", "No fields, or no list") { Data = ["error"] }],
        StateKeys = ["sortedItems"],
        Example = """
            {
              "id": "sort-example",
              "name": "Largest first",
              "version": "1.0.0",
              "initialState": { "orders": [{ "id": "a", "total": 80 }, { "id": "b", "total": 120 }] },
              "workflow": [{ "sort": { "items": "$.orders", "fieldsToSortBy": [{ "fieldName": "total", "order": "descending" }] } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var type = context["type"] is { IsMissing: false } given ? Coerce.Text(given) : "simple";
        if (type is not ("simple" or "random"))
        {
            return Outcome.Fail($"Invalid type: {type}");
        }

        if (context.Items() is not { } items)
        {
            return Outcome.Fail("Input items must be an array");
        }

        if (type == "random" || items.Count == 0)
        {
            return Sorted(context, Shuffle.All(items, context.Host), type);
        }

        return SortOrder.From(context["fieldsToSortBy"], dotted: !context.Flag("disableDotNotation"), out var problem) is { } order
            ? Sorted(context, order.Apply(items), type)
            : Outcome.Fail(problem);
    }

    private static Outcome Sorted(NodeContext context, ValueList items, string type)
    {
        context.Set("sortedItems", items);
        return Outcome.Take("success", ValueMap.Of(OutputNames, items, items.Count, type, DateText.Of(context.Now)));
    }
}
