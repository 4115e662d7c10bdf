using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>A run that is over is tried again as a run of its own, which executes nothing again that it takes over.</summary>
public sealed class RetryTests
{
    private const string FailsUnlessReady = """{"$.n":"$.given"},{"log":{"message":"on the way"}},{"$.m":"$.n + 1"},{"switch":{"mode":"expression","item":{"r":"$.ready"},"expression":"item.r == 'yes' ? 'go' : 'default'","go?":{"$.done":true},"default?":{"stop":{"status":"failed","message":"Not ready"}}}}""";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARetryKeepsWhatIsBeforeTheFailedStepAndGoesOnFromThere(DatabaseProvider provider)
    {
        var (isUp, calls, ids) = (false, new List<string>(), 0);
        await using var site = await LoopbackSite.StartAsync(app =>
        {
            app.MapPost("/first", () => { calls.Add("first"); return new { id = ++ids }; });
            app.MapPost("/second", () => { calls.Add("second"); return isUp ? Results.Ok(new { }) : Results.StatusCode(500); });
        });
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Outbound:Allow:0"] = "127.0.0.1" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync($$"""
            {"fetchApi":{"url":"{{site.Address}}/first","method":"POST"} },{"$.order":"$.fetchResponse.id"},
            {"fetchApi":{"url":"{{site.Address}}/second","method":"POST","serverError?":{"stop":{"status":"failed","message":"Down"} } } },{"$.done":true}
            """);
        var failed = await api.RunToEndAsync(workflow);
        Assert.Equal("failed", failed.Text("status"));

        isUp = true;
        var retry = await api.PostJsonAsync($"/runs/{failed.Id}/retry", """{"from":3}""", 202);

        var ended = await api.WhenEndedAsync(retry.Id);
        Assert.Equal(("completed", failed.Id, 2), (ended.Text("status"), ended.Text("retryOf"), ended.GetProperty("retriedAfter").GetInt32()));
        Assert.True(ended.GetProperty("state").GetProperty("done").GetBoolean());
        Assert.Equal(["first", "second", "second"], calls);
        var (before, after) = (await StepsAsync(api, failed.Id), await StepsAsync(api, retry.Id));
        Assert.Equal(before.Take(2).Select(s => s.GetRawText()), after.Take(2).Select(s => s.GetRawText()));
        Assert.Equal([1, 2, 3, 4], after.Select(s => s.GetProperty("seq").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheStateCanBeEditedWhereTheRunGoesOnAndFoldsSo(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var failed = await api.RunToEndAsync(await api.CreateWorkflowAsync(FailsUnlessReady), """{"given":1,"old":1}""");
        Assert.Equal(5, failed.GetProperty("steps").GetInt32());

        var retry = await api.PostJsonAsync($"/runs/{failed.Id}/retry", """{"from":4,"state":{"ready":"yes","old":null}}""", 202);
        var ended = await api.WhenEndedAsync(retry.Id);

        Assert.Equal("completed", ended.Text("status"));
        Assert.Equal("""{"given":1,"n":1,"m":2,"ready":"yes","done":true}""", Known(ended.GetProperty("state")));
        Assert.Equal("""{"given":1,"old":1,"n":1}""", Known((await api.GetJsonAsync($"/runs/{retry.Id}/state?at=2")).GetProperty("state")));
        Assert.Equal("""{"given":1,"n":1,"m":2,"ready":"yes"}""", Known((await api.GetJsonAsync($"/runs/{retry.Id}/state?at=3")).GetProperty("state")));

        // A try of the try keeps its edits, as far as it takes them over.
        var third = await api.WhenEndedAsync((await api.PostJsonAsync($"/runs/{retry.Id}/retry", """{"from":5}""", 202)).Id);
        Assert.Equal((Known(ended.GetProperty("state")), retry.Id), (Known(third.GetProperty("state")), third.Text("retryOf")));
        var fourth = await api.WhenEndedAsync((await api.PostJsonAsync($"/runs/{retry.Id}/retry", """{"from":2}""", 202)).Id);
        Assert.Equal(("failed", "Not ready"), (fourth.Text("status"), fourth.GetProperty("error").Text("message")));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatBranchesDidBeforeThePointIsKept(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""
            {"forEach":{"items":"$.list","as":"item","concurrency":4,"collect":"$.twice","into":"doubled","each?":[{"$.twice":"$.item * 2"},{"log":{"message":"{{$.item}}"}}]}},
            {"stop":{"status":"failed","message":"On purpose"}}
            """);
        var failed = await api.RunToEndAsync(workflow, """{"list":[1,2,3,4,5,6,7,8,9,10]}""");
        var before = await StepsAsync(api, failed.Id);
        var middle = before.Count / 2;

