using System.Net;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Workflows.Editing;

/// <summary>Steps and drafts that are tried before they are published.</summary>
public sealed class TrialTests
{
    private const string Edit = $"/workflows/{Samples.WorkflowId}/edit";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AStepIsTriedWithWhatTheLastRunHadThereAndItsResultPinned(DatabaseProvider provider)
    {
        await using var server = await WithSampleAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        await api.PostJsonAsync($"/workflows/{Samples.WorkflowId}/run", """{"wait":true,"state":{"who":"Ada <b>","times":41}}""", 200);
        var person = await server.SignInAsync(Role.Editor);

        var page = await person.Http.GetStringAsync($"{Edit}?step=/workflow/1");
        Assert.Contains("""data-insert="$.greeting" """.Trim(), page, StringComparison.Ordinal);
        Assert.Contains("Hello, Ada &lt;b&gt;!", page, StringComparison.Ordinal);
        Assert.Contains("= [41,1]", page, StringComparison.Ordinal);

        using var tried = await person.PostAsync(Edit, new() { ["revision"] = "0", ["f:values"] = """["$.times",2]""" }, to: $"{Edit}/try?step=/workflow/1");
        var result = await tried.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, tried.StatusCode);
        Assert.Contains("<dd>success</dd>", result, StringComparison.Ordinal);
        Assert.Contains("$.mathResult", result, StringComparison.Ordinal);
        Assert.Contains("<span class=n>43</span>", result, StringComparison.Ordinal);

        var pin = """{"edge":"success","data":{"result":50},"changes":{"$.mathResult":50}}""";
        using var pinned = await person.PostAsync(Edit, new() { ["pin"] = pin }, to: $"{Edit}/try?handler=Pin&step=/workflow/1");
        Assert.Equal(HttpStatusCode.Redirect, pinned.StatusCode);
        using var test = await person.PostAsync($"{Edit}/test", new() { ["json"] = """{"who":"Ada"}""" }, to: $"{Edit}/test?handler=Json");
        var run = test.Headers.Location!.ToString().Split('/')[^1];
        var ended = await api.WhenEndedAsync(run);
        Assert.Equal(("test", 50), (ended.Text("trigger"), ended.GetProperty("state").GetProperty("mathResult").GetInt32()));

        // What was only tried is in no count of the workflow's.
        Assert.Single((await person.Http.GetStringAsync("/workflows")).Split("<rect").Skip(1));
    }

    [Fact]
    public async Task AStepIsTriedWithTypedStateWhereNoRunCameByAndWhatIsNoStateIsRefused()
    {
        await using var server = await WithSampleAsync(DatabaseProvider.Sqlite);
        var person = await server.SignInAsync(Role.Editor);

        async Task<string> TryAsync(string state)
        {
            using var answer = await person.PostAsync(Edit, new() { ["revision"] = "0", ["state"] = state }, to: $"{Edit}/try?step=/workflow/1");
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        Assert.Contains("<span class=n>8</span>", await TryAsync("""{"times":7}"""), StringComparison.Ordinal);
        Assert.Contains("must be one JSON object", await TryAsync("[1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoMayOnlyLookCannotTryAnything()
    {
        await using var server = await WithSampleAsync(DatabaseProvider.Sqlite);
        var person = await server.SignInAsync(Role.Viewer);

        foreach (var address in new[] { $"{Edit}/try?step=/workflow/1", $"{Edit}/test", $"{Edit}/head" })
        {
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(address)).StatusCode);
            using var refused = await person.PostAsync("/account", [], to: address);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    private static async Task<WorkscriptServer> WithSampleAsync(DatabaseProvider provider)
    {
        var server = await WorkscriptServer.StartAsync(provider);
        await using var db = server.CreateDb();
        await Samples.AddWorkflowAsync(server, db, Samples.Document);
        return server;
    }
}
