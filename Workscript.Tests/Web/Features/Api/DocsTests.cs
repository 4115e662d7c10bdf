using System.Net;
using System.Text.Json;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Api;

public sealed class DocsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task ThePageDescribesEveryRoute()
    {
        using var person = await shared.Server.SignInAsync(Role.Viewer);

        var html = await person.Http.GetStringAsync("/api/docs");

        var paths = (await shared.Api.GetJsonAsync("/openapi.json")).GetProperty("paths").EnumerateObject().ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Contains($"<code>{path.Name}</code>", html));
    }

    [Fact]
    public async Task AStrangerIsSentToSignIn()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.GetAsync("/api/docs");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/account/signin?returnUrl=%2Fapi%2Fdocs", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task TheDocumentSaysWhichKeyARouteNeedsAndWhatMayBeLeftOut()
    {
        var document = await shared.Api.GetJsonAsync("/openapi.json");

        var run = document.GetProperty("paths").GetProperty("/api/v1/workflows/{id}/run").GetProperty("post");
        Assert.Equal("""[{"apiKey":["run"]}]""", JsonSerializer.Serialize(run.GetProperty("security")));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.False(schemas.GetProperty("RunRequest").TryGetProperty("required", out _));
        Assert.Equal("integer", schemas.GetProperty("Diagnostic").GetProperty("properties").GetProperty("line").Text("type"));
    }
}
