using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Lets the run rest until a person has decided.</summary>
internal sealed class ApprovalNode : INode
{
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    public NodeInfo Info { get; } = new()
    {
        Id = "approval",
        Family = NodeFamily.Flow,
        Summary = "Ask a person to approve or reject",
        Details = "The run rests, without time or memory, until somebody decides on its page or over the API, or until the time for it is over.",
        Parameters =
        [
            new("message", ParameterKind.LongText, "What is to be decided, for the person to read") { Required = true, Placeholder = "Refund {{$.amount}} to {{$.customer.name}}?" },
            new("timeout", ParameterKind.Duration, "How long to wait; for ever when empty") { Placeholder = "3d" },
        ],
        Edges =
        [
            new(Approved, "Somebody approved") { Data = ["by", "at", "comment"] },
            new(Rejected, "Somebody rejected") { Data = ["by", "at", "comment"] },
            new("timeout", "Nobody decided in time") { Data = ["until"], FallsBackTo = Rejected },
            new("error", "The parameters are wrong, or nobody could answer here") { Data = ["error", "code"] },
        ],
        Example = """
            {
              "id": "approval-example",
              "name": "Ask before a refund",
              "version": "1.0.0",
              "initialState": { "amount": 120 },
              "workflow": [
                { "approval": {
                    "@pin": { "edge": "approved", "data": { "by": "ada@example.com" } },
                    "message": "Refund {{$.amount}} EUR?",
                    "timeout": "3d",
                    "approved?": { "log": { "message": "Approved by {{= $input.by }}" } },
                    "rejected?": { "stop": {} },
                    "error?": { "log": { "level": "warning", "message": "{{= $input.error }}" } }
                } }
              ]
            }
            """,
    };

    public ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation) => new(Execute(context));

    private static Outcome Execute(NodeContext context)
    {
        if (!Coerce.Truth(context["message"]))
        {
            return Outcome.Fail("Missing required parameter: message");
        }

        return Answerable.Wait(context, WaitKind.Approval, ValueMap.Of(["message", "answers"], Coerce.TemplateText(context["message"]), ValueList.Of(Approved, Rejected)));
    }
}
