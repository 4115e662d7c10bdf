using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class RunWorkflowNodeTests
{
    [Fact]
    public async Task ACompletedRunsStateIsHandedOnAndKept()
    {
        var host = new LaunchingHost(new ChildRun("r7", "completed", RunOutcome.Completed, Documents.Json("""{"total":5}""").AsMap, null));
        var (result, records) = await RunAsync("""{"runWorkflow":{"workflowId":"sum","initialState":{"a":"$.n"}}}""", host);

        Assert.Equal(Documents.Json("""{"executionId":"r7","result":{"total":5},"finalState":{"total":5},"status":"completed","workflowId":"sum"}"""), records[0].Output);
        Assert.Equal(Documents.Json("""{"n":2,"runWorkflowResult":{"total":5},"runWorkflowExecutionId":"r7","runWorkflowFinalState":{"total":5}}"""), result.State);
        var call = Assert.Single(host.Calls);
        Assert.Equal(("sum", "run-1", TimeSpan.FromMinutes(1)), (call.WorkflowId, call.ParentId, call.Patience));
        Assert.Equal(Documents.Json("""{"a":2}"""), call.State);
    }

    [Fact]
    public async Task AFailedRunIsAnErrorThatNamesIt()
    {
        var host = new LaunchingHost(new ChildRun("r7", "failed", RunOutcome.Failed, ValueMap.Empty, new("ORDER_EMPTY", "No lines", "/workflow/0", "stop")));
        var (_, records) = await RunAsync("""{"runWorkflow":{"workflowId":"sum"}}""", host);

        Assert.Equal(
            Documents.Json("""{"error":"No lines","code":"ORDER_EMPTY","nodeId":"runWorkflow","workflowId":"sum","executionId":"r7","status":"failed","details":{"path":"/workflow/0","node":"stop"}}"""),
            records[0].Output);
    }

    [Fact]
    public async Task ARunThatTakesTooLongIsAnErrorAndOneThatIsNotWaitedForIsNot()
    {
        var host = new LaunchingHost(new ChildRun("r7", "running", null, null, null));
        var (_, records) = await RunAsync("""{"runWorkflow":{"workflowId":"sum","timeout":"2s"}},{"runWorkflow":{"workflowId":"sum","wait":false}}""", host);

        Assert.Equal(("Workflow execution timeout after 2000ms", "TIMEOUT"), (records[0].Error!.Message, records[0].Error!.Code));
        Assert.Equal(("success", "running"), (records[1].Edge, records[1].Output["status"].AsText));
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.Zero], host.Calls.Select(call => call.Patience));
    }

    [Fact]
    public async Task EachExecutionAndEachTryOfAStepIsAWishOfItsOwn()
    {
        var host = new LaunchingHost(new ChildRun("r7", "failed", RunOutcome.Failed, null, new("X", "no", null, null)));
        await RunAsync("""{"range...":{"stop":2,"current_step?":{"runWorkflow":{"workflowId":"sum","@retry":{"attempts":2,"delay":"1ms"}}}}}""", host);
        var keys = host.Calls.Select(call => call.Key).ToList();
        host.Calls.Clear();
        await RunAsync("""{"range...":{"stop":2,"current_step?":{"runWorkflow":{"workflowId":"sum","@retry":{"attempts":2,"delay":"1ms"}}}}}""", host);

        Assert.Equal(4, keys.Distinct().Count());
        Assert.Equal(keys, host.Calls.Select(call => call.Key));
    }

    [Theory]
    [InlineData("""{}""", "Missing required parameter: workflowId")]
    [InlineData("""{"workflowId":"a","initialState":[1]}""", "Invalid initialState: it must be an object")]
    [InlineData("""{"workflowId":"a","timeout":"never"}""", "Invalid timeout: never. It must be milliseconds, or text such as \"10m\", of more than nothing and at most a day")]
    [InlineData("""{"workflowId":"a"}""", "Other workflows are not available here")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var (_, records) = await RunAsync($$"""{"runWorkflow":{{config}}}""", new NodeHost());
        Assert.Equal((message, false), (records[0].Error!.Message, records[0].Error!.Thrown));
    }

    private static Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string steps, NodeHost host) =>
        Documents.RunAsync(Documents.With(steps, "\"initialState\":{\"n\":2},"), new RunOptions { RunId = "run-1" }, host: host);

    private sealed class LaunchingHost(ChildRun run) : NodeHost
    {
        public List<ChildRunCall> Calls { get; } = [];

        public override Task<ChildRun> RunWorkflowAsync(ChildRunCall call, CancellationToken cancellation)
        {
            Calls.Add(call);
            return Task.FromResult(run);
        }
    }
}
