using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Ends the run here, as completed or as failed.</summary>
internal sealed class StopNode : PureNode
{
    public override NodeInfo Info { get; } = new()
    {
        Id = "stop",
        Family = NodeFamily.Flow,
        Summary = "End the run here",
        Parameters =
        [
            new("status", ParameterKind.Choice, "How the run ends") { Choices = ["completed", "failed"], Default = "completed" },
            new("message", ParameterKind.Text, "Why it failed, for the person who looks") { Placeholder = "The order {{$.order.id}} has no lines" },
            new("code", ParameterKind.Text, "A code for programs that look") { Default = RunErrorCodes.Stopped, Placeholder = "ORDER_EMPTY" },
        ],
        Edges = [new("error", "The status is unknown") { Data = ["error"] }],
        Example = """
            {
              "id": "stop-example",
              "name": "Nothing to do",
              "version": "1.0.0",
              "initialState": { "orders": [] },
              "workflow": [
                { "logic": { "operation": "not", "values": ["$.orders.length"], "true?": { "stop": {} } } },
                { "log": { "message": "There are {{$.orders.length}} orders" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var status = context["status"] is { IsMissing: false } given ? Coerce.Text(given) : "completed";
        var message = context["message"] is { IsMissing: false } text ? Coerce.TemplateText(text) : "The workflow stopped the run";
        return status switch
        {
            "completed" => new Outcome.Ended(null, ""),
            "failed" => new Outcome.Ended(message, context.Text("code", "") is { Length: > 0 } code ? code : RunErrorCodes.Stopped),
            _ => Outcome.Fail($"Invalid status: {status}. Must be \"completed\" or \"failed\""),
        };
    }
}
