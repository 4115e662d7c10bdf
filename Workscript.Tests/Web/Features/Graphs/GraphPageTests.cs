using System.Net;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Graphs;

public sealed class GraphPageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Hostile = "<img src=x onerror=alert(1)>\\u202e";

    [Fact]
    public async Task TheWorkflowsPageHasABoxForEachStepThatLeadsToTheEditor()
    {
        var id = await shared.Api.CreateWorkflowAsync("""{ "log": { "@name": "Say it", "message": "a" } }, { "logic": { "operation": "and", "values": [true], "true?": "empty" } }""");

        var page = await PageAsync($"/workflows/{id}");

        Assert.Contains($"href=\"/workflows/{id}/edit?step=%2Fworkflow%2F0\"", page);
        Assert.Matches("<bdi class=\"graph-title mono\">empty</bdi>[^^]*?<span class=\"unseen\">on the edge true of logic</span>", page);
    }

    [Fact]
    public async Task WhatStepsAreCalledIsNeverMarkup()
    {
        var id = await shared.Api.CreateWorkflowAsync($$"""{ "log": { "@name": "{{Hostile}}", "message": "a" } }""");
        var run = await shared.Api.RunToEndAsync(id);

        foreach (var url in new[] { $"/workflows/{id}", $"/runs/{run.Id}/graph" })
        {
            using var person = await shared.Server.SignInAsync();
            var html = await person.Http.GetStringAsync(url);
            Assert.DoesNotContain("<img src=x", html);
            Assert.Contains("<bdi class=\"graph-title \">&lt;img src=x", html);
        }
    }

    [Fact]
    public async Task TheGraphOfARunSaysWhatRanHowOftenAndWhatDidNot()
    {
        var id = await shared.Api.CreateWorkflowAsync("""
            { "range...": { "stop": 3, "current_step?": { "$.seen": "$.rangeValue" } } },
            { "logic": { "operation": "and", "values": [true], "true?": "empty", "false?": { "log": { "@name": "Never" } } } },
            { "log": { "@name": "Off", "@disabled": true } }
            """);
        var run = await shared.Api.RunToEndAsync(id);

        var page = await PageAsync($"/runs/{run.Id}/graph");

        Assert.Contains(">completed, ran 4 times<", page);
        Assert.Contains(">on the edge current_step of range..., completed, ran 3 times<", page);
        Assert.Contains(">current_step ×3<", page);
        Assert.Contains(">on the edge true of logic, completed<", page);
        Assert.Contains(">on the edge false of logic, did not run<", page);
        Assert.Contains(">disabled<", page);
        Assert.Contains($"href=\"/runs/{run.Id}/steps/9\"", page);
    }

    [Fact]
    public async Task AFailedStepIsMarkedAndShownHoweverDeepItIsFolded()
    {
        var row = string.Join(',', Enumerable.Repeat("""{ "empty": {} }""", 200));
        var id = await shared.Api.CreateWorkflowAsync($$"""{{row}}, { "logic": { "operation": "and", "values": [true], "true?": { "math": { "operation": "add", "values": "no list" } } } }, {{row}}""", more: """ "settings": { "onError": "fail" }, """);
        var run = await shared.Api.RunToEndAsync(id);
        Assert.Equal("failed", run.Text("status"));

        var page = await PageAsync($"/runs/{run.Id}/graph");

        Assert.Contains(">on the edge true of logic, failed<", page);
        Assert.Contains("of them folded", page);
    }

    [Fact]
    public async Task AFoldedPartOpensByALinkWithoutScripts()
    {
        var id = await shared.Api.CreateWorkflowAsync(string.Join(',', Enumerable.Range(0, 120).Select(i => $$"""{ "log": { "@name": "Step {{i}}" } }""")));
        Assert.DoesNotContain("Step 40<", await PageAsync($"/workflows/{id}"));
        Assert.Contains("Step 40<", await PageAsync($"/workflows/{id}?open={Uri.EscapeDataString("/workflow:15-54")}"));
        Assert.Contains("Step 40<", await PageAsync($"/workflows/{id}?open=all"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunWithoutItsVersionHasNoPictureAndOneThatIsNotThereIsNotFound(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await api.RunToEndAsync(await api.CreateWorkflowAsync("\"empty\""));
        using var person = await server.SignInAsync(Role.Viewer);
        Assert.Contains(">completed<", await person.Http.GetStringAsync($"/runs/{run.Id}/graph"));

        await using (var db = server.CreateDb())
        {
            await db.Workflows.ExecuteDeleteAsync();
        }

        Assert.Contains("There is no picture of it", await person.Http.GetStringAsync($"/runs/{run.Id}/graph"));
        using var missing = await person.GetAsync("/runs/nothing/graph");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task APictureThatIsOverAsksForNewsNoMore()
    {
        var run = await shared.Api.RunToEndAsync(await shared.Api.CreateWorkflowAsync("\"empty\""));
        using var person = await shared.Server.SignInAsync();
        Assert.DoesNotContain("every 2s", await person.Http.GetStringAsync($"/runs/{run.Id}/graph"));
        using var answer = await person.GetAsync($"/runs/{run.Id}/graph?handler=Live");
        Assert.Equal(286, (int)answer.StatusCode);
    }

    private async Task<string> PageAsync(string path)
    {
        using var reader = await shared.Server.SignInAsync(Role.Viewer);
        return WebUtility.HtmlDecode(await reader.Http.GetStringAsync(path));
    }
}
