using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Engine.Values;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>The state of a run after any of its steps, and who set it.</summary>
public sealed class StateTests
{
    // Quick rounds and a few that branch: some three thousand records.
    private const string Rounds = """
        {"$.n":0},
        {"range...":{"stop":20,"current_step?":[
          {"range...":{"stop":40,"current_step?":{"$.n":"$.n + 1"}}},
          {"forEach":{"items":[1,2,3,4,5,6,7,8],"as":"item","concurrency":4,"collect":"$.square","into":"squares","each?":[{"$.square":"$.item * $.item"},{"log":{"message":"{{$.square}}"}}]}},
          {"$.list":"$.squares"}]}}
        """;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task SnapshotsChangeNothingButTheTimeThatItTakes(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await api.RunToEndAsync(await api.CreateWorkflowAsync(Rounds), """{"given":[1,2,3]}""");
        Assert.Equal("completed", run.Text("status"));
        var steps = run.GetProperty("steps").GetInt32();
        Assert.InRange(steps, 2_000, 4_000);
        var (id, states) = (run.Id, server.Services.GetRequiredService<RunStates>());
        await using var db = server.CreateDb();
        Assert.True(await db.RunSnapshots.AnyAsync(s => s.RunId == id));
        var row = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == id);

        int[] places = [.. Enumerable.Range(0, steps / 37).Select(i => i * 37), .. Enumerable.Range(990, 60), steps];
        var with = await FoldAsync(states, row, places);
        await db.RunSnapshots.Where(s => s.RunId == id).ExecuteDeleteAsync();
        var without = await FoldAsync(states, row, places);

        Assert.Equal(without, with);
        Assert.Equal(run.GetProperty("state").GetRawText(), with[^1]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhoSetAPlaceIsSaidFromTheLatestToTheInput(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await api.RunToEndAsync(
            await api.CreateWorkflowAsync("""{"$.order.total":5},{"log":{"message":"between"}},{"$.other":1},{"$.order":{"total":7,"lines":2}},{"$.order.lines":3}"""),
            """{"order":{"total":1}}""");

        var history = await HistoryAsync(api, run.Id, "$.order.total");
        Assert.Equal([("step", 4, "7"), ("step", 1, "5"), ("input", 0, "1")], history);
        Assert.Equal([5, 4, 1, 0], (await HistoryAsync(api, run.Id, "order")).Select(m => m.Seq));
        Assert.Equal([1, 0], (await HistoryAsync(api, run.Id, "$.order.total&at=3")).Select(m => m.Seq));
        Assert.Empty(await HistoryAsync(api, run.Id, "$.nothing"));
        var page = await api.GetJsonAsync($"/runs/{run.Id}/state/history?path=order&limit=1");
        Assert.Equal(5, Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("seq").GetInt32());
        Assert.Equal([4, 1, 0], (await HistoryAsync(api, run.Id, $"order&after={page.Text("next")}")).Select(m => m.Seq));
        await api.GetJsonAsync($"/runs/{run.Id}/state/history?path=...", 400);

        var retry = await api.WhenEndedAsync((await api.PostJsonAsync($"/runs/{run.Id}/retry", """{"from":5,"state":{"order":{"total":9}}}""", 202)).Id);
        Assert.Equal([("edit", 4, "9"), ("step", 4, "7"), ("step", 1, "5"), ("input", 0, "1")], await HistoryAsync(api, retry.Id, "$.order.total"));
    }

    [Fact]
    public async Task ThePagesShowWhatAStepChangedAndWhatTheStateWas()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await api.RunToEndAsync(await api.CreateWorkflowAsync("""{"$.a":"first"},{"$.a":"second"},{"$.b":3}"""), """{"given":1}""");
        using var person = await server.SignInAsync(Role.Viewer);

        var step = await person.Http.GetStringAsync($"/runs/{run.Id}/steps/2");
        Assert.Matches("(?s)Before.*first.*second", step);
        Assert.DoesNotContain("Retry from this step", step);
        var state = await person.Http.GetStringAsync($"/runs/{run.Id}/state?at=2");
        Assert.Matches("""(?s)\$\.given.*the input.*\$\.a.*second.*step 2""", state);
        Assert.DoesNotContain("$.b", state);
        var history = await person.Http.GetStringAsync($"/runs/{run.Id}/state?at=3&key=a");
        Assert.Matches("(?s)Step 2.*second.*Step 1.*first", history);
        Assert.Equal(404, (int)(await person.GetAsync($"/runs/{run.Id}/state?at=9")).StatusCode);
    }

    private static async Task<List<string>> FoldAsync(RunStates states, Run run, IEnumerable<int> places)
    {
        var folded = new List<string>();
        foreach (var place in places)
        {
            folded.Add(Json.Write((await states.FoldAsync(run, place, CancellationToken.None))!.Value.State));
        }

        return folded;
    }

    private static async Task<List<(string? Origin, int Seq, string? Value)>> HistoryAsync(HttpClient api, string run, string path) =>
        [.. (await api.GetJsonAsync($"/runs/{run}/state/history?path={path}")).GetProperty("items").EnumerateArray().Select(moment => (
            moment.Text("origin"),
            moment.GetProperty("seq").GetInt32(),
            moment.GetProperty("changes")[0].TryGetProperty("value", out var value) ? value.GetRawText() : null))];
}
