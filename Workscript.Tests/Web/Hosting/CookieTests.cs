using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Hosting;

public sealed class CookieTests
{
    [Fact]
    public async Task OverHttpTheSessionIsOutOfReachOfScriptsAndOtherSites()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync("ann@example.org", Role.Owner);

        var cookie = Assert.Single(await SignInAsync(server, https: false), cookie => cookie.StartsWith("workscript-session="));

        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.DoesNotContain("; secure", cookie);
    }

    [Fact]
    public async Task OverHttpsEveryCookieIsBoundToThisHost()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync("ann@example.org", Role.Owner);

        var cookies = await SignInAsync(server, https: true);

        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-workscript-session="));
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie);
            Assert.Contains("; secure", cookie);
            Assert.Contains("; path=/", cookie);
            Assert.DoesNotContain("domain=", cookie);
        });
    }

    [Fact]
    public async Task OverHttpsASessionThatIsNotBoundToThisHostIsNone()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync("ann@example.org", Role.Owner);
        var session = (await SignInAsync(server, https: true)).Single(cookie => cookie.StartsWith("__Host-workscript-session=")).Split(';')[0];
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        Assert.Equal(200, await StatusAsync(http, session));
        Assert.Equal(302, await StatusAsync(http, session["__Host-".Length..]));
    }

    [Fact]
    public async Task AStrangersWordAboutTheSchemeIsNotTaken()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var stranger = server.Stranger();
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5, 203.0.113.6");
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https, http");

        using var answer = await stranger.GetAsync("/account/signin");

        Assert.DoesNotContain(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-"));
    }

    private static async Task<string[]> SignInAsync(WorkscriptServer server, bool https)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        if (https)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        }

        using var page = await http.GetAsync("/account/signin");
        string[] given = [.. page.Headers.GetValues("Set-Cookie")];
        var form = new Dictionary<string, string>
        {
            ["Input.Email"] = "ann@example.org",
            ["Input.Password"] = WorkscriptServer.Password,
            ["__RequestVerificationToken"] = Person.TokenOf(await page.Content.ReadAsStringAsync()),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/signin") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Cookie", string.Join("; ", given.Select(cookie => cookie.Split(';')[0])));
        using var answer = await http.SendAsync(request);
        return [.. given, .. answer.Headers.GetValues("Set-Cookie")];
    }

    private static async Task<int> StatusAsync(HttpClient http, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
