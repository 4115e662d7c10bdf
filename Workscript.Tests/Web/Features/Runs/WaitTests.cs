using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>A run that waits costs nothing, outlives the server, and goes on when its time has come or somebody answers.</summary>
public sealed class WaitTests
{
    private const string AnHour = """{"wait":{"for":"1h","done?":{"$.rested":true}}}""";
    private const string Approval = """{"approval":{"message":"Refund {{$.amount}}?","timeout":"3d","approved?":{"$.decision":"{{= $input }}"},"rejected?":{"$.no":true}}}""";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunThatWaitsTakesNoPlaceAndOutlivesAKilledServer(DatabaseProvider provider)
    {
        using var server = await ServerProcess.StartAsync(provider, ("Runs:Concurrency", "1"));
        var long_ = await StartAsync(server.Api, AnHour);
        var short_ = await StartAsync(server.Api, AnHour.Replace("1h", "7s", StringComparison.Ordinal));
        await WhenAsync(server.Api, long_, "waiting");
        await WhenAsync(server.Api, short_, "waiting");
        Assert.Equal("completed", (await server.Api.RunToEndAsync(await server.Api.CreateWorkflowAsync("""{"$.n":1}"""))).Text("status"));

        await server.KillAsync();
        await server.StartAsync();

        Assert.Equal("completed", (await server.Api.WhenEndedAsync(short_)).Text("status"));
        Assert.Equal("waiting", (await server.Api.GetJsonAsync($"/runs/{long_}")).Text("status"));
        var waits = (await server.Api.GetJsonAsync($"/runs/{long_}/waits")).GetProperty("items");
        Assert.Equal(("/workflow/0#0", "time"), (waits[0].Text("step"), waits[0].Text("kind")));
        await server.Api.PostJsonAsync($"/runs/{long_}/resume", "{}", 202);
        var ended = await server.Api.WhenEndedAsync(long_);
        Assert.Equal(("completed", true, 1), (ended.Text("status"), ended.GetProperty("state").GetProperty("rested").GetBoolean(), ended.GetProperty("attempt").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AnApprovalIsDecidedOnce(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await StartAsync(api, Approval, """{"amount":120}""");
        await WhenAsync(api, run, "waiting");
        var wait = (await api.GetJsonAsync($"/runs/{run}/waits")).GetProperty("items")[0];
        Assert.Equal("Refund 120?", wait.GetProperty("question").Text("message"));

        await api.PostJsonAsync($"/runs/{run}/resume", """{"edge":"perhaps"}""", 422);
        await api.PostJsonAsync($"/runs/{run}/resume", "{}", 422);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var body = new StringContent("""{"edge":"approved","data":{"comment":"fine"}}""", Encoding.UTF8, "application/json");
            using var answer = await api.PostAsync($"/api/v1/runs/{run}/resume", body);
            return answer.StatusCode;
        }));

        Assert.Single(answers, status => status == HttpStatusCode.Accepted);
        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.Conflict));
        var ended = await api.WhenEndedAsync(run);
        var decision = ended.GetProperty("state").GetProperty("decision");
        Assert.Equal(("fine", "test Write"), (decision.Text("comment"), decision.Text("by")));
        await api.PostJsonAsync($"/runs/{run}/resume", """{"edge":"approved"}""", 409);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ACallAnswersTheRunThatGaveItsAddressAndNoOther(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        using var stranger = new HttpClient { BaseAddress = server.Address };
        var run = await StartAsync(api, """{"$.url":"{{= $run.callbackUrl }}"},{"waitForCallback":{"timeout":"1h","received?":{"$.paid":"{{= $input.data.paid }}"}}}""");
        await WhenAsync(api, run, "waiting");
        var url = (await api.GetJsonAsync($"/runs/{run}/state")).GetProperty("state").Text("url")!;

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(stranger, url[..^4] + "AAAA", """{"paid":1}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(stranger, url, "{paid"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(stranger, url, $"\"{new string('x', 1024 * 1024)}\""));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(stranger, url, """{"paid":17}"""));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(stranger, url, """{"paid":18}"""));

        Assert.Equal(17, (await api.WhenEndedAsync(run)).GetProperty("state").GetProperty("paid").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AStepThatIsToBeTriedAgainWaitsLikeAnyOther(DatabaseProvider provider)
    {
        var calls = 0;
        await using var site = await LoopbackSite.StartAsync(app => app.MapGet("/", () => Interlocked.Increment(ref calls) < 3 ? Results.StatusCode(503) : Results.Json(new { ok = true })));
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Outbound:Allow"] = "127.0.0.0/8" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await StartAsync(api, $$$"""{"fetchApi":{"@retry":{"attempts":3,"delay":"1h","backoff":"fixed"},"url":"{{{site.Address}}}/"}}""");

        for (var tries = 1; tries < 3; tries++)
        {
            await WhenAsync(api, run, "waiting");
            Assert.Equal((tries, "retry"), (calls, (await api.GetJsonAsync($"/runs/{run}/waits")).GetProperty("items")[0].Text("kind")));
            await api.PostJsonAsync($"/runs/{run}/resume", "{}", 202);
            await WhenAsync(api, run, tries == 1 ? "waiting" : "completed", () => calls > tries);
        }

        var step = (await api.GetJsonAsync($"/runs/{run}/steps")).GetProperty("items")[0];
        Assert.Equal(("success", 3), (step.Text("edge"), step.GetProperty("attempt").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ABranchThatWaitsLetsTheOthersGoOnAndIsJoinedLater(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = await StartAsync(api, """
            {"parallel":{"slow?":[{"wait":{"for":"1h"}},{"$.slow":1}],"quick?":[{"wait":{"for":"10ms"}},{"$.quick":1}]}},
            {"forEach":{"items":[1,2,3],"as":"n","concurrency":2,"collect":"$.n * 10","resultKey":"all","each?":[{"approval":{"message":"{{$.n}}"}}]}}
            """);
        await WhenAsync(api, run, "waiting");
        Assert.Contains((await api.GetJsonAsync($"/runs/{run}/steps")).GetProperty("items").EnumerateArray(), step => step.Text("step") == "$.quick");
        await api.PostJsonAsync($"/runs/{run}/resume", "{}", 202);

        for (var decided = 0; decided < 3; decided++)
        {
            var waits = await WaitsAsync(api, run, Math.Min(2, 3 - decided));
            await api.PostJsonAsync($"/runs/{run}/resume", $$"""{"step":"{{waits[0].Text("step")}}","edge":"approved"}""", 202);
        }

        var state = (await api.WhenEndedAsync(run)).GetProperty("state");
        Assert.Equal("[10,20,30]", state.GetProperty("all").GetRawText());
        Assert.Equal((1, 1), (state.GetProperty("slow").GetInt32(), state.GetProperty("quick").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunThatIsCancelledWhileItComesToRestIsCancelled(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(AnHour);

        var ends = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            var run = (await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id;
            await api.PostJsonAsync($"/runs/{run}/cancel", null, 202);
            return (await api.WhenEndedAsync(run)).Text("status");
        }));

        Assert.All(ends, end => Assert.Equal("cancelled", end));
        await using var db = server.CreateDb();
        Assert.Equal(0, await db.OpenSteps.CountAsync());
    }

    private static async Task<string> StartAsync(HttpClient api, string steps, string state = "{}") =>
        (await api.PostJsonAsync($"/workflows/{await api.CreateWorkflowAsync(steps)}/run", $$"""{"state":{{state}}}""", 202)).Id;

    private static async Task WhenAsync(HttpClient api, string run, string status, Func<bool>? also = null)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ;)
        {
            var answer = await api.GetJsonAsync($"/runs/{run}");
            if (answer.Text("status") == status && also?.Invoke() != false)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"The run is still not {status}: {answer}");
            await Task.Delay(20);
        }
    }

    private static async Task<List<JsonElement>> WaitsAsync(HttpClient api, string run, int count)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ;)
        {
            List<JsonElement> waits = [.. (await api.GetJsonAsync($"/runs/{run}/waits")).GetProperty("items").EnumerateArray()];
            if (waits.Count == count && waits.TrueForAll(wait => wait.Text("kind") == "approval"))
            {
                return waits;
            }

            Assert.True(DateTime.UtcNow < deadline, $"There are still {waits.Count} waits");
            await Task.Delay(20);
        }
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string url, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(url), body);
        return answer.StatusCode;
    }
}
