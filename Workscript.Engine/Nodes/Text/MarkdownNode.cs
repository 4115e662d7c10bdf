using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>Makes HTML of Markdown. The host knows how.</summary>
internal sealed class MarkdownNode : INode
{
    private static readonly string[] OutputNames = ["html"];

    public NodeInfo Info { get; } = new()
    {
        Id = "markdown",
        Family = NodeFamily.Text,
        Summary = "Make HTML of Markdown",
        Details = "CommonMark with tables, task lists, `~~` for what is struck out, and bare links. HTML within the Markdown is shown as text, and links that run scripts are taken out, " +
            "unless `allowHtml` is on: that is only for text that you wrote yourself.",
        Parameters =
        [
            new("data", ParameterKind.LongText, "The Markdown; a list is its lines; without it the `data` of the state, or of the step before"),
            new("allowHtml", ParameterKind.Switch, "Keep HTML within the Markdown as it is") { Default = false },
        ],
        Edges = [new("success", "The HTML is there") { Data = OutputNames }, new("error", "There is no Markdown, or too much") { Data = ["error", "code"] }],
        StateKeys = ["markdownResult"],
        Example = """
            {
              "id": "markdown-example",
              "name": "A report as HTML",
              "version": "1.0.0",
              "initialState": { "orders": [{ "id": 7, "total": 120 }, { "id": 9, "total": 80 }] },
              "workflow": [
                { "markdown": {
                    "data": [
                      "## Orders of today",
                      "",
                      "| Order | Total |",
                      "| ----- | ----: |",
                      "{{= join(map($.orders, o => '| ' + o.id + ' | ' + o.total + ' |'), '\n') }}"
                    ],
                    "success?": { "log": { "message": "$.markdownResult" } }
                } }
              ]
            }
            """,
    };

    public ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (LongText.Read(context.Source("data")) is not { } markdown)
        {
            return new(Outcome.Fail("Missing required parameter: data (the Markdown)"));
        }

        if (context.Host.Markup is not { } markup)
        {
            return new(Outcome.Fail("Markdown cannot be read here", "NOT_AVAILABLE"));
        }

        try
        {
            var html = markup.ToHtml(markdown, context.Flag("allowHtml"), cancellation);
            context.Set("markdownResult", html);
            return new(Outcome.Take("success", ValueMap.Of(OutputNames, html)));
        }
        catch (NodeException e)
        {
            return new(Outcome.Fail(e.Message, e.Code));
        }
    }
}
