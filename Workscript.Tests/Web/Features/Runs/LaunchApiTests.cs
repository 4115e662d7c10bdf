using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class LaunchApiTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Echo = """{"$.seen":"$.given"}""";

    private HttpClient Api => shared.Api;

    [Fact]
    public async Task ARunIsAcceptedAtOnceAndFoundUnderItsAddress()
    {
        var workflow = await Api.CreateWorkflowAsync(Echo);

        using var answer = await Api.PostAsync($"/api/v1/workflows/{workflow}/run", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        using var found = await Api.GetAsync(answer.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Fact]
    public async Task TheSameKeyGetsTheSameRun()
    {
        var workflow = await Api.CreateWorkflowAsync(Echo);

        var first = await Api.PostJsonAsync($"/workflows/{workflow}/run", """{"state":{"given":1},"wait":true}""", 200, ("Idempotency-Key", "order-1"));
        var second = await Api.PostJsonAsync($"/workflows/{workflow}/run", """{"wait":true,"state":{ "given" : 1.0 }}""", 200, ("Idempotency-Key", "order-1"));
        var other = await Api.PostJsonAsync($"/workflows/{workflow}/run", """{"wait":true}""", 200, ("Idempotency-Key", "order-2"));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(1, second.GetProperty("state").GetProperty("seen").GetInt32());
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public async Task AKeyThatWasUsedForSomethingElseIsRefused()
    {
        var workflow = await Api.CreateWorkflowAsync(Echo);
        var first = await Api.PostJsonAsync($"/workflows/{workflow}/run", """{"state":{"given":1}}""", 202, ("Idempotency-Key", "order-1"));

        var problem = await Api.PostJsonAsync($"/workflows/{workflow}/run", """{"state":{"given":2}}""", 422, ("Idempotency-Key", "order-1"));

        Assert.Equal("IDEMPOTENCY_KEY_REUSED", Assert.Single(problem.GetProperty("errors").EnumerateArray()).Text("code"));
        Assert.Contains(first.Id, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ManyRequestsWithOneKeyAtOnceStartOneRun(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(Echo);

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            api.PostJsonAsync($"/workflows/{workflow}/run", """{"wait":true}""", 200, ("Idempotency-Key", "at-once"))));

        Assert.Single(runs.Select(run => run.Id).Distinct());
        await using var db = server.CreateDb();
        Assert.Equal(1, await db.Runs.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AHundredRunsAtOnceDoNotDisturbEachOther(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"$.seen":"$.given"},{"math":{"operation":"add","values":["$.seen",1]}}""");

        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => api.RunToEndAsync(workflow, $$"""{"given":{{i}}}""")));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
        Assert.All(runs.Index(), run => Assert.Equal(run.Index + 1, run.Item.GetProperty("state").GetProperty("mathResult").GetInt32()));
        await using var db = server.CreateDb();
        Assert.Equal(200, await db.RunRecords.CountAsync());
    }

    [Fact]
    public async Task ADefinitionRunsWithoutBeingStored()
    {
        var definition = ApiClient.Definition(Echo, "once");

        var run = await Api.PostJsonAsync("/workflows/run", $$"""{"definition":{{definition}},"state":{"given":7} }""");

        Assert.Equal(("completed", 7), (run.Text("status"), run.GetProperty("state").GetProperty("seen").GetInt32()));
        Assert.Equal("""{"given":7,"seen":7}""", (await Api.GetJsonAsync($"/runs/{run.Id}/state")).GetProperty("state").GetRawText());
        await Api.GetJsonAsync("/workflows/once", 404);
    }

    [Fact]
    public async Task ARunOfAnUnstoredDefinitionEndsInTheGivenTime()
    {
        var definition = ApiClient.Definition("""{"log":{"message":"again","success?":"log"}}""", "endless", """ "settings":{"maxSteps":10000000}, """);

        var run = await Api.PostJsonAsync("/workflows/run", $$"""{"definition":{{definition}},"timeoutMs":300}""");

        Assert.Equal(("failed", "TIMEOUT"), (run.Text("status"), run.GetProperty("error").Text("code")));
    }

    [Fact]
    public async Task WhatAWorkflowDoesNotTakeIsRefusedBeforeItRuns()
    {
        var workflow = await Api.CreateWorkflowAsync(Echo, more: """ "inputs":{"email":{"type":"string","required":true},"age":{"type":"integer"}}, """);

        var problem = await Api.PostJsonAsync($"/workflows/{workflow}/run", """{"state":{"age":"old"}}""", 422);

        var errors = problem.GetProperty("errors").EnumerateArray().Select(e => (e.Text("path"), e.Text("code"), e.Text("message")));
        Assert.Equal([("/state/email", "INVALID_INPUT", "'email' is required"), ("/state/age", "INVALID_INPUT", "'age' must be a whole number")], errors);
    }

    [Theory]
    [InlineData("""{"state":[]}""", "'state' must be an object")]
    [InlineData("""{"wait":"yes"}""", "'wait' must be true or false")]
    [InlineData("""{"stat":{}}""", "known are 'state', 'wait'")]
    [InlineData("""{"wait":true,"wait":true}""", "'wait' is given twice")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("nonsense", "not JSON")]
    public async Task ABodyThatCannotBeMeantIsExplained(string body, string expected)
    {
        var workflow = await Api.CreateWorkflowAsync(Echo);

        var problem = await Api.PostJsonAsync($"/workflows/{workflow}/run", body, 400);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Contains(expected, error.Text("message"), StringComparison.Ordinal);
        Assert.True(error.GetProperty("line").GetInt32() >= 1 && error.GetProperty("column").GetInt32() >= 1);
    }

    [Fact]
    public async Task ThereIsNothingToRunUnderAnUnknownId() => await Api.PostJsonAsync("/workflows/nobody-knows/run", "{}", 404);

    [Fact]
    public async Task AKeyThatMayOnlyReadStartsNothing()
    {
        var workflow = await Api.CreateWorkflowAsync(Echo);
        using var reader = await shared.Server.WithKeyAsync(ApiKeyScope.Read);

        await reader.PostJsonAsync($"/workflows/{workflow}/run", "{}", 403);
    }
}
