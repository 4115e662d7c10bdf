using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Workflows that would never end are stopped, and nobody else notices.</summary>
[Collection(AloneCollection.Name)]
public sealed class LimitTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private HttpClient Api => shared.Api;

    [Theory]
    [InlineData("""{"log":{"message":"again","success?":"log"}}""", "STEP_LIMIT")]
    [InlineData("""{"log...":{"message":"again","success?":"empty"}}""", "LOOP_LIMIT")]
    public async Task AnEndlessWorkflowFailsWhileOthersGoOn(string steps, string code)
    {
        var endless = await Api.CreateWorkflowAsync(steps);
        var other = await Api.CreateWorkflowAsync("""{"$.done":true}""");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var starting = await Api.PostJsonAsync($"/workflows/{endless}/run", "{}", 202);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("completed", (await Api.RunToEndAsync(other)).Text("status"));
        }

        var run = await Api.WhenEndedAsync(starting.Id, seconds: 120);
        Assert.Equal(("failed", code), (run.Text("status"), run.GetProperty("error").Text("code")));
        Assert.Equal("/workflow/0", run.GetProperty("error").Text("path"));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 20_000_000, $"Memory grew by {grown:N0} bytes");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AStateThatGrowsWithoutEndIsStoppedWhateverTheDatabaseTakesInARow(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Runs:StateMegabytes"] = "64" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var growing = await api.CreateWorkflowAsync("""{"$.a":"0123456789"},{"log...":{"success?":{"$.a":["$.a","$.a"]}}}""");

        var run = await api.RunToEndAsync(growing);

        Assert.Equal(("failed", "STATE_LIMIT"), (run.Text("status"), run.GetProperty("error").Text("code")));
    }

    [Fact]
    public async Task ARunThatIsCancelledInTheMiddleStops()
    {
        var endless = await Api.CreateWorkflowAsync("""{"log":{"message":"again","success?":"log"}}""", more: """ "settings":{"maxSteps":10000000}, """);
        var run = await Api.PostJsonAsync($"/workflows/{endless}/run", "{}", 202);

        var cancelling = await Api.PostJsonAsync($"/runs/{run.Id}/cancel", null, 202);
        Assert.Equal(run.Id, cancelling.Id);
        var ended = await Api.WhenEndedAsync(run.Id);

        Assert.Equal(("cancelled", "CANCELLED"), (ended.Text("status"), ended.GetProperty("error").Text("code")));
        await Api.PostJsonAsync($"/runs/{run.Id}/cancel", null, 409);
        await Api.PostJsonAsync("/runs/0123456789abcdef0123456789abcdef/cancel", null, 404);
    }
}
