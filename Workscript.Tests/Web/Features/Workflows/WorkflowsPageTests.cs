using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Engine;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Workflows;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Web.Features.Workflows;

public sealed class WorkflowsPageTests
{
    private const string Feed = """<rss version="2.0"><channel><title>t</title><item><title>One</title><link>https://example.com/1</link></item></channel></rss>""";

    public static TheoryData<DatabaseProvider> Both => Databases.Both;

    public static TheoryData<string> Templates => [.. Template.All.Select(template => template.Id)];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task TheListIsNarrowedSortedAndPagedAndItsBinGivesBack(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        using var person = await server.SignInAsync();
        for (var i = 0; i < 53; i++)
        {
            await api.CreateWorkflowAsync("\"empty\"", $"w-{i:00}");
        }

        Assert.Equal(["w-00", "w-49"], Ends(await person.Http.GetStringAsync("/workflows")));
        Assert.Equal(["w-50", "w-52"], Ends(await person.Http.GetStringAsync("/workflows?after=w-49")));
        Assert.Equal(["w-52", "w-03"], Ends(await person.Http.GetStringAsync("/workflows?sort=Changed")));
        Assert.Equal(["w-10", "w-19"], Ends(await person.Http.GetStringAsync("/workflows?q=W-1")));

        await PostAsync(person, "/workflows/w-07", "/workflows/w-07?handler=Tags", ("tags", "nightly, <b>x</b>, nightly,"));
        Assert.Equal(["w-07", "w-07"], Ends(await person.Http.GetStringAsync("/workflows?tag=nightly")));
        Assert.Contains("<bdi>&lt;b&gt;x&lt;/b&gt;</bdi>", await person.Http.GetStringAsync("/workflows?tag=nightly"), StringComparison.Ordinal);

        await PostAsync(person, "/workflows", "/workflows?handler=Pause&id=w-08");
        Assert.Equal(["w-08", "w-08"], Ends(await person.Http.GetStringAsync("/workflows?state=Paused")));
        await api.PostJsonAsync("/workflows/w-08/run", "{}", 409);
        await PostAsync(person, "/workflows", "/workflows?handler=Resume&id=w-08");
        await api.RunToEndAsync("w-08");

        await PostAsync(person, "/workflows", "/workflows?handler=Delete&id=w-09");
        await api.GetJsonAsync("/workflows/w-09", 404);
        await api.PostJsonAsync("/workflows", $$"""{"definition":{{ApiClient.Definition("\"empty\"", "w-09")}}}""", 409);
        Assert.Contains("w-09", await person.Http.GetStringAsync("/workflows?state=Deleted"), StringComparison.Ordinal);
        await PostAsync(person, "/workflows", "/workflows?handler=Restore&id=w-09");
        await api.GetJsonAsync("/workflows/w-09");
        await PostAsync(person, "/workflows", "/workflows?handler=Delete&id=w-09");
        await PostAsync(person, "/workflows", "/workflows?handler=Destroy&id=w-09");
        await api.CreateWorkflowAsync("\"empty\"", "w-09");
    }

    [Fact]
    public async Task TheBinIsEmptiedOfWhatHasBeenInItForLong()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await using var db = server.CreateDb();
        (await Samples.AddWorkflowAsync(server, db, Samples.Document)).Delete(null, DateTime.UtcNow.AddDays(-Workflow.DaysInBin - 1));
        await db.SaveChangesAsync();
        await server.Services.GetRequiredService<RunPruner>().PruneAsync(default);
        Assert.False(await db.Workflows.IgnoreQueryFilters().AnyAsync());
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task ATemplateIsWithoutFindingsAndRunsToItsEnd(string id)
    {
        await using var world = await NodeWorld.CreateAsync();
        var text = Template.Find(id)!.Text;
        var answer = id switch
        {
            "feed-digest" => Feed,
            "web-page-watch" => "<h1>Open</h1>",
            "daily-digest" => """{"hits":[{"title":"A","points":200,"url":"https://example.com"}]}""",
            "stale-data-alarm" => """{"pushed_at":"2026-02-28T23:00:00Z"}""",
            _ => "[]",
        };
        var host = new AnsweringHost(new Workscript.Engine.Nodes.HttpAnswer(200, "OK", [KeyValuePair.Create("content-type", "application/json")], System.Text.Encoding.UTF8.GetBytes(answer), new("https://example.com/"), false)) { Behind = world.Host };
        var engine = new WorkflowEngine(host: host);
        var reading = engine.Read(text);
        Assert.Empty(reading.Diagnostics);
        Assert.Equal((id, true), (reading.Definition!.Id, reading.Definition.Description is { Length: > 20 }));
        var result = await engine.RunAsync(reading.Program!, new());
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task UsingATemplateMakesAWorkflowAndUsingItAgainAnother()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var person = await server.SignInAsync();
        foreach (var id in new[] { "invoice-check", "invoice-check-2" })
        {
            using var made = await person.PostAsync("/workflows/new/templates", new() { ["template"] = "invoice-check" });
            Assert.Equal($"/workflows/{id}", made.Headers.Location?.OriginalString);
            Assert.Contains("Check of invoices", await person.Http.GetStringAsync($"/workflows/{id}"), StringComparison.Ordinal);
        }
    }

    private static async Task PostAsync(Person person, string page, string to, params (string Name, string Value)[] fields)
    {
        using var answer = await person.PostAsync(page, fields.ToDictionary(f => f.Name, f => f.Value), to);
        Assert.Equal(302, (int)answer.StatusCode);
    }

    /// <summary>The first and the last workflow of a list.</summary>
    private static string[] Ends(string html)
    {
        var ids = System.Text.RegularExpressions.Regex.Matches(html, "<span class=\"mono\">(.*?)</span>").Select(match => match.Groups[1].Value).ToList();
        return [ids[0], ids[^1]];
    }
}
