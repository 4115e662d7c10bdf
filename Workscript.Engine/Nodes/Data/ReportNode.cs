using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Puts a table, a chart or Markdown on the run's page. What is shown is kept once, as what the step hands over.</summary>
internal sealed class ReportNode : PureNode
{
    private static readonly string[] OutputNames = ["report"];
    private static readonly string[] MemberNames = ["name", "value"];
    private static readonly string[] MarkdownNames = ["type", "title", "text"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "report",
        Family = NodeFamily.Data,
        Summary = "Show a table, a chart or Markdown on the run's page",
        Details = "A chart has a place along its width for each item, named by `label`, and a bar, line or area for each of `values`; a pie has a slice for each item. " +
            "Items may be objects, plain numbers, or one object whose members are drawn. What is no number leaves a gap. A table has a row for each item.",
        Parameters =
        [
            new("type", ParameterKind.Choice, "How to show it") { Choices = ["table", "bar", "line", "area", "pie", "markdown"], Default = "table" },
            new("title", ParameterKind.Text, "What stands above it") { Placeholder = "Orders of {{$.day}}" },
            new("items", ParameterKind.Json, "What to show; without it the `items` of the state, or of the step before") { Placeholder = "$.summary" },
            new("label", ParameterKind.Path, "In a chart, the member that names each item; without it the first that is no number") { Placeholder = "month" },
            new("values", ParameterKind.List, "In a chart, the members to draw; without it all that are numbers") { Placeholder = """["orders", "returns"]""" },
            new("columns", ParameterKind.List, "In a table, the members to show, in this order; without it all that occur") { Placeholder = """["no", "customer"]""" },
            new("xTitle", ParameterKind.Text, "What runs along the width of a chart"),
            new("yTitle", ParameterKind.Text, "What its height measures, with its unit"),
            new("text", ParameterKind.LongText, "For Markdown: the text"),
        ],
        Edges =
        [
            new("success", "It is on the run's page") { Data = ["report"] },
            new("error", "There is nothing to show, or too much") { Data = ["error", "code"] },
        ],
        HandsOn = true,
        Example = """
            {
              "id": "report-example",
              "name": "Orders of the week as a chart",
              "version": "1.0.0",
              "initialState": {
                "days": [
                  { "day": "Mon", "orders": 12, "returns": 1 },
                  { "day": "Tue", "orders": 19, "returns": 0 },
                  { "day": "Wed", "orders": 7, "returns": 2 }
                ]
              },
              "workflow": [
                { "report": { "type": "bar", "title": "Orders and returns", "items": "$.days", "yTitle": "orders" } },
                { "report": { "title": "The same as a table", "items": "$.days" } },
                { "report": { "type": "markdown", "text": "**{{= sum($.days, day => day.orders) }}** orders in {{= length($.days) }} days." } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var type = context.Text("type", "table");
        return type switch
        {
            "markdown" => Markdown(context),
            "table" or "bar" or "line" or "area" or "pie" => Rows(context.Source("items")) is { } rows
                ? Report(type == "table" ? ReportTable.Of(context, rows) : ReportChart.Of(context, type, rows))
                : Outcome.Fail("Missing required parameter: items (a list, or an object whose members are to be shown)"),
            _ => Outcome.Fail($"Unknown type: {type}"),
        };
    }

    private static Outcome Markdown(NodeContext context) => context["text"].AsText is { } text
        ? Report(ValueMap.Of(MarkdownNames, "markdown", context.Text("title", ""), text))
        : Outcome.Fail("Missing required parameter: text (the Markdown to show)");

    private static Outcome Report(ReportMade made) => made.Report is { } report ? Report(report) : Outcome.Fail(made.Problem!, made.Code);

    private static Outcome Report(ValueMap report) => Outcome.Take("success", ValueMap.Of(OutputNames, report));

    private static ValueList? Rows(Value items)
    {
        if (items.AsMap is not { } map)
        {
            return items.AsList;
        }

        var rows = new List<Value>(map.Count);
        foreach (var (name, value) in map)
        {
            rows.Add(ValueMap.Of(MemberNames, name, value));
        }

        return ValueList.Of(rows);
    }
}

/// <summary>What is to be shown, or why it cannot be.</summary>
internal readonly record struct ReportMade(ValueMap? Report, string? Problem = null, string? Code = null);
