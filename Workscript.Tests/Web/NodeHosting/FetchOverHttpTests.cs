using System.Net;
using Workscript.Engine.Nodes;
using Workscript.Tests.Engine;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Web.NodeHosting;

/// <summary>Steps that fetch, by the server's own client from a real server.</summary>
public sealed class FetchOverHttpTests : IAsyncLifetime
{
    private OutsideWorld _world = null!;

    public async Task InitializeAsync() => _world = await OutsideWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task AStepSendsWhatItSaysAndReadsTheAnswer()
    {
        var (edge, data) = await FetchAsync($$""" "url":"{{_world.At("/echo")}}","method":"POST","body":{"a":"ü"},"headers":{"X-Id":"7"} """, "127.0.0.1");
        Assert.Equal(("success", 200, "OK", false), (edge, (int)data["status"].AsDouble, data["statusText"].AsText, data["redirected"].IsTrue));
        var echo = data["data"].AsText!;
        Assert.StartsWith("POST\n", echo);
        Assert.Contains("\ncontent-type: application/json\n", echo);
        Assert.Contains("\nx-id: 7\n", echo);
        Assert.EndsWith("""{"a":"ü"}""", echo);
    }

    [Theory]
    [InlineData("/nothing-here", "clientError", null)]
    [InlineData("/slow", "error", "TIMEOUT")]
    [InlineData("/bomb", "error", "TOO_LARGE")]
    [InlineData("/round", "error", "TOO_MANY_REDIRECTS")]
    public async Task WhatGoesWrongOutThereTakesItsEdge(string path, string expected, string? code)
    {
        var (edge, data) = await FetchAsync($$""" "url":"{{_world.At(path)}}","timeout":{{(path == "/slow" ? 200 : 20_000)}} """, "127.0.0.1");
        Assert.Equal((expected, code), (edge, data["code"].AsText));
    }

    [Fact]
    public async Task ThisMachineIsNotReachedUnlessAllowed()
    {
        var (edge, data) = await FetchAsync($$""" "url":"{{_world.At("/hello")}}" """);
        Assert.Equal(("error", "BLOCKED_ADDRESS"), (edge, data["code"].AsText));
    }

    [Fact]
    public async Task OnlyWebAddressesAreFetched()
    {
        var (edge, data) = await FetchAsync(""" "url":"ftp://example.org/x" """);
        Assert.Equal(("error", "INVALID_URL"), (edge, data["code"].AsText));
    }

    private static async Task<(string Edge, Workscript.Engine.Values.Value Data)> FetchAsync(string config, params string[] allowed)
    {
        using var http = new GuardedHttp(new(new(allowed), Dns.GetHostAddressesAsync), TimeProvider.System);
        var (_, records) = await Documents.RunAsync(Documents.With($$$"""{"fetchApi":{{{{config}}}}}"""), host: new FetchingHost(http));
        return (records[0].Edge, records[0].Output);
    }

    private sealed class FetchingHost(GuardedHttp http) : NodeHost
    {
        public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => http.SendAsync(call, cancellation);
    }
}
