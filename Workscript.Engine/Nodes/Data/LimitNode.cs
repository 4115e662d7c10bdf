using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Keeps at most so many items of a list.</summary>
internal sealed class LimitNode : PureNode
{
    private static readonly string[] OutputNames = ["limitedItems", "count", "originalCount", "keepFrom", "itemsRemoved"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "limit",
        Family = NodeFamily.Data,
        Summary = "Keep the first or the last items",
        Parameters =
        [
            new("items", ParameterKind.List, "The list; without it the `items` that the step before handed over"),
            new("maxItems", ParameterKind.Number, "How many to keep at most") { Required = true },
            new("keepFrom", ParameterKind.Choice, "Which end to keep") { Choices = ["beginning", "end"], Default = "beginning" },
        ],
        Edges =
        [
            new("success", "The list was cut") { Data = OutputNames },
            new("all_items", "There were not more") { Data = OutputNames, FallsBackTo = "success" },
            new("error", "No list, or no such number") { Data = ["error"] },
        ],
        StateKeys = ["limitedItems", "limitCount", "limitOriginalCount"],
        Example = """
            {
              "id": "limit-example",
              "name": "The first two",
              "version": "1.0.0",
              "initialState": { "names": ["Ada", "Grace", "Edsger"] },
              "workflow": [{ "limit": { "items": "$.names", "maxItems": 2 } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var items = context.Source("items");
        if (!Coerce.Truth(items))
        {
            return Outcome.Fail("Missing required parameter: items");
        }

        var maximum = context["maxItems"];
        if (!maximum.IsNumber || maximum.AsDouble == 0)
        {
            return Outcome.Fail("Missing or invalid required parameter: maxItems (must be a number)");
        }

        if (maximum.AsDouble < 0)
        {
            return Outcome.Fail("Invalid maxItems: must be greater than 0");
        }

        if (items.AsList is not { } list)
        {
            return Outcome.Fail("Invalid items parameter: must be an array");
        }

        var keepFrom = context["keepFrom"] is { IsMissing: false } end ? Coerce.Text(end) : "beginning";
        return keepFrom is "beginning" or "end"
            ? Keep(context, list, (int)Math.Min(list.Count, maximum.AsDouble), keepFrom)
            : Outcome.Fail("Invalid keepFrom parameter: must be \"beginning\" or \"end\"");
    }

    private static Outcome Keep(NodeContext context, ValueList list, int count, string keepFrom)
    {
        var isWhole = count == list.Count;
        var kept = isWhole ? list : ValueList.Of((keepFrom == "end" ? list.AsSpan()[^count..] : list.AsSpan()[..count]).ToArray());
        context.Set("limitedItems", kept);
        context.Set("limitCount", count);
        context.Set("limitOriginalCount", list.Count);
        return Outcome.Take(isWhole ? "all_items" : "success", ValueMap.Of(OutputNames, kept, count, list.Count, keepFrom, list.Count - count));
    }
}
