using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>How many runs are under way at once: of a workflow, of a key, and in all.</summary>
public sealed class ConcurrencyTests
{
    private const string Rests = """{"wait":{"for":"1h"}}""";
    private const string OneAtATime = """ "settings":{"concurrency":1}, """;
    private const string OneForEachCustomer = """ "settings":{"concurrencyKey":"$.customer"}, """;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AHundredRunsAtTheSameTimeGoOneByOneWhereTheWorkflowSaysSo(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"wait":{"for":"5ms"}},{"$.n":"$.i"}""", more: OneAtATime);

        var runs = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => api.RunToEndAsync(workflow, $$"""{"i":{{i}}}""")));

        Assert.All(runs.Index(), run => Assert.Equal(("completed", run.Index), (run.Item.Text("status"), run.Item.GetProperty("state").GetProperty("n").GetInt32())));
        AssertOneAtATime(runs);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task RunsOfOneKeyGoOneByOneAndThoseOfAnotherBesideThem(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"wait":{"for":"{{$.pause}}"}}""", more: OneForEachCustomer);
        var resting = await StartAsync(api, workflow, """{"customer":{"id":1},"pause":"1h"}""");
        var waiting = await StartAsync(api, workflow, """{"customer":{"id":1},"pause":"1ms"}""");

        var others = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => api.RunToEndAsync(workflow, $$"""{"customer":{{i % 3}},"pause":"5ms"}""")));

        foreach (var customer in others.GroupBy(run => run.GetProperty("input").GetProperty("customer").GetInt32()))
        {
            AssertOneAtATime(customer);
        }

        var queued = await api.GetJsonAsync($"/runs/{waiting.Id}");
        Assert.Equal(("queued", $"run {resting.Id} of the same key"), (queued.Text("status"), queued.Text("waitsFor")));
        await api.PostJsonAsync($"/runs/{resting.Id}/cancel", null, 202);
        Assert.Equal("completed", (await api.WhenEndedAsync(waiting.Id)).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunForWhichThereIsNoRoomIsSkippedWhereTheWorkflowSaysSo(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(Rests, more: """ "settings":{"concurrency":1,"onConflict":"skip"}, """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => LaunchAsync(api, workflow, "{}")));

        var begun = Assert.Single(answers, run => run.Text("status") != "cancelled");
        Assert.All(answers.Where(run => run.Id != begun.Id), run =>
        {
            Assert.Equal("SKIPPED", run.GetProperty("error").Text("code"));
            Assert.Contains(begun.Id, run.GetProperty("error").Text("message"), StringComparison.Ordinal);
        });
        await api.PostJsonAsync($"/runs/{begun.Id}/cancel", null, 202);
        await api.WhenEndedAsync(begun.Id);
        Assert.NotEqual("cancelled", (await StartAsync(api, workflow)).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheOlderRunsAreCancelledForTheNewOneWhereTheWorkflowSaysSo(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"wait":{"for":"{{$.pause}}"}}""", more: """ "settings":{"concurrency":1,"onConflict":"cancel"}, """);
        var older = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => LaunchAsync(api, workflow, """{"state":{"pause":"1h"}}""")));

        var last = await api.RunToEndAsync(workflow, """{"pause":"1ms"}""");

        Assert.Equal("completed", last.Text("status"));
        var ended = await Task.WhenAll(older.Select(run => api.WhenEndedAsync(run.Id)));
        Assert.All(ended, run => Assert.Equal(("cancelled", "CANCELLED"), (run.Text("status"), run.GetProperty("error").Text("code"))));
        AssertOneAtATime(ended.Append(last).Where(run => run.Text("startedAt") is not null));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunKeepsItsPlaceBeforeOthersOfItsKeyWhenTheServerIsKilled(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider);
        var workflow = await server.Api.CreateWorkflowAsync(Rests, more: OneAtATime);
        var first = await StartAsync(server.Api, workflow);
        var second = await StartAsync(server.Api, workflow);

        await server.KillAsync();
        await server.StartAsync();

        await WhenBegunAsync(server.Api, first.Id);
        var queued = await server.Api.GetJsonAsync($"/runs/{second.Id}");
        Assert.Equal("queued", queued.Text("status"));
        await server.Api.PostJsonAsync($"/runs/{first.Id}/cancel", null, 202);
        await WhenBegunAsync(server.Api, second.Id);
    }

    [Fact]
    public async Task AKeyThatHasNoValueRefusesTheRun()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(Rests, more: """ "settings":{"concurrencyKey":"{{= 1 / $.customer }}"}, """);

        var problem = await api.PostJsonAsync($"/workflows/{workflow}/run", """{"state":{"customer":"ada"}}""", 422);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("/settings/concurrencyKey", error.Text("path"));
        Assert.StartsWith("settings.concurrencyKey has no value for this run: ", error.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AWorkflowOfWhichOnlyOneRunGoesOnCanRunItself(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:Concurrency"] = "1" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var id = $"itself-{Guid.NewGuid():N}";
        var steps = """{"logic":{"operation":"less","values":["$.level",2],"true?":{"runWorkflow":{"workflowId":"ID","initialState":{"level":"{{= $.level + 1 }}"}}}}}""".Replace("ID", id, StringComparison.Ordinal);
        await api.CreateWorkflowAsync(steps, id, OneAtATime + """ "initialState":{"level":0}, """);

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.RunToEndAsync(id)));

        Assert.All(runs, run => Assert.Equal("completed", run.Text("status")));
        await using var db = server.CreateDb();
        Assert.Equal(9, await db.Runs.CountAsync(r => r.Status == RunStatus.Completed));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AParentsPlaceIsForOthersWhileItsChildWaitsForItsKey(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:Concurrency"] = "2" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var child = await api.CreateWorkflowAsync("""{"wait":{"for":"{{$.pause}}"}}""", more: OneAtATime + """ "initialState":{"pause":"1ms"}, """);
        var parent = await api.CreateWorkflowAsync($$$"""{"runWorkflow":{"workflowId":"{{{child}}}","wait":true}}""");
        var other = await api.CreateWorkflowAsync("""{"$.n":1}""");
        var resting = await StartAsync(api, child, """{"pause":"1h"}""");
        var waiting = await StartAsync(api, parent);
        await WhenQueuedAsync(api, child);

        Assert.Equal("completed", (await api.RunToEndAsync(other)).Text("status"));

        await api.PostJsonAsync($"/runs/{resting.Id}/cancel", null, 202);
        Assert.Equal("completed", (await api.WhenEndedAsync(waiting.Id)).Text("status"));
        Assert.Equal("completed", (await api.RunToEndAsync(other)).Text("status"));
    }

    [Fact]
    public async Task AChildThatIsCancelledInTheQueueKeepsNoSlot()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var child = await api.CreateWorkflowAsync("""{"wait":{"for":"{{$.pause}}"}}""", more: OneAtATime + """ "initialState":{"pause":"1ms"}, """);
        var parent = await api.CreateWorkflowAsync($$$"""{"runWorkflow":{"workflowId":"{{{child}}}","error?":null}}""");
        var resting = await StartAsync(api, child, """{"pause":"1h"}""");
        var waiting = await StartAsync(api, parent);
        await WhenQueuedAsync(api, child);
        var queued = (await api.GetJsonAsync($"/runs?workflow={child}&status=queued")).GetProperty("items")[0];

        await api.PostJsonAsync($"/runs/{queued.Id}/cancel", null, 202);
        Assert.Equal("completed", (await api.WhenEndedAsync(waiting.Id)).Text("status"));
        await api.PostJsonAsync($"/runs/{resting.Id}/cancel", null, 202);

        Assert.Equal("completed", (await api.RunToEndAsync(child)).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AWorkflowWithManyQueuedRunsDoesNotStarveAnother(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:Concurrency"] = "1" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var many = await api.CreateWorkflowAsync("""{"wait":{"for":"50ms"}}""");
        var few = await api.CreateWorkflowAsync("""{"$.n":1}""");
        await LaunchAsync(server, many, 2_000);
        var waiting = await api.GetJsonAsync($"/runs?workflow={many}&status=queued&limit=1");

        var run = await StartAsync(api, few);

        Assert.Equal("completed", (await api.WhenEndedAsync(run.Id)).Text("status"));
        await using var db = server.CreateDb();
        Assert.True(await db.Runs.CountAsync(r => r.WorkflowId == many && r.Status == RunStatus.Queued) > 1_000);
        var last = await api.GetJsonAsync($"/runs/{waiting.GetProperty("items")[0].Id}");
        Assert.EndsWith(" runs before it", last.Text("waitsFor"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TwoThousandQueuedRunsDrainWithEveryRecordAndAFewInMemory(DatabaseProvider provider)
    {
        await using var site = await LoopbackSite.StartAsync(app => app.MapGet("/", () => Task.Delay(TimeSpan.FromMinutes(1))));
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:Concurrency"] = "2", ["Outbound:Allow"] = "127.0.0.1" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var busy = await api.CreateWorkflowAsync($$$"""{"fetchApi":{"url":"{{{site.Address}}}/"}}""");
        var tenSteps = await api.CreateWorkflowAsync(string.Join(",", Enumerable.Range(1, 10).Select(i => $$"""{"$.n{{i}}":{{i}}}""")));
        var first = new[] { await StartAsync(api, busy), await StartAsync(api, busy) };

        await LaunchAsync(server, tenSteps, 2_000);

        Assert.InRange(server.Services.GetRequiredService<RunQueue>().Count, 1, RunLanes.MostInLane);
        foreach (var run in first)
        {
            await api.PostJsonAsync($"/runs/{run.Id}/cancel", null, 202);
        }

        await using var db = server.CreateDb();
        for (var deadline = DateTime.UtcNow.AddMinutes(2); await db.Runs.CountAsync(r => r.Status == RunStatus.Completed) < 2_000; await Task.Delay(100))
        {
            Assert.True(DateTime.UtcNow < deadline, "The queue does not drain");
        }

        Assert.Equal(20_000, await db.RunRecords.CountAsync(r => db.Runs.Any(run => run.Id == r.RunId && run.WorkflowId == tenSteps)));
        Assert.Equal(0, server.Services.GetRequiredService<RunQueue>().Count);
    }

    /// <summary>Starts a run that may be over by the time of the answer.</summary>
    private static async Task<JsonElement> LaunchAsync(HttpClient api, string workflow, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await api.PostAsync($"/api/v1/workflows/{workflow}/run", content);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task LaunchAsync(WorkscriptServer server, string workflow, int count)
    {
        var launcher = server.Services.GetRequiredService<RunLauncher>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, cancellation) =>
            Assert.IsType<Launch.Started>(await launcher.LaunchAsync(workflow, new RunStart(TriggerKind.Api, null), TimeSpan.Zero, cancellation)));
    }

    private static Task<JsonElement> StartAsync(HttpClient api, string workflow, string state = "{}") =>
        api.PostJsonAsync($"/workflows/{workflow}/run", $$"""{"state":{{state}}}""", 202);

    private static Task WhenBegunAsync(HttpClient api, string run) => WhenAsync(async () => (await api.GetJsonAsync($"/runs/{run}")).Text("status") is "running" or "waiting");

    private static Task WhenQueuedAsync(HttpClient api, string workflow) =>
        WhenAsync(async () => (await api.GetJsonAsync($"/runs?workflow={workflow}&status=queued")).GetProperty("items").GetArrayLength() > 0);

    private static async Task WhenAsync(Func<Task<bool>> condition)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); !await condition(); await Task.Delay(50))
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not come to that");
        }
    }

    private static void AssertOneAtATime(IEnumerable<JsonElement> runs)
    {
        var times = runs.Select(run => (From: run.GetProperty("startedAt").GetDateTime(), To: run.GetProperty("finishedAt").GetDateTime())).Order().ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"{pair.First} and {pair.Second} are at the same time"));
    }
}
