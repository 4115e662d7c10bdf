using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Runs another workflow of this server as a run of its own, and waits for it unless told otherwise.</summary>
internal sealed class RunWorkflowNode : INode
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private static readonly string[] OutputNames = ["executionId", "result", "finalState", "status", "workflowId"];

    public NodeInfo Info { get; } = new()
    {
        Id = "runWorkflow",
        Family = NodeFamily.Flow,
        Summary = "Run another workflow",
        Details = "The other workflow runs as a run of its own, linked to this one. Should this run be interrupted, it finds the run that it started and starts no second one. " +
            "A run that takes longer than `timeout` goes on by itself. Workflows may start each other ten runs deep.",
        Parameters =
        [
            new("workflowId", ParameterKind.Text, "Which workflow, by its id") { Required = true, Placeholder = "send-invoice" },
            new("initialState", ParameterKind.Map, "The state that it starts with, its inputs among it") { Default = ValueMap.Empty, Placeholder = """{ "order": "$.order" }""" },
            new("wait", ParameterKind.Switch, "Whether to wait for its end") { Default = true },
            new("timeout", ParameterKind.Duration, "How long to wait: milliseconds, or text such as 10m") { Default = 60_000 },
        ],
        Edges =
        [
            new("success", "It completed, or is on its way") { Data = OutputNames },
            new("error", "It failed, takes too long, or could not be started") { Data = ["error", "code", "workflowId", "executionId", "status", "details"] },
        ],
        StateKeys = ["runWorkflowResult", "runWorkflowExecutionId", "runWorkflowFinalState"],
        Effect = NodeEffect.Repeatable,
        Example = """
            {
              "id": "run-workflow-example",
              "name": "Let another workflow greet",
              "version": "1.0.0",
              "workflow": [
                { "runWorkflow": {
                    "workflowId": "hello",
                    "initialState": { "name": "Ada" },
                    "success?": { "log": { "message": "{{$.runWorkflowFinalState.greeting}}" } },
                    "error?": { "log": { "level": "warning", "message": "{{= $input.error }}" } }
                } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (!Coerce.Truth(context["workflowId"]))
        {
            return Outcome.Fail("Missing required parameter: workflowId");
        }

        var workflow = Coerce.Text(context["workflowId"]);
        var timeout = context["timeout"].IsNullOrMissing ? 60_000 : context["timeout"];
        if (!(Duration.TryParse(timeout) is { } patience && patience > TimeSpan.Zero && patience <= LongestTimeout))
        {
            return Failed(workflow, $"Invalid timeout: {Coerce.TemplateText(timeout)}. It must be milliseconds, or text such as \"10m\", of more than nothing and at most a day", null);
        }

        if (context["initialState"] is { IsNullOrMissing: false, AsMap: null })
        {
            return Failed(workflow, "Invalid initialState: it must be an object", null);
        }

        var waits = context.Flag("wait", true);
        var call = new ChildRunCall(workflow, context["initialState"].AsMap ?? ValueMap.Empty, waits ? patience : TimeSpan.Zero, context.RunId, $"{context.StepKey} {context.Attempt}");
        try
        {
            return Left(context, call, await context.Host.RunWorkflowAsync(call, cancellation));
        }
        catch (NodeException e)
        {
            return Failed(workflow, e.Message, e.Code);
        }
    }

    private static Outcome Left(NodeContext context, ChildRunCall call, ChildRun run)
    {
        var state = run.State is { } end ? Value.Of(end) : Value.Null;
        context.Set("runWorkflowResult", state);
        context.Set("runWorkflowExecutionId", run.Id);
        context.Set("runWorkflowFinalState", state);
        if (run.Outcome == RunOutcome.Completed || (run.Outcome is null && call.Patience == TimeSpan.Zero))
        {
            return Outcome.Take("success", ValueMap.Of(OutputNames, run.Id, state, state, run.Status, call.WorkflowId));
        }

        var message = run.Outcome is null ? $"Workflow execution timeout after {NumberText.Of(call.Patience.TotalMilliseconds)}ms" : run.Error?.Message ?? $"The run was {run.Status}";
        return Failed(call.WorkflowId, message, run.Outcome is null ? RunErrorCodes.Timeout : run.Error?.Code, run);
    }

    private static Outcome.Failed Failed(string workflow, string message, string? code, ChildRun? run = null)
    {
        var details = new ValueMap.Builder().Set("workflowId", workflow);
        if (run is not null)
        {
            details.Set("executionId", run.Id).Set("status", run.Status);
        }

        if (run?.Error is { } error)
        {
            details.Set("details", ValueMap.Of(["path", "node"], error.Path, error.Node));
        }

        return new(message, code, details.Build());
    }
}
