using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>Takes values out of HTML by CSS selectors, or makes readable text of it. The host reads the HTML.</summary>
internal sealed class HtmlNode : INode
{
    private static readonly string[] DataNames = ["data"];
    private static readonly string[] TextNames = ["text"];

    public NodeInfo Info { get; } = new()
    {
        Id = "html",
        Family = NodeFamily.Text,
        Summary = "Take values out of HTML, or make text of it",
        Details = "A value is null when its selector matches nothing. With `each`, the result is a list: an object of the values for each element that matches it. " +
            "The page is read as it came; scripts in it do not run.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "Take values, or make text of the whole") { Choices = ["select", "toText"], Default = "select" },
            new("data", ParameterKind.LongText, "The HTML; without it the `data` of the state, or of the step before"),
            new("select", ParameterKind.Rows, "The values to take")
            {
                Columns =
                [
                    new("name", ParameterKind.Text, "The name of the value") { Required = true },
                    new("selector", ParameterKind.Text, "The CSS selector of its element; within each, without it the element itself") { Placeholder = "h1, .title > a" },
                    new("take", ParameterKind.Choice, "What of the element") { Choices = ["text", "html", "attribute"], Default = "text" },
                    new("attribute", ParameterKind.Text, "The name of the attribute to take") { Placeholder = "href" },
                    new("all", ParameterKind.Switch, "A list of all elements that match, in place of the first") { Default = false },
                ],
            },
            new("each", ParameterKind.Text, "The CSS selector of elements that repeat, such as the rows of a table") { Placeholder = "table.orders tbody > tr" },
        ],
        Edges =
        [
            new("success", "The values, or the text") { Data = [.. DataNames, .. TextNames] },
            new("error", "No HTML, or a selector that is none") { Data = ["error", "code"] },
        ],
        StateKeys = ["htmlResult"],
        Example = """
            {
              "id": "html-example",
              "name": "Prices of a page",
              "version": "1.0.0",
              "initialState": { "page": "<h1>Tea</h1><ul><li><a href='/1'>Assam</a> <b>3.50</b></li><li><a href='/2'>Ceylon</a> <b>4.20</b></li></ul>" },
              "workflow": [
                { "html": {
                    "data": "$.page",
                    "each": "ul > li",
                    "select": [
                      { "name": "tea", "selector": "a" },
                      { "name": "link", "selector": "a", "take": "attribute", "attribute": "href" },
                      { "name": "price", "selector": "b" }
                    ],
                    "success?": { "log": { "message": "$.htmlResult" } }
                } }
              ]
            }
            """,
    };

    public ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return new(Execute(context, cancellation));
        }
        catch (NodeException e)
        {
            return new(Outcome.Fail(e.Message, e.Code));
        }
    }

    private static Outcome Execute(NodeContext context, CancellationToken cancellation)
    {
        if (context.Source("data").AsText is not { } html)
        {
            return Outcome.Fail("Missing required parameter: data (the HTML)");
        }

        if (context.Host.Markup is not { } markup)
        {
            return Outcome.Fail("HTML cannot be read here", "NOT_AVAILABLE");
        }

        var operation = context.Text("operation", "select");
        return operation switch
        {
            "select" => Left(context, DataNames, markup.Select(html, ReadQuery(context), cancellation)),
            "toText" => Left(context, TextNames, markup.ToText(html, cancellation)),
            _ => Outcome.Fail($"Unknown operation: {operation}"),
        };
    }

    private static Outcome Left(NodeContext context, string[] names, Value result)
    {
        context.Set("htmlResult", result);
        return Outcome.Take("success", ValueMap.Of(names, result));
    }

    private static HtmlQuery ReadQuery(NodeContext context) => context["select"].AsList is { Count: > 0 } rows
        ? new(context["each"].AsText, [.. rows.Select(ReadField)])
        : throw Wrong("Missing required parameter: select (a list of values to take)");

    private static HtmlField ReadField(Value row)
    {
        if (row["name"].AsText is not { Length: > 0 } name)
        {
            throw Wrong("Each row of select needs a name");
        }

        var attribute = row["attribute"].AsText ?? "";
        var content = row["take"].AsText switch
        {
            "text" => HtmlContent.Text,
            "html" => HtmlContent.Html,
            "attribute" => HtmlContent.Attribute,
            null => attribute.Length > 0 ? HtmlContent.Attribute : HtmlContent.Text,
            var other => throw Wrong($"'{name}' cannot take '{other}': write text, html or attribute"),
        };
        return content == HtmlContent.Attribute && attribute.Length == 0
            ? throw Wrong($"'{name}' does not say which attribute it takes")
            : new(name, row["selector"].AsText ?? "", content, attribute, Coerce.Truth(row["all"]));
    }

    private static NodeException Wrong(string message) => new("INVALID_PARAMETER", message);
}