        var retry = await api.WhenEndedAsync((await api.PostJsonAsync($"/runs/{failed.Id}/retry", $$"""{"from":{{middle + 1}}}""", 202)).Id);

        Assert.Equal("On purpose", retry.GetProperty("error").Text("message"));
        Assert.Equal(failed.GetProperty("state").GetRawText(), retry.GetProperty("state").GetRawText());
        var after = await StepsAsync(api, retry.Id);
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(before.Take(middle).Select(s => s.GetRawText()), after.Take(middle).Select(s => s.GetRawText()));
    }

    [Fact]
    public async Task TheCurrentVersionTakesOverWhatIsStillInItsPlace()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"$.a":1},{"$.b":2},{"stop":{"status":"failed","message":"Old"}}""");
        var failed = await api.RunToEndAsync(workflow);
        await SaveAsync(api, workflow, """{"$.a":1},{"$.b":2},{"$.c":"$.a + $.b"}""");

        Assert.Equal("failed", (await RetryAsync(api, failed.Id, "{}")).Text("status"));
        var current = await RetryAsync(api, failed.Id, """{"version":"current"}""");
        Assert.Equal((3, 2, 2), (current.GetProperty("state").GetProperty("c").GetInt32(), current.GetProperty("version").GetInt32(), current.GetProperty("retriedAfter").GetInt32()));

        await SaveAsync(api, workflow, """{"$.z":0},{"$.a":1},{"$.b":2}""");
        var refusal = await api.PostJsonAsync($"/runs/{failed.Id}/retry", """{"from":"failed","version":"current"}""", 409);
        Assert.Contains("'$.a' is no longer at /workflow/0", refusal.Text("detail"));
        Assert.Equal(0, (await RetryAsync(api, failed.Id, """{"from":"start","version":"current"}""")).GetProperty("state").GetProperty("z").GetInt32());
    }

    [Fact]
    public async Task FromTheStartTheInputCanBeEditedAndMustFit()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"$.sum":"$.a + $.b"}""", more: """ "inputs":{"a":{"type":"integer","required":true},"b":{"type":"integer","default":1}}, """);
        var run = await api.RunToEndAsync(workflow, """{"a":1,"b":5,"note":"x"}""");

        var again = await RetryAsync(api, run.Id, """{"state":{"a":10,"b":null,"note":null}}""");
        Assert.Equal((11, """{"a":10}"""), (again.GetProperty("state").GetProperty("sum").GetInt32(), again.GetProperty("input").GetRawText()));
        Assert.Contains("'a' is required", (await api.PostJsonAsync($"/runs/{run.Id}/retry", """{"state":{"a":null}}""", 422)).Text("detail"));
    }

    [Fact]
    public async Task WhatCannotBeTriedAgainSoIsSaidInWords()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var resting = await api.PostJsonAsync($"/workflows/{await api.CreateWorkflowAsync("""{"wait":{"for":"1h"}}""")}/run", "{}", 202);
        var done = await api.RunToEndAsync(await api.CreateWorkflowAsync("""{"$.a":1}"""));

        Assert.Contains("before it is tried again", (await api.PostJsonAsync($"/runs/{resting.Id}/retry", null, 409)).Text("detail"));
        Assert.Contains("did not fail", (await api.PostJsonAsync($"/runs/{done.Id}/retry", """{"from":"failed"}""", 409)).Text("detail"));
        Assert.Contains("no step 7", (await api.PostJsonAsync($"/runs/{done.Id}/retry", """{"from":7}""", 422)).Text("detail"));
        await api.PostJsonAsync($"/runs/{done.Id}/retry", """{"from":"here"}""", 400);
        await api.PostJsonAsync("/runs/nobody/retry", "{}", 404);
    }

    [Fact]
    public async Task ARunOfADefinitionThatIsNotStoredCanBeTriedAgain()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await api.PostJsonAsync("/workflows/run", $$$"""{"definition":{{{ApiClient.Definition(FailsUnlessReady)}}},"state":{"given":4}}""");

        var again = await RetryAsync(api, run.Id, """{"from":4,"state":{"ready":"yes"}}""");

        Assert.Equal(("completed", 5), (again.Text("status"), again.GetProperty("state").GetProperty("m").GetInt32()));
        Assert.Contains("was not stored as a workflow", (await api.PostJsonAsync($"/runs/{run.Id}/retry", """{"version":"current"}""", 409)).Text("detail"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ManyAreTriedAgainAndCancelledByFilterOrById(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:Concurrency"] = "4" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var failing = await api.CreateWorkflowAsync(FailsUnlessReady);
        var resting = await api.CreateWorkflowAsync("""{"wait":{"for":"1h"}}""");
        for (var i = 0; i < 30; i++)
        {
            await api.RunToEndAsync(failing, """{"given":1}""");
        }

        var retried = await api.PostJsonAsync("/runs/retry", $$$"""{"filter":{"workflow":"{{{failing}}}","status":"failed"},"from":"start"}""");
        Assert.Equal((30, 30, 0), (retried.GetProperty("matched").GetInt32(), retried.GetProperty("done").GetInt32(), retried.GetProperty("problems").GetArrayLength()));
        var ids = retried.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!).ToList();
        await using (var db = server.CreateDb())
        {
            Assert.All(await db.Runs.Where(r => ids.Contains(r.Id)).ToListAsync(), run => Assert.Equal(RunPriority.Bulk, run.Priority));
        }

        foreach (var id in ids)
        {
            Assert.Equal("failed", (await api.WhenEndedAsync(id)).Text("status"));
        }

        for (var i = 0; i < 30; i++)
        {
            await api.PostJsonAsync($"/workflows/{resting}/run", "{}", 202);
        }

        var cancelled = await api.PostJsonAsync("/runs/cancel", $$$"""{"filter":{"workflow":"{{{resting}}}"}}""");
        Assert.Equal(30, cancelled.GetProperty("done").GetInt32());
        foreach (var id in cancelled.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!))
        {
            Assert.Equal("cancelled", (await api.WhenEndedAsync(id)).Text("status"));
        }

        var mixed = await api.PostJsonAsync("/runs/cancel", $$"""{"ids":["{{ids[0]}}","nobody"]}""");
        Assert.Equal((0, 2), (mixed.GetProperty("done").GetInt32(), mixed.GetProperty("problems").GetArrayLength()));
        await api.PostJsonAsync("/runs/retry", "{}", 400);
        await api.PostJsonAsync("/runs/retry", """{"filter":{"colour":"red"}}""", 400);
    }

    [Fact]
    public async Task ThePagesDoTheSameWithoutScript()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(FailsUnlessReady);
        var failed = await api.RunToEndAsync(workflow, """{"given":1}""");
        using var person = await server.SignInAsync(Role.Editor);

        var form = await (await person.GetAsync($"/runs/{failed.Id}/retry?from=failed")).Content.ReadAsStringAsync();
        Assert.Contains("The first 4 steps are kept", form);
        using var posted = await person.PostAsync(
            $"/runs/{failed.Id}/retry?from=4", new() { ["From"] = "4", ["UsesCurrent"] = "false", ["State"] = """{"given":1,"n":1,"m":3,"ready":"yes"}""" });
        var retry = await api.WhenEndedAsync(posted.Headers.Location!.ToString().Split('/')[^1]);
        Assert.Equal(("completed", 3), (retry.Text("status"), retry.GetProperty("state").GetProperty("m").GetInt32()));

        Assert.Contains($"/runs/{retry.Id}\">a later run", await person.Http.GetStringAsync($"/runs/{failed.Id}"));
        Assert.Contains($"/runs/{failed.Id}\">an earlier run", await person.Http.GetStringAsync($"/runs/{retry.Id}"));

        var list = $"/runs/all/retry?status=failed&workflow={workflow}";
        Assert.Contains("Try 1 failed run again?", await person.Http.GetStringAsync(list));
        using var bulk = await person.PostAsync(list, new() { ["From"] = "", ["UsesCurrent"] = "false" });
        Assert.Contains("1 run started.", await person.Http.GetStringAsync(bulk.Headers.Location!.ToString()));
    }

    private static string Known(JsonElement state) =>
        "{" + string.Join(",", state.EnumerateObject().Where(m => m.Name is "given" or "old" or "n" or "m" or "ready" or "done").Select(m => $"\"{m.Name}\":{m.Value.GetRawText()}")) + "}";

    private static async Task<JsonElement> RetryAsync(HttpClient api, string run, string json) =>
        await api.WhenEndedAsync((await api.PostJsonAsync($"/runs/{run}/retry", json, 202)).Id);

    private static async Task SaveAsync(HttpClient api, string workflow, string steps) =>
        await api.SendJsonAsync(HttpMethod.Put, $"/workflows/{workflow}", $$"""{"definition":{{ApiClient.Definition(steps, workflow)}}}""", 200);

    private static async Task<List<JsonElement>> StepsAsync(HttpClient api, string run) =>
        [.. (await api.GetJsonAsync($"/runs/{run}/steps?limit=200")).GetProperty("items").EnumerateArray()];
}
