using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Hosting;

public sealed class HeadersTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/account/signin")]
    [InlineData("/app.css")]
    [InlineData("/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/api/v1/nowhere")]
    public async Task EveryAnswerCarriesThem(string path)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.GetAsync(path);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("camera=()", answer.Headers.GetValues("Permissions-Policy").Single());
        Assert.NotNull(answer.Headers.CacheControl);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task OverHttpsBrowsersAreToldToStayThere()
    {
        using var stranger = shared.Server.Stranger();
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var answer = await stranger.GetAsync("/account/signin");

        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task TextIsCompressed()
    {
        using var stranger = shared.Server.Stranger();
        stranger.Http.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        using var answer = await stranger.GetAsync("/account/signin");

        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
    }
}
