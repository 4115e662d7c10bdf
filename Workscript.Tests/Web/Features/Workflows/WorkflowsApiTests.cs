using System.Net;
using System.Text;
using System.Text.Json;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Workflows;

public sealed class WorkflowsApiTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private HttpClient Api => shared.Api;

    [Fact]
    public async Task ADefinitionIsKeptByteForByte()
    {
        const string definition = "{\n  \"id\":\"as-sent\",  \"name\": \"Zo\\u00eb \\/ ü\",\r\n\t\"version\":\"1.0.0\", \"n\": 1.50e1, \"workflow\":[ \"log\" ]\n}";
        await Api.PostJsonAsync("/workflows", $$"""{ "definition" : {{definition}} }""", 201);

        var text = await Api.GetStringAsync("/api/v1/workflows/as-sent");

        Assert.Contains($"\"definition\":{definition}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIdThatIsTakenIsAConflict()
    {
        var id = await Api.CreateWorkflowAsync("\"log\"");

        var problem = await Api.PostJsonAsync("/workflows", $$"""{"definition":{{ApiClient.Definition("\"log\"", id)}}}""", 409);

        Assert.Contains(id, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheAddressOfThePageForNewWorkflowsIsNoWorkflows()
    {
        var problem = await Api.PostJsonAsync("/workflows", $$"""{"definition":{{ApiClient.Definition("\"log\"", "new")}}}""", 409);

        Assert.Contains("'new'", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsWrongWithADefinitionIsPlacedInIt()
    {
        var problem = await Api.PostJsonAsync("/workflows", """
            {
              "definition": {
                "id": "x", "name": "X", "version": "1.0.0",
                "workflow": [
                  {"lgo": {"message": 1}}
                ]
              }
            }
            """, 422);

        var error = problem.GetProperty("errors").EnumerateArray().First();
        Assert.Equal(("error", "NODE_TYPE_NOT_FOUND", "/workflow/0"), (error.Text("severity"), error.Text("code"), error.Text("path")));
        Assert.Equal((4, 8), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        Assert.Contains("log", error.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task EverySaveIsAVersionThatCanBeRestored(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var id = await api.CreateWorkflowAsync("""{"$.v":1}""");

        var second = await SaveAsync(api, id, """{"$.v":2}""", 200, ("If-Match", "\"1\""));
        Assert.Equal(2, second.GetProperty("version").GetInt32());
        var same = await SaveAsync(api, id, """{"$.v":2}""", 200);
        Assert.Equal(2, same.GetProperty("version").GetInt32());
        var restored = await api.PostJsonAsync($"/workflows/{id}/versions/1/restore");
        Assert.Equal(3, restored.GetProperty("version").GetInt32());

        var versions = (await api.GetJsonAsync($"/workflows/{id}/versions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([3, 2, 1], versions.Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(versions[0].Text("sha256"), versions[2].Text("sha256"));
        var run = await api.RunToEndAsync(id);
        Assert.Equal((3, 1), (run.GetProperty("version").GetInt32(), run.GetProperty("state").GetProperty("v").GetInt32()));
    }

    [Fact]
    public async Task ASaveThatWasMadeFromAnOldVersionIsRefused()
    {
        var id = await Api.CreateWorkflowAsync("""{"$.v":1}""");
        await SaveAsync(Api, id, """{"$.v":2}""", 200, ("If-Match", "1"));

        await SaveAsync(Api, id, """{"$.v":3}""", 412, ("If-Match", "\"1\""));
        await Api.SendJsonAsync(HttpMethod.Delete, $"/workflows/{id}", null, 412, ("If-Match", "\"1\""));
        Assert.Equal(2, (await Api.GetJsonAsync($"/workflows/{id}")).GetProperty("version").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfManySavesAtOnceNoneIsLost(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var id = await api.CreateWorkflowAsync("""{"$.v":0}""");

        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(i => TrySaveAsync(api, id, i)));

        Assert.All(answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed, $"{status}"));
        var current = await api.GetJsonAsync($"/workflows/{id}");
        Assert.Equal(1 + answers.Count(status => status == HttpStatusCode.OK), current.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task TheIdOfAWorkflowStays()
    {
        var id = await Api.CreateWorkflowAsync("\"log\"");

        var problem = await Api.SendJsonAsync(HttpMethod.Put, $"/workflows/{id}", $$"""{"definition":{{ApiClient.Definition("\"log\"", "another")}}}""", 422);

        Assert.Equal("/id", problem.GetProperty("errors")[0].Text("path"));
    }

    [Fact]
    public async Task ADeletedWorkflowIsGoneAndItsRunsStay()
    {
        var id = await Api.CreateWorkflowAsync("""{"$.v":1}""");
        var run = await Api.RunToEndAsync(id);

        await Api.SendJsonAsync(HttpMethod.Delete, $"/workflows/{id}", null, 204);

        await Api.GetJsonAsync($"/workflows/{id}", 404);
        Assert.Equal(id, (await Api.GetJsonAsync($"/runs/{run.Id}")).Text("workflow"));
        Assert.Equal("""{"v":1}""", (await Api.GetJsonAsync($"/runs/{run.Id}/state?at=1")).GetProperty("state").GetRawText());
    }

    [Fact]
    public async Task AListIsReadPageByPage()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        for (var i = 0; i < 5; i++)
        {
            await api.CreateWorkflowAsync("\"log\"", $"w{i}");
        }

        var first = await api.GetJsonAsync("/workflows?limit=2");
        var second = await api.GetJsonAsync($"/workflows?limit=2&after={first.Text("next")}");
        var third = await api.GetJsonAsync($"/workflows?limit=2&after={second.Text("next")}");

        Assert.Equal(["w0", "w1", "w2", "w3", "w4"], new[] { first, second, third }.SelectMany(page => page.GetProperty("items").EnumerateArray()).Select(w => w.Id));
        Assert.Equal(JsonValueKind.Null, third.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("/workflows?limit=0", "limit is '0': it must be a whole number from 1 to 200.")]
    [InlineData("/workflows?limit=201", "limit is '201'")]
    [InlineData("/runs?limit=x", "limit is 'x'")]
    [InlineData("/runs?status=done", "status is 'done': it must be one of queued, running,")]
    [InlineData("/runs?status=1", "status is '1'")]
    [InlineData("/runs?trigger=magic", "trigger is 'magic': it must be one of manual, api")]
    [InlineData("/runs?from=yesterday", "from is 'yesterday': it must be a time such as")]
    public async Task AQueryThatCannotBeMeantIsExplained(string path, string expected)
    {
        var problem = await Api.GetJsonAsync(path, 400);

        Assert.StartsWith(expected, problem.Text("detail"), StringComparison.Ordinal);
    }

    private static Task<JsonElement> SaveAsync(HttpClient api, string id, string steps, int status, params (string, string)[] headers) =>
        api.SendJsonAsync(HttpMethod.Put, $"/workflows/{id}", $$"""{"definition":{{ApiClient.Definition(steps, id)}}}""", status, headers);

    private static async Task<HttpStatusCode> TrySaveAsync(HttpClient api, string id, int value)
    {
        var body = $$"""{"definition":{{ApiClient.Definition($$"""{"$.v":{{value}}}""", id)}}}""";
        using var answer = await api.PutAsync($"/api/v1/workflows/{id}", new StringContent(body, Encoding.UTF8, "application/json"));
        return answer.StatusCode;
    }
}
