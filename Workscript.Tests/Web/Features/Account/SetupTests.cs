using System.Net;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Account;

public sealed class SetupTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly Dictionary<string, string> Ann = Form("ann@example.org", WorkscriptServer.Password);

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheLinkMakesTheOwnerAndSignsThemIn(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var stranger = server.Stranger();

        using var answer = await stranger.PostAsync(server.SetupPath, new(Ann) { ["Input.AddExamples"] = "true" });

        Assert.Equal("/", answer.Headers.Location?.ToString());
        Assert.Contains("owner", await stranger.Http.GetStringAsync("/account"));
        await using var db = server.CreateDb();
        Assert.Equal("ann@example.org", (await db.Users.SingleAsync()).Email);
        Assert.Equal(["lead-scoring", "order-intake"], await db.Workflows.OrderBy(workflow => workflow.Id).Select(workflow => workflow.Id).ToListAsync());
    }

    [Fact]
    public async Task TheExamplesCanBeLeftOut()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var stranger = server.Stranger();
        Assert.Matches("""<input[^>]*checked[^>]*name="Input.AddExamples"|name="Input.AddExamples"[^>]*checked""", await stranger.Http.GetStringAsync(server.SetupPath));

        using var answer = await stranger.PostAsync(server.SetupPath, Ann);

        await using var db = server.CreateDb();
        Assert.Empty(await db.Workflows.ToListAsync());
    }

    [Fact]
    public async Task TheLinkIsGoodForOneAccount()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var first = server.Stranger();
        using var second = server.Stranger();
        var token = await second.TokenAsync(server.SetupPath);
        using var made = await first.PostAsync(server.SetupPath, Ann);

        using var late = await second.Http.PostAsync(
            server.SetupPath, new FormUrlEncodedContent(new Dictionary<string, string>(Form("eve@example.org", WorkscriptServer.Password)) { ["__RequestVerificationToken"] = token }));

        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await second.GetAsync(server.SetupPath)).StatusCode);
        await using var db = server.CreateDb();
        Assert.Equal("ann@example.org", (await db.Users.SingleAsync()).Email);
    }

    [Fact]
    public async Task OfManyAtOnceOneMakesTheOwner()
    {
        await using var server = await WorkscriptServer.StartAsync();
        var people = Enumerable.Range(0, 5).Select(_ => server.Stranger()).ToList();
        // All have the form before the first of them sends it: after that there is none.
        var tokens = await Task.WhenAll(people.Select(person => person.TokenAsync(server.SetupPath)));

        var answers = await Task.WhenAll(people.Select((person, i) => person.Http.PostAsync(
            server.SetupPath,
            new FormUrlEncodedContent(new Dictionary<string, string>(Form($"person{i}@example.org", WorkscriptServer.Password)) { ["__RequestVerificationToken"] = tokens[i] }))));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Found));
        await using var db = server.CreateDb();
        Assert.Equal(1, await db.Users.CountAsync());
        people.ForEach(person => person.Dispose());
    }

    [Theory]
    [InlineData("/setup")]
    [InlineData("/setup?token=")]
    [InlineData("/setup?token=0123456789abcdef")]
    public async Task WithoutTheTokenThereIsNoForm(string path)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("not the one that the server printed", html);
        Assert.DoesNotContain("Input.Email", html);
    }

    [Fact]
    public async Task OverPlainHttpFromElsewhereThereIsNoForm()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var stranger = server.Stranger();
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");

        using var plain = await stranger.GetAsync(server.SetupPath);
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var secure = await stranger.GetAsync(server.SetupPath);

        Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        Assert.Contains("plain http from another machine", await plain.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, secure.StatusCode);
    }

    [Fact]
    public async Task PlainHttpCanBeAllowed()
    {
        await using var server = await WorkscriptServer.StartAsync(settings: new() { ["Setup:AllowPlainHttp"] = "true" });
        using var stranger = server.Stranger();
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(server.SetupPath)).StatusCode);
    }

    [Theory]
    [InlineData("A password needs at least 10 characters.", "ann@example.org", "short", "short")]
    [InlineData("A password needs at least 4 different characters.", "ann@example.org", "aaaaaaaaaaaa", "aaaaaaaaaaaa")]
    [InlineData("The two passwords differ.", "ann@example.org", "correct horse", "correct house")]
    [InlineData("That is no e-mail address.", "ann", "correct horse", "correct horse")]
    [InlineData("Say which e-mail address to sign in with.", "", "correct horse", "correct horse")]
    public async Task WhatIsWrongIsSaidAtItsField(string message, string email, string password, string again)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.PostAsync(shared.Server.SetupPath, Form(email, password, again));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches($"""field-validation-error"[^>]*>{message}""", await answer.Content.ReadAsStringAsync());
        await using var db = shared.Server.CreateDb();
        Assert.Empty(await db.Users.ToListAsync());
    }

    private static Dictionary<string, string> Form(string email, string password, string? again = null) => new()
    {
        ["Input.Email"] = email,
        ["Input.Password.Text"] = password,
        ["Input.Password.Again"] = again ?? password,
        ["Input.AddExamples"] = "false",
    };
}
