using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine;

/// <summary>What <c>@retry</c> promises, shown by steps that fetch.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData("", 500, 3)]
    [InlineData("", 429, 3)]
    [InlineData("", 408, 3)]
    [InlineData("", 404, 1)]
    [InlineData("", 200, 1)]
    [InlineData(""","on":["HTTP_5XX"]""", 503, 3)]
    [InlineData(""","on":["HTTP_5XX"]""", 429, 1)]
    [InlineData(""","on":["HTTP_429"]""", 429, 3)]
    [InlineData(""","on":["HTTP_404"]""", 404, 3)]
    [InlineData(""","on":["HTTP_4XX"]""", 404, 3)]
    [InlineData(""","on":["TIMEOUT"]""", 500, 1)]
    public async Task AnswersAreAskedForAgainWhereAnotherTryMayHelp(string on, int status, int tries)
    {
        var host = new AnsweringHost(Answer(status));
        var (result, records) = await RunAsync($$"""{"attempts":3,"delay":"1s"{{on}}}""", host);
        Assert.Equal((tries, tries), (host.Calls.Count, Assert.Single(records).Attempt));
        Assert.Equal((status, RunOutcome.Completed), ((int)result.State["fetchStatus"].AsDouble, result.Outcome));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(""","on":["CONNECTION","HTTP_5XX"]""", 2)]
    [InlineData(""","on":["TIMEOUT"]""", 1)]
    public async Task FailuresAreTriedAgainByTheirCode(string on, int tries)
    {
        var host = new AnsweringHost(new NodeException("CONNECTION", "Refused"), Answer(200));
        var (_, records) = await RunAsync($$"""{"attempts":3,"delay":"1s"{{on}}}""", host);
        Assert.Equal((tries, tries == 1 ? "error" : "success"), (host.Calls.Count, records[0].Edge));
    }

    [Fact]
    public async Task TheRunGoesOnAlongTheEdgeOfTheLastTry()
    {
        var host = new AnsweringHost(Answer(503), Answer(404));
        var (_, records) = await RunAsync("""{"attempts":5,"delay":"1s"}""", host);
        Assert.Equal((2, "clientError", 2), (host.Calls.Count, records[0].Edge, records[0].Attempt));
    }

    [Theory]
    [InlineData("exponential", 1 + 2 + 4)]
    [InlineData("fixed", 1 + 1 + 1)]
    public async Task PausesGrowOrStayTheSame(string backoff, int seconds)
    {
        var host = new AnsweringHost(Answer(500));
        await RunAsync($$"""{"attempts":4,"delay":"1s","backoff":"{{backoff}}"}""", host);
        Assert.Equal(TimeSpan.FromSeconds(seconds), host.Clock.Slept);
    }

    [Theory]
    [InlineData("7", "1s", 7)]
    [InlineData("7", "10s", 10)]
    [InlineData("0", "1s", 1)]
    [InlineData("Sun, 01 Mar 2026 00:01:30 GMT", "1s", 90)]
    [InlineData("Sat, 28 Feb 2026 00:00:00 GMT", "1s", 1)]
    [InlineData("99999999999999999999", "1s", 1)]
    [InlineData("999999999999", "1s", 3600)]
    [InlineData("soon", "1s", 1)]
    [InlineData("-5", "1s", 1)]
    public async Task APauseIsAsLongAsTheServerAsksUpToTheLongestAllowed(string retryAfter, string delay, int seconds)
    {
        var host = new AnsweringHost(Answer(429, retryAfter), Answer(200));
        var (_, records) = await RunAsync($$"""{"attempts":2,"delay":"{{delay}}"}""", host);
        Assert.Equal((TimeSpan.FromSeconds(seconds), "success"), (host.Clock.Slept, records[0].Edge));
    }

    [Fact]
    public async Task CancellingEndsAPauseAndLeavesNoRecord()
    {
        using var cancellation = new CancellationTokenSource(50);
        var host = new UnpacedHost();
        var (result, records) = await Documents.RunAsync(Document("""{"attempts":2,"delay":"1h"}"""), cancellation: cancellation.Token, host: host);
        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        Assert.Empty(records);
    }

    private static Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string retry, AnsweringHost host) =>
        Documents.RunAsync(Document(retry), host: host);

    private static string Document(string retry) => Documents.With($$$"""{"fetchApi":{"@retry":{{{retry}}},"url":"http://example.org"}}""");

    private static HttpAnswer Answer(int status, string? retryAfter = null) =>
        new(status, "", retryAfter is null ? [] : [new("retry-after", retryAfter)], [], new Uri("http://example.org"), false);

    /// <summary>A world whose clock is the real one.</summary>
    private sealed class UnpacedHost : NodeHost
    {
        public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => Task.FromResult(Answer(500));
    }
}
