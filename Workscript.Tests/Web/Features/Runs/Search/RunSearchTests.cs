using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Runs.Search;

namespace Workscript.Tests.Web.Features.Runs.Search;

public sealed class RunSearchTests
{
    private const string Label = """{ "label": { "labels": { "order": "{{$.order}}", "customer": "$.who" } } }""";
    private const string MayFail = """{ "logic": { "operation": "and", "values": ["$.fails"], "true?": { "stop": { "status": "failed", "message": "Out of <Kürbis> tea" } } } }""";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task RunsAreFoundByLabelStateWorkflowAndWords(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var shop = await api.CreateWorkflowAsync($"{Label}, {MayFail}", "shop", """ "inputs": { "order": { "type": "integer" }, "who": { "type": "string" }, "fails": { "type": "boolean" }, "pass": { "type": "string", "secret": true } }, """);
        var other = await api.CreateWorkflowAsync(Label, "other");
        var first = await RunAsync(api, shop, """{"order":4711,"who":"Ada Lovelace","pass":"hushhush"}""");
        var failed = await RunAsync(api, shop, """{"order":4712,"who":"Ada Lovelace","fails":true}""");
        var third = await RunAsync(api, other, """{"order":4711,"who":"Grace"}""");
        await server.WhenIndexedAsync();

        await FindsAsync(api, "label.order:4711", third, first);
        await FindsAsync(api, "label.order:4711 workflow:shop", first);
        await FindsAsync(api, "label.customer:\"Ada Lovelace\" label.order:4712", failed);
        await FindsAsync(api, "label.order:47");
        await FindsAsync(api, "4711", third, first);
        await FindsAsync(api, "471");
        await FindsAsync(api, "471* love*", failed, first);
        await FindsAsync(api, "kurbis", failed);
        await FindsAsync(api, "4712 status:failed since:1h", failed);
        await FindsAsync(api, "4712 status:completed");
        await FindsAsync(api, "status:completed,failed workflow:shop", failed, first);
        await FindsAsync(api, "until:1h");
        await FindsAsync(api, "hushhush");
        await FindsAsync(api, first, first);

        var items = (await api.GetJsonAsync("/runs?q=label.customer:Grace")).GetProperty("items");
        Assert.Equal("""{"customer":"Grace","order":"4711"}""", items[0].GetProperty("labels").GetRawText());
        Assert.Contains("q: status: knows", (await api.GetJsonAsync("/runs?q=status:done", 400)).Text("detail"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task PagesFollowEachOtherWithoutGapsWhateverIsLookedFor(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(Label, "paged");
        await api.RunToEndAsync(workflow, """{"order":1,"who":"Ada"}""");
        for (var i = 0; i < 5; i++)
        {
            await api.RunToEndAsync(workflow, """{"order":7,"who":"Ada"}""");
        }

        await server.WhenIndexedAsync();
        foreach (var query in new[] { "label.order:7", "ada paged 7", "workflow:paged status:completed,failed label.order:7", "trigger:api label.order:7", "is:over 7" })
        {
            var all = await IdsAsync(api, query, "");
            var (paged, after) = (new List<string>(), "");
            do
            {
                var page = await api.GetJsonAsync($"/runs?limit=2&q={Uri.EscapeDataString(query)}{after}");
                paged.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Id));
                after = page.Text("next") is { } next ? $"&after={next}" : "";
            }
            while (after.Length > 0);

            Assert.Equal(5, all.Count);
            Assert.Equal(all, paged);
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARunIsIndexedAsItRestsAndAsItEndsAndGoesFromTheIndexWithItself(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync($$"""{{Label}}, { "wait": { "for": "1h" } }, { "$.note": "afterwards" }""", "resting");
        var run = await api.PostJsonAsync($"/workflows/{workflow}/run", """{"state":{"order":99,"who":"Zoe"}}""", 202);
        while ((await api.GetJsonAsync($"/runs/{run.Id}")).Text("status") != "waiting")
        {
            await Task.Delay(20);
        }

        await server.WhenIndexedAsync();
        await FindsAsync(api, "zoe is:open", run.Id);
        await FindsAsync(api, "afterwards");
        await api.PostJsonAsync($"/runs/{run.Id}/resume", "{}", 202);
        await api.WhenEndedAsync(run.Id);
        await server.WhenIndexedAsync();
        await FindsAsync(api, "zoe afterwards is:over", run.Id);

        await using var db = server.CreateDb();
        var id = run.Id;
        await db.Runs.Where(r => r.Id == id).ExecuteDeleteAsync();
        Assert.Equal((0, 0), (await db.RunTexts.CountAsync(), await db.RunLabels.CountAsync()));
        await FindsAsync(api, "zoe");
    }

    [Fact]
    public async Task ARetriedRunHasTheLabelsOfTheStepsThatItKeeps()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync($"{Label}, {MayFail}", "again");
        var failed = await RunAsync(api, workflow, """{"order":5,"who":"Ada","fails":true}""");

        var retry = await api.PostJsonAsync($"/runs/{failed}/retry", """{"from":"failed"}""", 202);
        await api.WhenEndedAsync(retry.Id);

        await FindsAsync(api, "label.order:5", retry.Id, failed);
    }

    [Fact]
    public async Task ThePageOffersViewsSuggestionsAndTheSameFilterForAllAtOnce()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        await RunAsync(api, await api.CreateWorkflowAsync(Label, "shop-floor"), """{"order":4711,"who":"<b>"}""");
        using var person = await server.SignInAsync();

        var page = await person.Http.GetStringAsync("/runs?q=label.order:4711+stauts:failed");
        Assert.Contains("stauts: is no qualifier: did you mean status:?", page);
        Assert.Contains("customer</span> &lt;b&gt;</a>", page);
        Assert.DoesNotContain("Retry these", page);
        Assert.Contains("href=\"/runs/all/retry?q=label.order%3A4711\"", await person.Http.GetStringAsync("/runs?q=label.order:4711"));

        Assert.Contains("label.order:4711\"", await person.Http.GetStringAsync("/runs?handler=Suggest&q=status:completed+label.order:4"));
        Assert.Contains("workflow:shop-floor", await person.Http.GetStringAsync("/runs?handler=Suggest&q=workflow:sh"));

        using var kept = await person.PostAsync("/runs?q=status:failed", new() { ["name"] = "My <failures>", ["q"] = "status:failed since:24h" }, "/runs?handler=Save");
        Assert.Equal(HttpStatusCode.Found, kept.StatusCode);
        Assert.Contains("My &lt;failures&gt;</a>", await person.Http.GetStringAsync("/runs"));
        using var stranger = await server.SignInAsync(Role.Editor);
        Assert.DoesNotContain("My &lt;failures&gt;", await stranger.Http.GetStringAsync("/runs"));
    }

    private static async Task<string> RunAsync(HttpClient api, string workflow, string state) => (await api.RunToEndAsync(workflow, state)).Id;

    private static async Task FindsAsync(HttpClient api, string query, params string[] runs) => Assert.Equal(runs, await IdsAsync(api, query, ""));

    private static async Task<List<string>> IdsAsync(HttpClient api, string query, string more)
    {
        var answer = await api.GetJsonAsync($"/runs?q={Uri.EscapeDataString(query)}{more}");
        return [.. answer.GetProperty("items").EnumerateArray().Select(item => item.Id)];
    }
}
