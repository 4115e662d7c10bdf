using System.Diagnostics;
using System.Net;
using System.Text;
using Workscript.Engine.Nodes;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class GuardedHttpTests : IAsyncLifetime
{
    private OutsideWorld _world = null!;

    public async Task InitializeAsync() => _world = await OutsideWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("example.org@127.0.0.1")]
    [InlineData("127.0.0.1.")]
    public async Task NoSpellingOfThisMachineIsReachedUnlessAllowed(string host)
    {
        var failure = await FailsAsync(Guarded(), Get($"http://{host}:{_world.Port}/hello"));

        Assert.True(failure.Code is "BLOCKED_ADDRESS" or "DNS", $"{failure.Code}: {failure.Message}");
    }

    [Fact]
    public async Task ARefusalSaysHowToAllowTheAddress()
    {
        var failure = await FailsAsync(Guarded(), Get(_world.At("/hello")));

        Assert.Equal(
            "127.0.0.1 is a loopback address, which workflows may not reach; the server's operator can allow it with Outbound__Allow__0=127.0.0.1",
            failure.Message);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    public async Task WhatTheOperatorAllowsIsReached(string allow, string host)
    {
        var answer = await Guarded(allow).SendAsync(Get(_world.At("/hello", host)), default);

        Assert.Equal((200, "hello", false), (answer.Status, Encoding.UTF8.GetString(answer.Body), answer.Redirected));
    }

    [Fact]
    public async Task ANameIsResolvedOnceAndConnectedToWhatWasTested()
    {
        var asked = 0;
        using var http = new GuardedHttp(new(new([]), (_, _) => Task.FromResult(new[] { asked++ == 0 ? IPAddress.Parse("203.0.113.9") : IPAddress.Loopback })), TimeProvider.System);

        var failure = await FailsAsync(http, Get(_world.At("/hello", "rebind.example")));

        Assert.Equal(("BLOCKED_ADDRESS", 1), (failure.Code, asked));
    }

    [Fact]
    public async Task ANameWithOneForbiddenAddressIsRefused()
    {
        using var http = new GuardedHttp(new(new([]), (_, _) => Task.FromResult(new[] { IPAddress.Parse("8.8.8.8"), IPAddress.Loopback })), TimeProvider.System);

        var failure = await FailsAsync(http, Get(_world.At("/hello", "two.example")));

        Assert.Contains("two.example is at 127.0.0.1, a loopback address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARedirectToAForbiddenAddressIsRefused()
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get(_world.At("/to?status=302&url=http://169.254.169.254/latest/meta-data")));

        Assert.Equal("BLOCKED_ADDRESS", failure.Code);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    public async Task ARedirectLeavesHttpNever(string url)
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get(_world.At($"/to?status=302&url={url}")));

        Assert.Equal("INVALID_REDIRECT", failure.Code);
    }

    [Theory]
    [InlineData("POST", 301, "GET", "")]
    [InlineData("POST", 302, "GET", "")]
    [InlineData("POST", 303, "GET", "")]
    [InlineData("POST", 307, "POST", "body")]
    [InlineData("POST", 308, "POST", "body")]
    public async Task ARedirectKeepsOrDropsTheBodyAsBrowsersDo(string method, int status, string expectedMethod, string expectedBody)
    {
        var call = Get(_world.At($"/to?status={status}&url=/echo")) with { Method = method, Body = "body"u8.ToArray() };

        var answer = await Guarded("127.0.0.1").SendAsync(call, default);

        var echo = Encoding.UTF8.GetString(answer.Body);
        Assert.True(answer.Redirected);
        Assert.Equal("/echo", answer.Url.AbsolutePath);
        Assert.StartsWith(expectedMethod + "\n", echo, StringComparison.Ordinal);
        Assert.EndsWith("\n\n" + expectedBody, echo, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", false)]
    public async Task SecretsDoNotFollowARedirectToAnotherOrigin(string targetHost, bool kept)
    {
        var call = Get(_world.At($"/to?status=302&url={_world.At("/echo", targetHost)}")) with
        {
            Headers = [new("Authorization", "Bearer secret-1"), new("Cookie", "secret-2"), new("X-Other", "stays")],
        };

        var echo = Encoding.UTF8.GetString((await Guarded("127.0.0.1", "localhost").SendAsync(call, default)).Body);

        Assert.Equal(kept, echo.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("x-other: stays", echo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedirectsInACircleEnd()
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get(_world.At("/round")));

        Assert.Equal("TOO_MANY_REDIRECTS", failure.Code);
    }

    [Theory]
    [InlineData("/slow")]
    [InlineData("/trickle")]
    public async Task ACallEndsInTime(string path)
    {
        var watch = Stopwatch.StartNew();

        var failure = await FailsAsync(Guarded("127.0.0.1"), Get(_world.At(path)) with { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal("TIMEOUT", failure.Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task CancellingACallIsNotATimeout()
    {
        using var cancelled = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Guarded("127.0.0.1").SendAsync(Get(_world.At("/slow")), cancelled.Token));
    }

    [Theory]
    [InlineData("/large?mebibytes=17")]
    [InlineData("/bomb")]
    public async Task AnAnswerThatIsTooLargeIsNotRead(string path)
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get(_world.At(path)));

        Assert.Equal(("TOO_LARGE", "The answer is larger than 16 MiB"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task AnAnswerUpToTheCapIsRead()
    {
        var answer = await Guarded("127.0.0.1").SendAsync(Get(_world.At("/large?mebibytes=16")), default);

        Assert.Equal(GuardedHttp.MostBytes, answer.Body.Length);
    }

    [Fact]
    public async Task NobodyListeningIsAConnectionFailure()
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get("http://127.0.0.1:1/"));

        Assert.Equal("CONNECTION", failure.Code);
    }

    [Fact]
    public async Task ANameThatDoesNotExistIsADnsFailure()
    {
        var failure = await FailsAsync(Guarded(), Get("http://nowhere.invalid/"));

        Assert.Equal("DNS", failure.Code);
    }

    [Fact]
    public async Task PlainHttpWhereTlsIsExpectedIsATlsFailure()
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get($"https://127.0.0.1:{_world.Port}/hello"));

        Assert.Equal("TLS", failure.Code);
    }

    [Theory]
    [InlineData("X-Evil", "a\r\nX-Injected: 1")]
    [InlineData("X Evil", "a")]
    [InlineData("", "a")]
    public async Task AHeaderCannotSmuggle(string name, string value)
    {
        var failure = await FailsAsync(Guarded("127.0.0.1"), Get(_world.At("/echo")) with { Headers = [new(name, value)] });

        Assert.Equal("INVALID_HEADER", failure.Code);
    }

    [Fact]
    public async Task HeadersAndBodyArriveAsGiven()
    {
        var call = Get(_world.At("/echo")) with
        {
            Method = "PUT",
            Headers = [new("Content-Type", "application/json"), new("X-Name", "Zoë"), new("Content-Length", "999")],
            Body = """{"a":1}"""u8.ToArray(),
        };

        var answer = await Guarded("127.0.0.1").SendAsync(call, default);

        var echo = Encoding.UTF8.GetString(answer.Body);
        Assert.StartsWith("PUT\n", echo, StringComparison.Ordinal);
        Assert.Contains("content-type: application/json\n", echo, StringComparison.Ordinal);
        Assert.Contains("x-name: Zoë\n", echo, StringComparison.Ordinal);
        Assert.EndsWith("\n\n{\"a\":1}", echo, StringComparison.Ordinal);
        Assert.Contains(answer.Headers, header => header.Key == "date");
    }

    private static GuardedHttp Guarded(params string[] allow) => new(new(new(allow), Dns.GetHostAddressesAsync), TimeProvider.System);

    private static HttpCall Get(Uri url) => new("GET", url, [], default, TimeSpan.FromSeconds(20));

    private static HttpCall Get(string url) => Get(new Uri(url));

    private static Task<NodeException> FailsAsync(GuardedHttp http, HttpCall call) => Assert.ThrowsAsync<NodeException>(() => http.SendAsync(call, default));
}
