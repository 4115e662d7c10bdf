using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>Makes a long text. Its holes are filled as those of every text in a config, so what they yield is never read as a template again.</summary>
internal sealed class TemplateNode : PureNode
{
    private static readonly string[] OutputNames = ["text"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "template",
        Family = NodeFamily.Text,
        Summary = "Write a long text with values in it",
        Details = "`{{$.path}}` stands for a value and `{{= expression }}` for what an expression gives. A part for each item of a list is `{{= join(map($.items, x => '- ' + x.name), '\\n') }}`.",
        Parameters =
        [
            new("text", ParameterKind.LongText, "The text; a list is its lines") { Required = true, Placeholder = "Dear {{$.customer.name}}," },
            new("outputField", ParameterKind.Text, "The state key for the text") { Default = "templateResult" },
        ],
        Edges = [new("success", "The text is there") { Data = OutputNames }, new("error", "There is no text") { Data = ["error"] }],
        StateKeys = ["{outputField}"],
        Example = """
            {
              "id": "template-example",
              "name": "Write a reminder",
              "version": "1.0.0",
              "initialState": { "customer": "Ada", "invoices": [{ "no": 7, "open": 120 }, { "no": 9, "open": 80 }] },
              "workflow": [
                { "template": {
                    "text": [
                      "Dear {{$.customer}},",
                      "",
                      "these invoices are open:",
                      "{{= join(map($.invoices, i => '- no. ' + i.no + ': ' + i.open + ' EUR'), '\n') }}",
                      "",
                      "Together {{= sum(map($.invoices, i => i.open)) }} EUR."
                    ],
                    "success?": { "log": { "message": "$.templateResult" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (LongText.Read(context["text"]) is not { } text)
        {
            return Outcome.Fail("Missing required parameter: text");
        }

        context.Set(context.Text("outputField", "templateResult"), text);
        return Outcome.Take("success", ValueMap.Of(OutputNames, text));
    }
}
