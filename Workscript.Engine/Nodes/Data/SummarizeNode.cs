using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Groups the items of a list and sums up their fields, like a pivot table.</summary>
internal sealed class SummarizeNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "groups", "itemCount", "groupCount"];
    private static readonly string[] SingleNames = ["groups", "groupCount", "totalItems"];
    private static readonly string[] MetadataNames = ["itemCount", "groupCount", "timestamp", "fieldsAggregated", "groupedBy"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "summarize",
        Family = NodeFamily.Data,
        Summary = "Group a list and sum up its fields",
        Details = "Each group is a row with the fields that you name, `_itemCount`, and the values that it was split by, as texts. When there is one row, its fields are also set in the state. " +
            "Numbers in texts count as numbers; what is no number is left out of sums and averages.",
        Parameters =
        [
            new("items", ParameterKind.List, "The list; without it the `items` of the state, or of the step before"),
            new("fieldsToSummarize", ParameterKind.Rows, "What to sum up")
            {
                Required = true,
                Columns =
                [
                    new("fieldToAggregate", ParameterKind.Path, "The member of the item") { Required = true },
                    new("aggregation", ParameterKind.Choice, "What to make of its values") { Required = true, Choices = Summary.Aggregations },
                    new("outputFieldName", ParameterKind.Text, "The member of the row") { Required = true },
                    new("separator", ParameterKind.Text, "What to put between texts, for `concatenate`") { Default = ", " },
                    new("includeEmptyValues", ParameterKind.Switch, "Append and count nulls and missing members as well") { Default = false },
                ],
            },
            new("fieldsToSplitBy", ParameterKind.List, "The members whose values make the groups; without them all items are one group") { Default = ValueList.Empty },
            new("outputFormat", ParameterKind.Choice, "A list of rows, or one object") { Choices = ["separate_items", "single_item"], Default = "separate_items" },
            new("disableDotNotation", ParameterKind.Switch, "Take a dot in a field's name as part of the name") { Default = false },
            new("skipMissingFields", ParameterKind.Switch, "Leave out items that lack a member to split by") { Default = false },
        ],
        Edges = [new("success", "The list is summed up; also when it is empty") { Data = OutputNames }, new("error", "No list, no fields, or an unknown aggregation") { Data = ["error"] }],
        StateKeys = ["summarizeResult", "summarizeGroups", "summarizeMetadata"],
        Example = """
            {
              "id": "summarize-example",
              "name": "Revenue by country",
              "version": "1.0.0",
              "initialState": { "orders": [{ "country": "DE", "total": 120 }, { "country": "FR", "total": 80 }, { "country": "DE", "total": 30 }] },
              "workflow": [
                { "summarize": {
                    "items": "$.orders",
                    "fieldsToSplitBy": ["country"],
                    "fieldsToSummarize": [{ "fieldToAggregate": "total", "aggregation": "sum", "outputFieldName": "revenue" }],
                    "success?": { "log": { "message": "{{$.summarizeResult}}" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var dotted = !context.Flag("disableDotNotation");
        if (Summary.From(context["fieldsToSummarize"], dotted, out var problem) is not { } summaries)
        {
            return Outcome.Fail(problem);
        }

        if (context.Items() is not { } items)
        {
            return Outcome.Fail("Input items must be an array");
        }

        var splitBy = FieldNames.Of(context["fieldsToSplitBy"]);
        var table = new SummaryTable(summaries, splitBy, dotted, context.Flag("skipMissingFields"));
        foreach (ref readonly var item in items.AsSpan())
        {
            table.Add(item);
        }

        context.Set("summarizeMetadata", items.Count == 0
            ? ValueMap.Of(MetadataNames[..3], 0, 0, DateText.Of(context.Now))
            : ValueMap.Of(MetadataNames, items.Count, table.Count, DateText.Of(context.Now), Texts(summaries.Select(summary => summary.Field)), Texts(splitBy)));
        return Summarized(context, table, items.Count, isGrouped: splitBy.Length > 0);
    }

    private static Outcome Summarized(NodeContext context, SummaryTable table, int itemCount, bool isGrouped)
    {
        var (rows, names) = (new Value[table.Count], new Value[table.Count]);
        for (var group = 0; group < rows.Length; group++)
        {
            (rows[group], names[group]) = (table.Row(group), table.Name(group));
        }

        var groups = ValueList.Of(names);
        var result = context["outputFormat"].AsText == "single_item" ? Single(ValueList.Of(rows), itemCount, isGrouped) : ValueList.Of(rows);
        if (rows.Length == 1)
        {
            foreach (var (name, value) in rows[0].AsMap!)
            {
                context.Set(name, value);
            }
        }

        context.Set("summarizeResult", result);
        context.Set("summarizeGroups", groups);
        return Outcome.Take("success", ValueMap.Of(OutputNames, result, groups, itemCount, rows.Length));
    }

    private static Value Single(ValueList rows, int itemCount, bool isGrouped)
    {
        if (itemCount == 0)
        {
            return ValueMap.Empty;
        }

        return isGrouped ? ValueMap.Of(SingleNames, rows, rows.Count, itemCount) : rows[0];
    }

    private static ValueList Texts(IEnumerable<string> texts) => ValueList.Of(texts.Select(Value.Of).ToArray());
}
