using System.Net;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Account;

public sealed class PasswordTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Next = "a better battery staple";

    [Fact]
    public async Task AViewerMayChangeTheirOwnAndStaysSignedIn()
    {
        using var person = await shared.Server.SignInAsync(Role.Viewer);

        using var answer = await person.PostAsync("/account/password", Form(WorkscriptServer.Password));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("The password was changed.", await person.Http.GetStringAsync("/account"));
    }

    [Fact]
    public async Task ThePresentOneIsNeeded()
    {
        using var person = await shared.Server.SignInAsync(Role.Viewer);

        using var answer = await person.PostAsync("/account/password", Form("not the password"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("That is not the present password.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AStrangerHasNone()
    {
        using var stranger = shared.Server.Stranger();

        Assert.Equal(HttpStatusCode.Found, (await stranger.GetAsync("/account/password")).StatusCode);
    }

    private static Dictionary<string, string> Form(string current) => new()
    {
        ["Input.Current"] = current,
        ["Input.Password.Text"] = Next,
        ["Input.Password.Again"] = Next,
    };
}
