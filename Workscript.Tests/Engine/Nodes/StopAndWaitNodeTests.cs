using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class StopAndWaitNodeTests
{
    [Fact]
    public async Task StopEndsTheRunAsCompletedAlsoFromANestedStep()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"log":{"message":"a","success?":[{"stop":{}},{"log":{"message":"b"}}]}},{"log":{"message":"c"}}"""));
        Assert.Equal((RunOutcome.Completed, "a"), (result.Outcome, result.State["lastLoggedMessage"].AsText));
        Assert.Equal(StepRecord.EndEdge, records[^1].Edge);
    }

    [Fact]
    public async Task StopEndsTheRunAsFailedWithItsMessageAndCode()
    {
        var document = Documents.With("""{"$.id":4711},{"stop":{"status":"failed","message":"Order {{$.id}} is empty","code":"ORDER_EMPTY"}},{"log":{}}""");
        var (result, records) = await Documents.RunAsync(document);
        Assert.Equal(new RunError("ORDER_EMPTY", "Order 4711 is empty", "/workflow/1", "stop"), result.Error);
        var engine = new Workscript.Engine.WorkflowEngine();
        var resumed = await engine.RunAsync(engine.Read(document).Program!, new RunOptions { Journal = new Documents.ListJournal(records) });
        Assert.Equal(result.Error, resumed.Error);
    }

    [Theory]
    [InlineData("""{"for":"2h"}""")]
    [InlineData("""{"until":"2026-03-01T02:00:00Z"}""")]
    public async Task WaitRestsUntilTheTimeIsThereAndHandsOn(string config)
    {
        var clock = new LeapingClock(DateTimeOffset.Parse("2026-03-01T00:00:00Z"));
        var (result, records) = await Documents.RunAsync(
            Documents.With("""{"math":{"operation":"add","values":[1,2]}},{"wait":CONFIG},{"$.seen":"{{$input.result}}"}""".Replace("CONFIG", config), "\"settings\":{\"timeout\":\"1m\"},"),
            host: new ClockedHost(clock));
        Assert.Equal((RunOutcome.Completed, "3"), (result.Outcome, result.State["seen"].AsText));
        Assert.Equal("2026-03-01T02:00:00.000Z", records[1].Output["until"].AsText);
        Assert.Equal(TimeSpan.FromHours(2), clock.Slept);
    }

    [Fact]
    public async Task AWaitOfManyMonthsIsWaitedInFull()
    {
        var clock = new LeapingClock(DateTimeOffset.UnixEpoch);
        await Documents.RunAsync(Documents.With("""{"wait":{"for":"200d"}}"""), host: new ClockedHost(clock));
        Assert.Equal(TimeSpan.FromDays(200), clock.Slept);
    }

    [Fact]
    public async Task ATimeoutEndsAWaitThatTakesLonger()
    {
        var clock = new LeapingClock(DateTimeOffset.UnixEpoch);
        var (result, records) = await Documents.RunAsync(
            Documents.With("""{"wait":{"for":"2h","@timeout":"1h 30m","@retry":{"attempts":2,"delay":"0ms"},"error?":{"$.code":"{{= $input.code }}"}}},{"wait":{"for":"1h","@timeout":"2h"}}"""),
            host: new ClockedHost(clock));
        Assert.Equal(("TIMEOUT", RunOutcome.Completed, 0), (result.State["code"].AsText, result.Outcome, result.Warnings));
        Assert.Equal(("The step took longer than its @timeout of 1h 30m", 2), (records[0].Error!.Message, records[0].Attempt));
        Assert.Equal(TimeSpan.FromHours(4), clock.Slept);
    }

    [Theory]
    [InlineData("{}", "Missing required parameter: for or until")]
    [InlineData("""{"for":"soon"}""", "'soon' is no duration")]
    [InlineData("""{"until":"later"}""", "'later' is no time")]
    public async Task WaitSaysWhatIsWrong(string config, string message)
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"wait":CONFIG}""".Replace("CONFIG", config)));
        Assert.Contains(message, records[0].Error!.Message);
    }

    [Fact]
    public async Task CancellingEndsAWaitAtOnceAndLeavesNoRecordOfIt()
    {
        using var cancellation = new CancellationTokenSource(50);
        var (result, records) = await Documents.RunAsync(Documents.With("""{"wait":{"for":"1h"}}"""), cancellation: cancellation.Token);
        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        Assert.Empty(records);
    }

    private sealed class ClockedHost(TimeProvider time) : NodeHost
    {
        public override TimeProvider Time => time;
    }
}
