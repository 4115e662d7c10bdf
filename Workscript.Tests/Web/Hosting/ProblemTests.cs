using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Hosting;

public sealed class ProblemTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task WhatNobodyForesawIsLoggedUnderTheIdThatTheCallerGets()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var http = await server.WithKeyAsync(ApiKeyScope.Read);
        await BreakAsync(server);

        using var answer = await http.GetAsync("/api/v1/workflows?limit=7");

        var problem = await ProblemAsync(answer, HttpStatusCode.InternalServerError);
        var id = problem.GetProperty("errorId").GetString()!;
        Assert.Contains(id, problem.GetProperty("detail").GetString());
        Assert.DoesNotContain("SqliteException", problem.ToString());
        var log = await LogAsync(server, id);
        Assert.Contains("SqliteException", log);
        Assert.DoesNotContain("limit=7", log);
        Assert.DoesNotContain("wsk_", log);
    }

    [Fact]
    public async Task APageThatFailsIsShownInTheFrameWithTheIdThatTheLogHas()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var person = await server.SignInAsync();
        await BreakAsync(server);

        using var answer = await person.GetAsync("/workflows");

        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var id = System.Text.RegularExpressions.Regex.Match(html, "<code>([^<]+)</code>").Groups[1].Value;
        Assert.DoesNotContain("SqliteException", html);
        Assert.Contains("SqliteException", await LogAsync(server, id));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nowhere", null, HttpStatusCode.NotFound, "There is nothing here")]
    [InlineData("GET", "/api", null, HttpStatusCode.NotFound, "There is nothing here")]
    [InlineData("DELETE", "/api/v1/nodes", null, HttpStatusCode.MethodNotAllowed, "does not take DELETE")]
    [InlineData("POST", "/api/v1/workflows", "{ \"definition\": ", HttpStatusCode.BadRequest, "The body is not JSON")]
    public async Task EveryErrorOfTheApiIsAProblem(string method, string path, string? body, HttpStatusCode status, string detail)
    {
        using var http = await shared.Server.WithKeyAsync(ApiKeyScope.Admin);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await http.SendAsync(request);

        var problem = await ProblemAsync(answer, status);
        Assert.Contains(detail, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ABodyThatIsTooLargeIsAProblemAndTheServerGoesOn()
    {
        using var http = await shared.Server.WithKeyAsync(ApiKeyScope.Admin);
        var body = new StringContent($$"""{ "definition": "{{new string('x', 10_000_000)}}" }""", Encoding.UTF8, "application/json");

        // As curl does with much to send: asks first, and so hears the answer before its connection is closed.
        http.DefaultRequestHeaders.ExpectContinue = true;

        using var answer = await http.PostAsync("/api/v1/workflows/validate", body);

        Assert.Contains("body is larger than", (await ProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge)).GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task AServerWhoseDatabaseLacksAMigrationIsNotReady()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        await using (var db = server.CreateDb())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsHistory");
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
    }

    private static async Task BreakAsync(WorkscriptServer server)
    {
        await using var db = server.CreateDb();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Workflows RENAME TO Gone");
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    private static async Task<string> LogAsync(WorkscriptServer server, string id)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(10); ;)
        {
            var log = await ReadSharedAsync(Directory.GetFiles(server.Data["logs"]).Single());
            if (log.Contains(id) || DateTime.UtcNow > deadline)
            {
                Assert.Contains(id, log);
                return log;
            }

            await Task.Delay(50);
        }
    }

    private static async Task<string> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
