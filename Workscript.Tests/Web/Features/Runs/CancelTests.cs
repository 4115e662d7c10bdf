using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class CancelTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunStopsInTheMiddleOfASlowFetchAndOfATightLoop(DatabaseProvider provider)
    {
        var hasArrived = new TaskCompletionSource();
        await using var site = await LoopbackSite.StartAsync(app => app.MapGet("/slow", async (CancellationToken gone) =>
        {
            hasArrived.SetResult();
            await Task.Delay(TimeSpan.FromMinutes(5), gone);
        }));
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Outbound:Allow:0"] = "127.0.0.1" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var fetching = await StartAsync(api, $$"""{"fetchApi":{"url":"{{site.Address}}/slow","timeout":300000} }""");
        var looping = await StartAsync(api, """{"range...":{"stop":1000000,"current_step?":{"$.n":"$.rangeValue"}}}""", """ "settings":{"maxSteps":5000000,"maxLoops":5000000}, """);
        await hasArrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await WhenAsync(async () => (await api.GetJsonAsync($"/runs/{looping}/steps?after=100&limit=1")).GetProperty("items").GetArrayLength() > 0);

        foreach (var run in new[] { fetching, looping })
        {
            var clock = Stopwatch.StartNew();
            await api.PostJsonAsync($"/runs/{run}/cancel", null, 202);
            var ended = await api.WhenEndedAsync(run);
            Assert.Equal(("cancelled", "CANCELLED"), (ended.Text("status"), ended.GetProperty("error").Text("code")));
            // A second, and some for a machine that has other things to do.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}");
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunThatWaitsIsCancelledOnTheSpotWithTheStateThatItHad(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var id = (await api.RunToEndAsync(await api.CreateWorkflowAsync("""{"$.a":1},{"$.b":"$.a + 1"}"""))).Id;
        await using (var db = server.CreateDb())
        {
            await db.Runs.Where(r => r.Id == id).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.Status, RunStatus.Waiting).SetProperty(r => r.FinishedAt, (DateTime?)null).SetProperty(r => r.State, (string?)null));
            db.OpenSteps.Add(new()
            {
                RunId = id,
                Fingerprint = new('a', 64),
                Path = "/workflow/2",
                Occurrence = 0,
                Kind = OpenKind.Approval,
                Attempt = 1,
                OpenedAt = DateTime.UtcNow,
            });
            await db.SaveChangesAsync();
        }

        var cancelled = await api.PostJsonAsync($"/runs/{id}/cancel", null, 202);

        Assert.Equal(("cancelled", """{"a":1,"b":2}"""), (cancelled.Text("status"), cancelled.GetProperty("state").GetRawText()));
        await using var after = server.CreateDb();
        Assert.False(await after.OpenSteps.AnyAsync(s => s.RunId == id));
        await api.PostJsonAsync($"/runs/{id}/cancel", null, 409);
    }

    private static async Task<string> StartAsync(HttpClient api, string steps, string more = "") =>
        (await api.PostJsonAsync($"/workflows/{await api.CreateWorkflowAsync(steps, more: more)}/run", "{}", 202)).Id;

    private static async Task WhenAsync(Func<Task<bool>> isSo)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); !await isSo();)
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not come to this.");
            await Task.Delay(20);
        }
    }
}
