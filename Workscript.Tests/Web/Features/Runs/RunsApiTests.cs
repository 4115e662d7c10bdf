using System.Text.Json;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class RunsApiTests
{
    private const string TwoSteps = """{"$.total":"$.price"},{"math":{"operation":"add","values":["$.total",1],"success?":{"log":{"message":"{{$.mathResult}}"}}}}""";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheWholePathGoesByApiWithAKeyAlone(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);

        var definition = ApiClient.Definition(TwoSteps, "order");
        var validation = await api.PostJsonAsync("/workflows/validate", $$"""{"definition":{{definition}}}""");
        Assert.True(validation.GetProperty("valid").GetBoolean());
        await api.PostJsonAsync("/workflows", $$"""{"definition":{{definition}}}""", 201);

        var run = await api.PostJsonAsync("/workflows/order/run", """{"state":{"price":41},"wait":true}""");
        Assert.Equal("completed", run.Text("status"));
        Assert.Equal(42, run.GetProperty("state").GetProperty("mathResult").GetInt32());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("error").ValueKind);
        Assert.Equal(3, run.GetProperty("steps").GetInt32());

        var steps = (await api.GetJsonAsync($"/runs/{run.Id}/steps")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3], steps.Select(s => s.GetProperty("seq").GetInt32()));
        Assert.Equal("/workflow/1", steps[1].Text("path"));
        Assert.Equal("success", steps[1].Text("edge"));

        Assert.Equal("""{"price":41,"total":41}""", await StateAsync(api, run.Id, 1));
        Assert.Equal("""{"price":41}""", await StateAsync(api, run.Id, 0));
        Assert.Equal(run.GetProperty("state").GetRawText(), await StateAsync(api, run.Id, 3));
        await api.GetJsonAsync($"/runs/{run.Id}/state?at=4", 404);

        await server.WhenIndexedAsync();
        var found = await api.GetJsonAsync("/runs?workflow=order&status=completed&trigger=api&text=TEST");
        Assert.Equal(run.Id, Assert.Single(found.GetProperty("items").EnumerateArray()).Id);
    }

    private static async Task<string> StateAsync(HttpClient api, string run, int at)
    {
        var answer = await api.GetJsonAsync($"/runs/{run}/state?at={at}");
        Assert.Equal(at, answer.GetProperty("seq").GetInt32());
        return answer.GetProperty("state").GetRawText();
    }
}
