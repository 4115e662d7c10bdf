using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Workflows that run workflows.</summary>
public sealed class ChildRunTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private HttpClient Api => shared.Api;

    [Fact]
    public async Task AChildGetsItsStateAndItsParentTheResultAndBothKnowOfEachOther()
    {
        var child = await Api.CreateWorkflowAsync("""{"math":{"operation":"add","values":["$.a",1]}},{"$.by":"{{= $trigger.kind }}"}""");
        var parent = await Api.CreateWorkflowAsync(Calls(child, """ "initialState":{"a":41} """));

        var run = await Api.RunToEndAsync(parent);

        var state = run.GetProperty("state");
        Assert.Equal((42, "workflow"), (state.GetProperty("runWorkflowFinalState").GetProperty("mathResult").GetInt32(), state.GetProperty("runWorkflowResult").Text("by")));
        var found = await Api.GetJsonAsync($"/runs/{state.Text("runWorkflowExecutionId")}");
        Assert.Equal((run.Id, "workflow", run.Text("triggeredBy")), (found.Text("parent"), found.Text("trigger"), found.Text("triggeredBy")));
        Assert.Equal(run.Id, (await Api.GetJsonAsync($"/runs?workflow={child}")).GetProperty("items")[0].Text("parent"));
        Assert.Null(run.Text("parent"));
        var page = await (await shared.Server.SignInAsync()).GetAsync($"/runs/{found.Id}");
        Assert.Contains($"<a href=\"/runs/{run.Id}\">", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task WhatGoesWrongWithAChildIsAnErrorOfTheStep()
    {
        var failing = await Api.CreateWorkflowAsync("""{"stop":{"status":"failed","message":"Nothing to do","code":"IDLE"}}""");
        var asking = await Api.CreateWorkflowAsync("""{"log":{}}""", more: """ "inputs":{"who":{"type":"string","required":true}}, """);

        Assert.Equal("IDLE: Nothing to do", await ErrorOfAsync(Calls(failing)));
        Assert.StartsWith("INVALID_INPUT: ", await ErrorOfAsync(Calls(asking)));
        Assert.Equal("WORKFLOW_NOT_FOUND: Workflow not found: nobody", await ErrorOfAsync(Calls("nobody")));
    }

    [Fact]
    public async Task AChildThatIsNotWaitedForGoesOnByItself()
    {
        var child = await Api.CreateWorkflowAsync("""{"wait":{"for":"400ms"}},{"$.done":true}""");

        var free = await Api.RunToEndAsync(await Api.CreateWorkflowAsync(Calls(child, """ "wait":false """)));
        var late = await Api.RunToEndAsync(await Api.CreateWorkflowAsync(Calls(child, """ "timeout":50,"error?":{"$.why":"{{= $input.error }}"} """)));

        Assert.Equal("Workflow execution timeout after 50ms", late.GetProperty("state").Text("why"));
        foreach (var parent in new[] { free, late })
        {
            var ended = await Api.WhenEndedAsync(parent.GetProperty("state").Text("runWorkflowExecutionId")!);
            Assert.Equal("completed", ended.Text("status"));
        }
    }

    [Fact]
    public async Task AWorkflowThatStartsItselfEndsAtTheTenth()
    {
        var id = $"loop-{Guid.NewGuid():N}";
        await Api.CreateWorkflowAsync(Calls(id, """ "error?":{"$.why":"{{= $input.code }}"} """), id);

        var run = await Api.RunToEndAsync(id);

        var (state, depth) = (run.GetProperty("state"), 0);
        for (; state.TryGetProperty("runWorkflowFinalState", out var inner); depth++)
        {
            state = inner;
        }

        Assert.Equal((10, "TOO_DEEP"), (depth, state.Text("why")));
    }

    [Fact]
    public async Task WhoCancelsAParentCancelsWhatItWaitsFor()
    {
        var child = await Api.CreateWorkflowAsync("""{"wait":{"for":"1h"}}""");
        var run = await Api.PostJsonAsync($"/workflows/{await Api.CreateWorkflowAsync(Calls(child, """ "timeout":"2h" """))}/run", "{}", 202);
        var started = await FirstRunAsync(Api, child);

        await Api.PostJsonAsync($"/runs/{run.Id}/cancel", null, 202);

        Assert.Equal("cancelled", (await Api.WhenEndedAsync(run.Id)).Text("status"));
        Assert.Equal("cancelled", (await Api.WhenEndedAsync(started.Id)).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhoWaitsTakesNoPlaceFromWhatItWaitsFor(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:Concurrency"] = "1" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var inner = await api.CreateWorkflowAsync("""{"wait":{"for":"20ms"}},{"$.n":1}""");
        var middle = await api.CreateWorkflowAsync($$"""{{Calls(inner)}},{{Calls(inner)}},{"$.n":"$.runWorkflowFinalState.n + 1"}""");
        var outer = await api.CreateWorkflowAsync($$"""{{Calls(middle)}},{"$.n":"$.runWorkflowFinalState.n + 1"}""");

        var runs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.RunToEndAsync(outer)));

        Assert.All(runs, run => Assert.Equal(("completed", 3), (run.Text("status"), run.GetProperty("state").GetProperty("n").GetInt32())));
        await using var db = server.CreateDb();
        Assert.Equal(5 + 5 + 10, await db.Runs.CountAsync(r => r.Status == RunStatus.Completed));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AParentThatIsTakenUpAgainAfterACrashFindsItsChild(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider, ("Runs:Concurrency", "1"));
        var child = await server.Api.CreateWorkflowAsync("""{"range...":{"stop":25,"current_step?":{"wait":{"for":"200ms"}}}},{"$.done":true}""");
        var run = await server.Api.PostJsonAsync($"/workflows/{await server.Api.CreateWorkflowAsync(Calls(child))}/run", "{}", 202);
        var started = await FirstRunAsync(server.Api, child);

        await server.KillAsync();
        await server.StartAsync();

        var ended = await server.Api.WhenEndedAsync(run.Id);
        Assert.Equal(("completed", started.Id), (ended.Text("status"), ended.GetProperty("state").Text("runWorkflowExecutionId")));
        Assert.True(ended.GetProperty("state").GetProperty("runWorkflowFinalState").GetProperty("done").GetBoolean());
        Assert.Equal(1, (await server.Api.GetJsonAsync($"/runs?workflow={child}")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task AServerThatIsToldToStopDoesNotWaitForParentsAndTheyGoOnInTheNext()
    {
        using var server = await ServerProcess.StartAsync(DatabaseProvider.Sqlite);
        var child = await server.Api.CreateWorkflowAsync("""{"wait":{"for":"3s"}},{"$.done":true}""");
        var run = await server.Api.PostJsonAsync($"/workflows/{await server.Api.CreateWorkflowAsync(Calls(child))}/run", "{}", 202);
        await FirstRunAsync(server.Api, child);

        var took = await server.TerminateAsync();
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took}");

        await server.StartAsync();
        var ended = await server.Api.WhenEndedAsync(run.Id);
        Assert.Equal(("completed", 1), (ended.Text("status"), ended.GetProperty("attempt").GetInt32()));
        Assert.Equal(1, (await server.Api.GetJsonAsync($"/runs?workflow={child}")).GetProperty("items").GetArrayLength());
    }

    private static string Calls(string workflow, string more = """ "wait":true """) => $$$"""{"runWorkflow":{"workflowId":"{{{workflow}}}",{{{more}}}}}""";

    private async Task<string> ErrorOfAsync(string step)
    {
        var run = await Api.RunToEndAsync(await Api.CreateWorkflowAsync(step));
        var error = (await Api.GetJsonAsync($"/runs/{run.Id}/steps")).GetProperty("items")[0].GetProperty("error");
        return $"{error.Text("code")}: {error.Text("message")}";
    }

    private static async Task<JsonElement> FirstRunAsync(HttpClient api, string workflow)
    {
        while (true)
        {
            var found = (await api.GetJsonAsync($"/runs?workflow={workflow}")).GetProperty("items");
            if (found.GetArrayLength() > 0 && found[0].Text("status") != "queued")
            {
                Assert.True(found[0].Text("status") is "running" or "waiting");
                return found[0];
            }

            await Task.Delay(20);
        }
    }
}
