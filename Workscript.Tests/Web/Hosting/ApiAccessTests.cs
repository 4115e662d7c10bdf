using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Hosting;

/// <summary>Who may call the API, and what the others are told.</summary>
public sealed class ApiAccessTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly object Definition = new { id = "hello", name = "Hello", version = "1.0.0", workflow = new object[] { "empty" } };

    [Theory]
    [InlineData(null, "Send an API key")]
    [InlineData("Bearer wsk_0123456789012345678901234567890123456789", "Send an API key")]
    [InlineData("Bearer something", "Send an API key")]
    [InlineData("Bearer", "Send an API key")]
    public async Task WithoutAKeyOrASessionItIsClosed(string? authorization, string detail)
    {
        using var http = new HttpClient { BaseAddress = shared.Server.Address };
        if (authorization is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        using var answer = await http.GetAsync("/api/v1/workflows");

        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, detail);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData(ApiKeyScope.Read, 200, 403, 403)]
    [InlineData(ApiKeyScope.Run, 200, 200, 403)]
    [InlineData(ApiKeyScope.Write, 200, 200, 201)]
    [InlineData(ApiKeyScope.Admin, 200, 200, 201)]
    public async Task AKeyReachesAsFarAsItsScope(ApiKeyScope scope, int read, int run, int write)
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var http = await server.WithKeyAsync(scope);

        Assert.Equal(read, await StatusAsync(http.GetAsync("/api/v1/workflows")));
        Assert.Equal(run, await StatusAsync(http.PostAsJsonAsync("/api/v1/workflows/run", new { definition = Definition })));
        Assert.Equal(write, await StatusAsync(http.PostAsJsonAsync("/api/v1/workflows", new { definition = Definition })));
    }

    [Theory]
    [InlineData(Role.Viewer, 403, 403)]
    [InlineData(Role.Editor, 200, 201)]
    [InlineData(Role.Owner, 200, 201)]
    public async Task ASessionReachesAsFarAsItsRole(string role, int run, int write)
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var person = await server.SignInAsync(role);
        person.Http.DefaultRequestHeaders.Add("RequestVerificationToken", await person.TokenAsync());

        Assert.Equal(200, await StatusAsync(person.GetAsync("/api/v1/workflows")));
        Assert.Equal(run, await StatusAsync(person.Http.PostAsJsonAsync("/api/v1/workflows/run", new { definition = Definition })));
        Assert.Equal(write, await StatusAsync(person.Http.PostAsJsonAsync("/api/v1/workflows", new { definition = Definition })));
    }

    [Fact]
    public async Task ASessionChangesNothingWithoutTheTokenOfAPage()
    {
        using var person = await shared.Server.SignInAsync();

        using var answer = await person.Http.PostAsJsonAsync("/api/v1/workflows", new { definition = Definition });

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "antiforgery token is missing");
    }

    [Fact]
    public async Task ARevokedKeyIsNone()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var http = await server.WithKeyAsync(ApiKeyScope.Read);
        Assert.Equal(200, await StatusAsync(http.GetAsync("/api/v1/workflows")));
        await using (var db = server.CreateDb())
        {
            Assert.True((await db.ApiKeys.SingleAsync()).TryRevoke(DateTime.UtcNow));
            await db.ApiKeys.ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, DateTime.UtcNow));
        }

        Assert.Equal(401, await StatusAsync(http.GetAsync("/api/v1/workflows")));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheUseOfAKeyIsNotedAtMostOnceAMinute(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var http = await server.WithKeyAsync(ApiKeyScope.Read);

        await http.GetAsync("/api/v1/workflows");
        var first = await LastUsedAsync(server);
        await http.GetAsync("/api/v1/workflows");

        Assert.InRange(DateTime.UtcNow - first!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(first, await LastUsedAsync(server));
    }

    [Fact]
    public async Task TooManyRequestsAreTurnedAwayWithATime()
    {
        await using var server = await WorkscriptServer.StartAsync(settings: new() { ["RateLimits:ApiRequestsPerMinute"] = "3" });
        using var http = await server.WithKeyAsync(ApiKeyScope.Read);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, await StatusAsync(http.GetAsync("/api/v1/workflows")));
        }

        using var answer = await http.GetAsync("/api/v1/workflows");

        await AssertProblemAsync(answer, HttpStatusCode.TooManyRequests, "try again in");
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var other = await server.WithKeyAsync(ApiKeyScope.Read);
        Assert.Equal(200, await StatusAsync(other.GetAsync("/api/v1/workflows")));
    }

    private static async Task<DateTime?> LastUsedAsync(WorkscriptServer server)
    {
        await using var db = server.CreateDb();
        return (await db.ApiKeys.SingleAsync()).LastUsedAt;
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> answer)
    {
        using var given = await answer;
        return (int)given.StatusCode;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string detail)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Contains(detail, problem.RootElement.GetProperty("detail").GetString());
    }
}
