using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class ParallelNodeTests
{
    [Fact]
    public async Task WhatTheBranchesChangeIsMergedInTheOrderInWhichTheyAreWritten()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""
            {"parallel":{
              "left?":[{"$.left.a":1},{"math":{"operation":"add","values":[1,2]}}],
              "right?":[{"$.left.b":2},{"math":{"operation":"add","values":[3,4]}}],
              "done?":{"$.got":"{{= $input.right.result }}"}}}
            """));
        Assert.Equal(Documents.Json("""{"a":1,"b":2}"""), result.State["left"]);
        Assert.Equal((7, 7), (result.State["mathResult"].AsDouble, result.State["got"].AsDouble));
        Assert.All(records.Take(4), record => Assert.StartsWith("/workflow/0#0[", record.Key.Branch));
        Assert.Equal("done", records[4].Edge);
    }

    [Fact]
    public async Task APlaceThatTwoBranchesChangeIsAnError()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"parallel":{"a?":{"$.x.y":1},"b?":{"$.x":2},"error?":{"$.code":"{{= $input.code }}"}}}"""));
        Assert.Equal(("BRANCH_CONFLICT", RunOutcome.Completed), (result.State["code"].AsText, result.Outcome));
        Assert.True(result.State["x"].IsMissing);
        Assert.Contains("'a' and 'b'", records[^2].Error!.Message);
    }

    [Fact]
    public async Task BranchesThatTakeTheirTimeDoSoAtOnce()
    {
        var meeting = new MeetingHost(2);
        var (result, _) = await Documents.RunAsync(
            Documents.With("""{"parallel":{"a?":[{"fetchApi":{"url":"http://a.example"}},{"$.a":"$.fetchStatus"}],"b?":[{"fetchApi":{"url":"http://b.example"}},{"$.b":"$.fetchStatus"}]}}"""),
            host: meeting);
        Assert.Equal((RunOutcome.Completed, 200, 200), (result.Outcome, result.State["a"].AsDouble, result.State["b"].AsDouble));
    }

    [Fact]
    public async Task TheFirstBranchToFailCancelsTheOthers()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"parallel":{"slow?":[{"wait":{"for":"1h"}},{"$.late":true}],"bad?":{"fail":{"message":"no","code":"BAD"}},"error?":{"$.code":"{{= $input.code }}"}}}"""));
        Assert.Equal((RunOutcome.Completed, "BAD"), (result.Outcome, result.State["code"].AsText));
        Assert.DoesNotContain(records, record => record.NodeId == "wait");
    }

    [Fact]
    public async Task ItsTimeoutCancelsAllBranches()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"parallel":{"@timeout":"20ms","slow?":{"wait":{"for":"1h"}},"error?":{"$.code":"{{= $input.code }}"}}}"""));
        Assert.Equal("TIMEOUT", result.State["code"].AsText);
    }

    [Fact]
    public async Task CancellingTheRunCancelsItsBranches()
    {
        using var cancellation = new CancellationTokenSource();
        var running = Documents.RunAsync(Documents.With("""{"parallel":{"a?":{"wait":{"for":"1h"}},"b?":{"wait":{"for":"1h"}}}}"""), cancellation: cancellation.Token);
        await cancellation.CancelAsync();
        Assert.Equal(RunOutcome.Cancelled, (await running).Result.Outcome);
    }

    [Fact]
    public async Task BranchesWithinBranchesAreResumedWhereTheyWere()
    {
        var document = Documents.With("""
            {"parallel":{
              "a?":{"forEach":{"items":[1,2],"concurrency":2,"collect":"$.item * 10","resultKey":"tens","each?":{"$.n":"$.item"}}},
              "b?":[{"$.b":1},{"$.c":"$.b + 1"}]}},{"$.end":"{{$.tens}} {{$.c}}"}
            """);
        var (whole, records) = await Documents.RunAsync(document);
        Assert.Equal("[10,20] 2", whole.State["end"].AsText);
        for (var kept = 0; kept <= records.Count; kept++)
        {
            // As a crash may leave them: of what was on its way, some branches have more than others.
            var journal = new Documents.ListJournal(records.Take(kept));
            var engine = new WorkflowEngine();
            var resumed = await engine.RunAsync(engine.Read(document).Program!, new RunOptions { Journal = journal });
            Assert.Equal(Value.Of(whole.State), Value.Of(resumed.State));
            Assert.Equal(Enumerable.Range(kept + 1, records.Count - kept), journal.Records.Select(record => (int)record.Sequence));
        }
    }

    /// <summary>Answers a request only when so many are under way.</summary>
    private sealed class MeetingHost(int count) : NodeHost
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public override async Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref _here) == count)
            {
                _all.SetResult();
            }

            await _all.Task.WaitAsync(cancellation);
            return new(200, "OK", [], "{}"u8.ToArray(), call.Url, false);
        }
    }
}
