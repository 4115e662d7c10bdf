using System.Net;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Account;

public sealed class PasswordTests
{
    private const string Next = "a better battery staple";

    [Fact]
    public async Task AViewerMayChangeTheirOwnAndStaysSignedIn()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var person = await server.SignInAsync(Role.Viewer);

        using var answer = await person.PostAsync("/account/password", Form(WorkscriptServer.Password));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("The password was changed.", await person.Http.GetStringAsync("/account"));
    }

    [Fact]
    public async Task ThePresentOneIsNeeded()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var person = await server.SignInAsync(Role.Viewer);

        using var answer = await person.PostAsync("/account/password", Form("not the password"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("That is not the present password.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AStrangerHasNone()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var stranger = server.Stranger();

        Assert.Equal(HttpStatusCode.Found, (await stranger.GetAsync("/account/password")).StatusCode);
    }

    private static Dictionary<string, string> Form(string current) => new()
    {
        ["Input.Current"] = current,
        ["Input.Password.Text"] = Next,
        ["Input.Password.Again"] = Next,
    };
}
