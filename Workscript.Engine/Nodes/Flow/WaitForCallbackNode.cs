using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Lets the run rest until it is called back.</summary>
internal sealed class WaitForCallbackNode : INode
{
    public const string Received = "received";

    public NodeInfo Info { get; } = new()
    {
        Id = "waitForCallback",
        Family = NodeFamily.Flow,
        Summary = "Wait until another system calls back",
        Details = "Give the other system `{{= $run.callbackUrl }}` in an earlier step: a POST to it lets the run go on, with the body as `data`. The address is good for this run alone, " +
            "and for one answer to each step that waits.",
        Parameters = [new("timeout", ParameterKind.Duration, "How long to wait; for ever when empty") { Placeholder = "2h" }],
        Edges =
        [
            new(Received, "The call came") { Data = ["data", "by", "at"] },
            new("timeout", "It did not come in time") { Data = ["until"], FallsBackTo = "error" },
            new("error", "The parameters are wrong, or nobody could call here") { Data = ["error", "code"] },
        ],
        Example = """
            {
              "id": "callback-example",
              "name": "Wait for a payment",
              "version": "1.0.0",
              "workflow": [
                { "waitForCallback": {
                    "@pin": { "edge": "received", "data": { "data": { "paid": true } } },
                    "timeout": "2h",
                    "received?": { "$.paid": "{{= $input.data.paid }}" },
                    "timeout?": { "stop": {} },
                    "error?": { "log": { "level": "warning", "message": "{{= $input.error }}" } }
                } }
              ]
            }
            """,
    };

    public ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation) =>
        new(Answerable.Wait(context, WaitKind.Callback, ValueMap.Of("answers", ValueList.Of(Received))));
}
