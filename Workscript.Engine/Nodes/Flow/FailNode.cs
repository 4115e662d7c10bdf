using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Fails on purpose, as a node does whose work went wrong: it throws, so the run fails with it unless the step names <c>error?</c>.</summary>
internal sealed class FailNode : PureNode
{
    public override NodeInfo Info { get; } = new()
    {
        Id = "fail",
        Family = NodeFamily.Flow,
        Summary = "Fail with a message",
        Details = "The run fails, unless this step names an `error?` edge, whose steps then get `error` and `code`. `stop` ends the run past all edges, and also as completed.",
        Parameters =
        [
            new("message", ParameterKind.Text, "What went wrong, for the person who looks") { Default = "The workflow failed on purpose", Placeholder = "The order {{$.order.id}} has no lines" },
            new("code", ParameterKind.Text, "A code for programs that look") { Default = RunErrorCodes.NodeFailed, Placeholder = "ORDER_EMPTY" },
        ],
        Edges = [new("error", "Always; without it the run fails") { Data = ["error", "code"] }],
        Example = """
            {
              "id": "fail-example",
              "name": "Refuse an empty order",
              "version": "1.0.0",
              "initialState": { "order": { "id": 4711, "lines": [] } },
              "workflow": [
                { "logic": { "operation": "not", "values": ["$.order.lines.length"], "true?": {
                    "fail": {
                      "message": "The order {{$.order.id}} has no lines",
                      "code": "ORDER_EMPTY",
                      "error?": { "log": { "level": "error", "message": "{{= $input.code + ': ' + $input.error }}" } }
                    }
                } } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var message = context["message"] is { IsNullOrMissing: false } given ? Coerce.TemplateText(given) : "The workflow failed on purpose";
        throw new NodeException(context.Text("code", "") is { Length: > 0 } code ? code : RunErrorCodes.NodeFailed, message);
    }
}
