using System.Net;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Account;

public sealed class SignInTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Refused = "That e-mail address and password do not match, or there were too many attempts.";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheRightPasswordLetsIn(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var person = await server.SignInAsync(Role.Viewer);

        using var account = await person.GetAsync("/account");

        Assert.Equal(HttpStatusCode.OK, account.StatusCode);
        await using var db = server.CreateDb();
        Assert.NotNull((await db.Users.SingleAsync()).LastSignInAt);
    }

    [Fact]
    public async Task AWrongPasswordAndAnUnknownAddressAreRefusedAlike()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync("ann@example.org", Role.Owner);
        using var stranger = server.Stranger();

        var wrong = await TryAsync(stranger, "ann@example.org", "not the password");
        var unknown = await TryAsync(stranger, "bob@example.org", "not the password");

        Assert.Contains(Refused, wrong);
        Assert.Equal(Neutral(wrong, "ann"), Neutral(unknown, "bob"));
    }

    [Fact]
    public async Task FiveWrongPasswordsCloseTheAccountForTheRightOneToo()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync("ann@example.org", Role.Owner);
        using var stranger = server.Stranger();
        for (var i = 0; i < 5; i++)
        {
            await TryAsync(stranger, "ann@example.org", "not the password");
        }

        Assert.Contains(Refused, await TryAsync(stranger, "ann@example.org", WorkscriptServer.Password));
        await using var db = server.CreateDb();
        var closed = (await db.Users.SingleAsync()).LockoutEnd - DateTimeOffset.UtcNow;
        Assert.InRange(closed!.Value.TotalMinutes, 14, 15);
    }

    [Fact]
    public async Task TooManyTriesFromOneAddressAreTurnedAwayForAMinute()
    {
        await using var server = await WorkscriptServer.StartAsync(settings: new() { ["RateLimits:SignInsPerMinute"] = "10" });
        using var stranger = server.Stranger();
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains(Refused, await TryAsync(stranger, $"nobody{i}@example.org", "not the password"));
        }

        using var answer = await stranger.PostAsync("/account/signin", new() { ["Input.Email"] = "ann@example.org", ["Input.Password"] = "x" });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many tries", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/account/signin")).StatusCode);
    }

    [Theory]
    [InlineData("/workflows?q=a", "/workflows?q=a")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    public async Task OneIsTakenBackOnlyToPagesOfOurs(string returnUrl, string location)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await shared.Server.AddUserAsync(email, Role.Owner);
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.PostAsync($"/account/signin?returnUrl={Uri.EscapeDataString(returnUrl)}", Form(email, WorkscriptServer.Password));

        Assert.Equal(location, answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task AStrangerIsSentToSignInAndBack()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.GetAsync("/runs?status=failed");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/account/signin?returnUrl=%2Fruns%3Fstatus%3Dfailed", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task HtmxIsToldToLeaveThePage()
    {
        using var stranger = shared.Server.Stranger();
        stranger.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        stranger.Http.DefaultRequestHeaders.Add("HX-Current-URL", "http://localhost/runs?status=failed");

        using var answer = await stranger.GetAsync("/workflows?handler=Found&q=a");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("/account/signin?returnUrl=%2Fruns%3Fstatus%3Dfailed", answer.Headers.GetValues("HX-Redirect").Single());
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AFormWithoutItsTokenIsRefused()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Http.PostAsync("/account/signin", new FormUrlEncodedContent(Form("ann@example.org", WorkscriptServer.Password)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SigningOutEndsTheSession()
    {
        using var person = await shared.Server.SignInAsync();

        using var left = await person.PostAsync("/account/signout", []);

        Assert.Equal("/account/signin", left.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Found, (await person.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task WhileThereIsNoAccountThePageSaysHowToMakeOne()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var stranger = server.Stranger();

        Assert.Contains("There is no account yet", await stranger.Http.GetStringAsync("/account/signin"));
        await server.AddUserAsync("ann@example.org", Role.Owner);
        Assert.DoesNotContain("There is no account yet", await stranger.Http.GetStringAsync("/account/signin"));
    }

    private static async Task<string> TryAsync(Person person, string email, string password)
    {
        using var answer = await person.PostAsync("/account/signin", Form(email, password));
        return await answer.Content.ReadAsStringAsync();
    }

    private static Dictionary<string, string> Form(string email, string password) => new() { ["Input.Email"] = email, ["Input.Password"] = password };

    private static string Neutral(string html, string name) =>
        string.Join('\n', html.Replace(name, "somebody").Split('\n').Where(line => !line.Contains("__RequestVerificationToken")));
}
