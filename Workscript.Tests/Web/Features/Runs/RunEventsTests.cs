using System.Net;
using System.Text.Json;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class RunEventsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string ThreeSteps = """{"$.a":1},{"$.b":2},{"$.c":3}""";
    private const string Slow = """{"log":{"message":"again","success?":"log"}}""";

    private HttpClient Api => shared.Api;

    [Fact]
    public async Task ARunThatIsOverIsToldFromItsBeginningToItsEnd()
    {
        var run = await Api.RunToEndAsync(await Api.CreateWorkflowAsync(ThreeSteps));

        var events = await Api.ReadEventsAsync(run.Id);

        Assert.Equal(["ready", "step", "step", "step", "end"], events.Select(e => e.EventType));
        Assert.Equal(["1", "2", "3", "end"], events.Skip(1).Select(e => e.EventId));
        Assert.Equal("$.b", JsonDocument.Parse(events[2].Data).RootElement.Text("step"));
        Assert.Equal("completed", JsonDocument.Parse(events[4].Data).RootElement.Text("status"));
    }

    [Fact]
    public async Task WhoComesBackGetsWhatWasMissed()
    {
        var run = await Api.RunToEndAsync(await Api.CreateWorkflowAsync(ThreeSteps));

        var events = await Api.ReadEventsAsync(run.Id, lastSeen: "2");

        Assert.Equal(["3", "end"], events.Skip(1).Select(e => e.EventId));
    }

    [Fact]
    public async Task WhoHasSeenTheEndIsToldToStayAway()
    {
        var run = await Api.RunToEndAsync(await Api.CreateWorkflowAsync(ThreeSteps));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{run.Id}/events");
        request.Headers.Add("Last-Event-ID", "end");

        using var answer = await Api.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task StepsArriveWhileTheRunGoesOnWithoutGapOrRepetition()
    {
        var workflow = await Api.CreateWorkflowAsync(Slow, more: """ "settings":{"maxSteps":5000}, """);
        var run = await Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202);

        var watchers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Api.ReadEventsAsync(run.Id)));

        Assert.All(watchers, events =>
        {
            Assert.Equal(Enumerable.Range(1, 5000).Select(i => $"{i}"), events.Where(e => e.EventType == "step").Select(e => e.EventId));
            Assert.Equal("STEP_LIMIT", JsonDocument.Parse(events[^1].Data).RootElement.GetProperty("error").Text("code"));
        });
    }

    [Fact]
    public async Task AStreamThatWasCutOffGoesOnWhereItWas()
    {
        var workflow = await Api.CreateWorkflowAsync(Slow, more: """ "settings":{"maxSteps":2000}, """);
        var run = await Api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202);

        var seen = new List<string?>();
        while (seen.LastOrDefault() != "end")
        {
            var events = await Api.ReadEventsAsync(run.Id, seen.LastOrDefault(), most: 300);
            seen.AddRange(events.Where(e => e.EventType != "ready").Select(e => e.EventId));
        }

        Assert.Equal(Enumerable.Range(1, 2000).Select(i => $"{i}").Append("end"), seen);
    }

    [Fact]
    public async Task AnUnknownRunHasNoEvents() => await Api.GetJsonAsync("/runs/0123456789abcdef0123456789abcdef/events", 404);
}
