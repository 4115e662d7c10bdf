using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>What was accepted runs, and what is recorded runs once, whatever becomes of the process.</summary>
public sealed class RecoveryTests
{
    // Long enough that it is still under way when a busy machine comes to kill its server.
    private const string SixtyRounds = """{"$.n":0},{"range...":{"stop":60,"current_step?":[{"wait":{"for":"100ms"}},{"$.n":"$.n + 1"}]}}""";
    private const int StepsOfSixtyRounds = 1 + 61 + 120;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunGoesOnWhereAKilledServerLeftItAndRepeatsNothing(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider);
        var workflow = await server.Api.CreateWorkflowAsync(SixtyRounds);
        var run = await server.Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202);

        var recorded = new List<string>();
        foreach (var atLeast in new[] { 20, 60 })
        {
            recorded = await WhenRecordedAsync(server.Api, run.Id, atLeast);
            await server.KillAsync();
            await server.StartAsync();
        }

        var ended = await server.Api.WhenEndedAsync(run.Id);
        Assert.Equal(("completed", 60, 3), (ended.Text("status"), ended.GetProperty("state").GetProperty("n").GetInt32(), ended.GetProperty("attempt").GetInt32()));
        var steps = await StepsAsync(server.Api, run.Id);
        Assert.Equal(recorded, steps.Take(recorded.Count));
        Assert.Equal(StepsOfSixtyRounds, steps.Count);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task EveryAcceptedRunOfAKilledServerIsRun(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider, ("Runs:Concurrency", "2"));
        var workflow = await server.Api.CreateWorkflowAsync("""{"wait":{"for":"300ms"}},{"$.done":"$.given"}""");
        var runs = new List<JsonElement>();
        for (var i = 0; i < 10; i++)
        {
            runs.Add(await server.Api.PostJsonAsync($"/workflows/{workflow}/run", $$$"""{"state":{"given":{{{i}}}}}""", 202));
        }

        await server.KillAsync();
        await server.StartAsync();

        for (var i = 0; i < runs.Count; i++)
        {
            var ended = await server.Api.WhenEndedAsync(runs[i].Id);
            Assert.Equal(("completed", i), (ended.Text("status"), ended.GetProperty("state").GetProperty("done").GetInt32()));
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AServerThatIsToldToStopDoesSoAtOnceAndItsRunsGoOnInTheNext(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider);
        var workflow = await server.Api.CreateWorkflowAsync(SixtyRounds);
        var resting = await server.Api.CreateWorkflowAsync("""{"wait":{"for":"1h"}}""");
        var run = await server.Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202);
        var restingRun = await server.Api.PostJsonAsync($"/workflows/{resting}/run", "{}", 202);
        var recorded = await WhenRecordedAsync(server.Api, run.Id, 20);

        var took = await server.TerminateAsync();
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took}");

        await server.StartAsync();
        var ended = await server.Api.WhenEndedAsync(run.Id);
        Assert.Equal(("completed", 1), (ended.Text("status"), ended.GetProperty("attempt").GetInt32()));
        Assert.Equal(recorded, (await StepsAsync(server.Api, run.Id)).Take(recorded.Count));
        Assert.Equal("waiting", (await server.Api.GetJsonAsync($"/runs/{restingRun.Id}")).Text("status"));
        await server.Api.PostJsonAsync($"/runs/{restingRun.Id}/cancel", null, 202);
        Assert.Equal("cancelled", (await server.Api.WhenEndedAsync(restingRun.Id)).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AServerWithFiftyRunsUnderWayStopsInTimeAndAllOfThemGetToTheirEnd(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider, ("Runs:Concurrency", "50"));
        var workflow = await server.Api.CreateWorkflowAsync(SixtyRounds);
        var runs = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            runs.Add((await server.Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id);
        }

        Assert.Equal(50, (await server.Api.GetJsonAsync("/runs?status=running&limit=100")).GetProperty("items").GetArrayLength());
        var took = await server.TerminateAsync();
        Assert.True(took < TimeSpan.FromSeconds(25), $"It took {took}");

        await server.StartAsync();
        foreach (var run in runs)
        {
            var ended = await server.Api.WhenEndedAsync(run, seconds: 90);
            Assert.Equal(("completed", 60, 1), (ended.Text("status"), ended.GetProperty("state").GetProperty("n").GetInt32(), ended.GetProperty("attempt").GetInt32()));
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfFiveThousandUnfinishedRunsTheFirstGoOnWhileTheOthersWait(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddUnfinishedAsync(database);

        await using var server = await WorkscriptServer.StartAsync(provider, database.Settings);
        await using var after = database.Open();
        var completed = 0;
        for (var deadline = DateTime.UtcNow.AddSeconds(60); completed == 0; completed = await after.Runs.CountAsync(r => r.Status == RunStatus.Completed))
        {
            Assert.True(DateTime.UtcNow < deadline, "None goes on");
        }

        Assert.InRange(completed, 1, 2_000);
        Assert.Equal(1_000, await after.Runs.CountAsync(r => r.Status == RunStatus.Waiting));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AStepCutOffInTheMiddleOfItsEffectIsRepeatedOnlyWhereItMayBe(DatabaseProvider provider)
    {
        var calls = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        await using var site = await LoopbackSite.StartAsync(app => app.MapMethods("/{name}", ["GET", "POST"], async (string name) =>
        {
            if (calls.AddOrUpdate(name, 1, (_, count) => count + 1) == 1)
            {
                await Task.Delay(TimeSpan.FromMinutes(1));
            }

            return Results.Json(new { name });
        }));
        using var server = await ServerProcess.StartAsync(provider, ("Outbound:Allow", "127.0.0.0/8"));
        string Fetch(string name, string more) => $$$$"""{"fetchApi":{"url":"{{{{site.Address}}}}/{{{{name}}}}",{{{{more}}}},"success?":{"$.got":"$.fetchResponse.name"},"error?":{"$.code":"{{= $input.code }}"}}}""";
        var runs = new Dictionary<string, string>();
        foreach (var (name, more) in new[] { ("read", "\"method\":\"GET\""), ("once", "\"method\":\"POST\""), ("again", "\"method\":\"POST\",\"@onInterrupted\":\"retry\""), ("keyed", "\"method\":\"POST\",\"headers\":{\"Idempotency-Key\":\"{{= $run.stepKey }}\"}") })
        {
            var workflow = await server.Api.CreateWorkflowAsync(Fetch(name, more));
            runs[name] = (await server.Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id;
        }

        while (calls.Count < 4)
        {
            await Task.Delay(20);
        }

        await server.KillAsync();
        await server.StartAsync();

        foreach (var (name, run) in runs)
        {
            var state = (await server.Api.WhenEndedAsync(run)).GetProperty("state");
            Assert.Equal(name == "once" ? "INTERRUPTED" : name, state.Text(name == "once" ? "code" : "got"));
            Assert.Equal(name == "once" ? 1 : 2, calls[name]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunThatGetsNoFurtherWhileTheServerDiesAgainAndAgainIsParked(DatabaseProvider provider)
    {
        var calls = 0;
        await using var site = await LoopbackSite.StartAsync(app => app.MapGet("/", async () =>
        {
            Interlocked.Increment(ref calls);
            await Task.Delay(TimeSpan.FromMinutes(1));
        }));
        using var server = await ServerProcess.StartAsync(provider, ("Outbound:Allow", "127.0.0.0/8"));
        var workflow = await server.Api.CreateWorkflowAsync($$$"""{"$.n":1},{"fetchApi":{"url":"{{{site.Address}}}/"}}""");
        var run = (await server.Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id;
        for (var kills = 1; kills <= 4; kills++)
        {
            while (calls < Math.Min(kills, 4))
            {
                await Task.Delay(20);
            }

            await server.KillAsync();
            await server.StartAsync();
        }

        var ended = await server.Api.WhenEndedAsync(run);
        Assert.Equal(("failed", "POISONED"), (ended.Text("status"), ended.GetProperty("error").Text("code")));
    }

    /// <summary>What a server leaves that is killed in the middle of 3,000 runs, with 1,000 that wait for another year, and 1,000 in its queue.</summary>
    private static async Task AddUnfinishedAsync(TestDatabase database)
    {
        var text = ApiClient.Definition("""{"$.a":1},{"wait":{"for":"20ms"}},{"$.b":2}""");
        var workflow = Workflow.Create(new WorkflowEngine().Read(Encoding.UTF8.GetBytes(text)).Definition!, text, null, DateTime.UtcNow);
        await using var db = database.Open();
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var dead = Guid.NewGuid().ToString("N");
        for (var i = 0; i < 5_000; i++)
        {
            var run = Run.Enqueue(workflow, new(TriggerKind.Api, null), DateTime.UtcNow);
            db.Runs.Add(run);
            if (i % 5 == 4)
            {
                continue;
            }

            run.TryStart(dead, DateTime.UtcNow);
            if (i % 5 == 3)
            {
                run.TryWait();
                db.OpenSteps.Add(OpenStep.Waiting(run.Id, new("/workflow/1", 0, null), 1, new(WaitKind.Time, DateTimeOffset.UtcNow.AddYears(1), "success", Value.Missing), DateTime.UtcNow));
            }
        }

        await db.SaveChangesAsync();
    }

    private static async Task<List<string>> WhenRecordedAsync(HttpClient api, string run, int atLeast)
    {
        while (true)
        {
            var steps = await StepsAsync(api, run);
            if (steps.Count >= atLeast)
            {
                Assert.True(steps.Count < StepsOfSixtyRounds, "The run was over too early for this test.");
                return steps;
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Each record as its text, which has the time at which the step was executed: what is executed again differs.</summary>
    private static async Task<List<string>> StepsAsync(HttpClient api, string run) =>
        [.. (await api.GetJsonAsync($"/runs/{run}/steps?limit=200")).GetProperty("items").EnumerateArray().Select(step => step.GetRawText())];
}
