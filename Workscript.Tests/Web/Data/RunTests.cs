using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

public sealed class RunTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly RunEnding Done = new("""{"total":5}""", 3, 1);

    [Fact]
    public void ARunGoesFromQueuedToRunningToOneEnd()
    {
        var run = Create();

        Assert.Equal(RunStatus.Queued, run.Status);
        Assert.True(run.TryStart("server", Now.AddSeconds(1)));
        Assert.False(run.TryStart("server", Now.AddSeconds(2)));
        Assert.True(run.TryComplete(Done, Now.AddSeconds(3)));
        Assert.False(run.TryFail(Done, Now.AddSeconds(4)));
        Assert.False(run.TryRequestCancel(Now.AddSeconds(5)));
        Assert.Equal((RunStatus.Completed, Now.AddSeconds(1), Now.AddSeconds(3)), (run.Status, run.StartedAt, run.FinishedAt));
    }

    [Fact]
    public void AQueuedRunIsCancelledOnTheSpotAndARunningOneIsAsked()
    {
        var (queued, running) = (Create(), Create());
        running.TryStart("server", Now);

        Assert.True(queued.TryRequestCancel(Now));
        Assert.True(running.TryRequestCancel(Now));
        Assert.False(running.TryRequestCancel(Now));

        Assert.Equal((RunStatus.Cancelled, "CANCELLED"), (queued.Status, queued.ErrorCode));
        Assert.Equal((RunStatus.Running, Now), (running.Status, running.CancelRequestedAt));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfTwoThatChangeARunAtOnceOneFails(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(Create());
        await using var worker = database.Open();
        await using var visitor = database.Open();
        Assert.True((await worker.Runs.SingleAsync()).TryStart("server", Now));
        Assert.True((await visitor.Runs.SingleAsync()).TryRequestCancel(Now));

        await worker.SaveChangesAsync();

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => visitor.SaveChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AWorkflowHasOneRunForAKey(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var workflow = Stored();
        await database.AddAsync(workflow, Run.Enqueue(workflow, new(TriggerKind.Api, "ann", IdempotencyKey: "order-1"), Now), Run.Enqueue(workflow, new(TriggerKind.Api, "ann"), Now));
        await database.AddAsync(Run.Enqueue(workflow, new(TriggerKind.Api, "ann", IdempotencyKey: "ORDER-1"), Now), Run.Enqueue(workflow, new(TriggerKind.Api, "ann"), Now));

        await Assert.ThrowsAsync<DbUpdateException>(() => database.AddAsync(Run.Enqueue(workflow, new(TriggerKind.Api, "bob", IdempotencyKey: "order-1"), Now)));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatIsWrittenIsReadBack(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var run = Create("""{"name":"Jürgen 🙂"}""");
        run.TryStart("server", Now);
        run.TryFail(Done with { ErrorCode = "TIMEOUT", ErrorMessage = new string('m', 9_000), ErrorPath = "/workflow/0", ErrorNode = "fetchApi" }, Now.AddSeconds(1));
        await database.AddAsync(run);

        await using var db = database.Open();
        var read = await db.Runs.SingleAsync();
        Assert.Equal((run.Id, run.Input, run.State, run.Definition), (read.Id, read.Input, read.State, read.Definition));
        Assert.Equal((Now.AddSeconds(1), DateTimeKind.Utc), (read.FinishedAt, read.FinishedAt!.Value.Kind));
        Assert.Equal((RunStatus.Failed, "TIMEOUT", Run.MaxErrorMessage), (read.Status, read.ErrorCode, read.ErrorMessage!.Length));
        Assert.Equal("failed", await db.Database.SqlQueryRaw<string>("SELECT Status AS Value FROM Runs").SingleAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task IdsSortByTheTimeOfCreation(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var runs = Enumerable.Range(0, 20).Select(i => Run.Enqueue("Hello", "{}", new(TriggerKind.Api, $"{i:00}"), Now.AddMilliseconds(i))).ToArray();
        await database.AddAsync([.. runs.Reverse()]);

        await using var db = database.Open();

        Assert.Equal(runs.Select(run => run.Id), await db.Runs.OrderBy(run => run.Id).Select(run => run.Id).ToListAsync());
        Assert.Equal(runs[15..].Select(run => run.Id), await db.Runs.Where(run => run.Id.CompareTo(runs[14].Id) > 0).OrderBy(run => run.Id).Select(run => run.Id).ToListAsync());
    }

    private static Run Create(string input = "{}") => Run.Enqueue("Hello", """{"id":"hello"}""", new(TriggerKind.Cli, "ann", input), Now);

    private static Workflow Stored()
    {
        const string text = """{ "id": "hello", "name": "Hello", "version": "1.0.0", "workflow": ["empty"] }""";
        return Workflow.Create(new Workscript.Engine.WorkflowEngine().Read(text).Definition!, text, by: null, Now);
    }
}
