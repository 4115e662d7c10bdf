using System.Net;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Workflows.Editing;

/// <summary>The steps of a workflow, edited by forms and links alone.</summary>
public sealed class EditPageTests
{
    private const string Edit = $"/workflows/{Samples.WorkflowId}/edit";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ADraftIsChangedUndoneRedoneAndPublished(DatabaseProvider provider)
    {
        await using var server = await WithSampleAsync(provider);
        var person = await server.SignInAsync(Role.Editor);

        await PostAsync(person, "Fields", 0, new() { ["step"] = "/workflow/0", ["f:value"] = "Good day" });
        await PostAsync(person, "Add", 1, new() { ["add"] = "/workflow#2", ["node"] = "csv" });
        Assert.Contains("Good day", await TextAsync(server), StringComparison.Ordinal);
        Assert.Contains("""{ "csv": {} }""", await TextAsync(server), StringComparison.Ordinal);

        await PostAsync(person, "Undo", 2, []);
        Assert.DoesNotContain("csv", await TextAsync(server), StringComparison.Ordinal);
        await PostAsync(person, "Redo", 3, []);
        await PostAsync(person, "Remove", 4, new() { ["step"] = "/workflow/2" });
        await PostAsync(person, "Publish", 5, new() { ["note"] = "Politer" });

        await using var db = server.CreateDb();
        var versions = await db.WorkflowVersions.OrderBy(v => v.Number).ToListAsync();
        Assert.Equal(Samples.Document.Replace("Hello, {{$.who}}!", "Good day", StringComparison.Ordinal), versions[1].Text);
        Assert.Equal("Politer", versions[1].Note);
        Assert.False(await db.WorkflowDrafts.AnyAsync() || await db.DraftChanges.AnyAsync());
    }

    [Fact]
    public async Task WhoChangesWhatSomebodyElseHasChangedIsToldAndKeepsWhatWasTyped()
    {
        await using var server = await WithSampleAsync();
        var (one, other) = (await server.SignInAsync(Role.Editor), await server.SignInAsync(Role.Editor));

        await PostAsync(one, "Fields", 0, new() { ["step"] = "/workflow/0", ["f:value"] = "From one" });
        using var refused = await other.PostAsync(Edit, new() { ["revision"] = "0", ["step"] = "/workflow/0", ["f:value"] = "From the other" }, to: $"{Edit}?handler=Fields");
        var page = await refused.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("has changed this draft in the meantime", page, StringComparison.Ordinal);
        Assert.Contains("From the other", page, StringComparison.Ordinal);
        Assert.Contains("From one", await TextAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADraftWithErrorsIsKeptAndNotPublished()
    {
        await using var server = await WithSampleAsync();
        var person = await server.SignInAsync(Role.Editor);

        await PostAsync(person, "Add", 0, new() { ["add"] = "/workflow#0", ["node"] = "nonsense" });
        await PostAsync(person, "Publish", 1, []);

        Assert.Contains("nonsense", await person.Http.GetStringAsync(Edit), StringComparison.Ordinal);
        await using var db = server.CreateDb();
        Assert.Equal(1, await db.WorkflowVersions.CountAsync());
    }

    [Fact]
    public async Task WhatWasTypedGoesWithWhateverIsDoneNext()
    {
        await using var server = await WithSampleAsync();
        var person = await server.SignInAsync(Role.Editor);

        await PostAsync(person, "Duplicate", 0, new() { ["step"] = "/workflow/0", ["f:value"] = "Twice" });
        Assert.Equal(3, (await TextAsync(server)).Split("Twice").Length);
        await PostAsync(person, "Publish", 1, new() { ["step"] = "/workflow/1", ["f:value"] = "Once more" });

        await using var db = server.CreateDb();
        Assert.Contains("Once more", (await db.WorkflowVersions.SingleAsync(v => v.Number == 2)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VersionsAreComparedAndGoneBackTo()
    {
        await using var server = await WithSampleAsync();
        var person = await server.SignInAsync(Role.Editor);
        await PostAsync(person, "Publish", 0, new() { ["step"] = "/workflow/0", ["f:value"] = "Good <b>day</b>", ["note"] = "Politer" });

        var page = await person.Http.GetStringAsync($"/workflows/{Samples.WorkflowId}/versions?from=1&to=2");
        Assert.Contains("Politer", page, StringComparison.Ordinal);
        Assert.Contains("""<span class="tag" data-tone="info">changed</span> <bdi>Make the greeting</bdi>""", page, StringComparison.Ordinal);
        Assert.Matches("""data-change="inserted">.*Good &lt;b&gt;day""", page);
        Assert.Equal(Samples.Document, await person.Http.GetStringAsync($"/workflows/{Samples.WorkflowId}/versions?handler=Download&number=1"));

        using var back = await person.PostAsync($"/workflows/{Samples.WorkflowId}/versions", new() { ["number"] = "1" }, to: $"/workflows/{Samples.WorkflowId}/versions?handler=Restore");
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        Assert.Equal(Samples.Document, await TextAsync(server));
    }

    [Theory]
    [InlineData("?step=nowhere")]
    [InlineData("?step=/workflow/99/x")]
    [InlineData("?step=/&move=nowhere")]
    [InlineData("?add=%23")]
    [InlineData("?add=/nowhere%230&q=%3Cb%3E")]
    [InlineData("?add=/workflow%2399999999999")]
    public async Task AnAddressThatNamesNothingShowsTheStepsAllTheSame(string address)
    {
        await using var server = await WithSampleAsync();
        var person = await server.SignInAsync(Role.Editor);

        Assert.Contains("Make the greeting", await person.Http.GetStringAsync(Edit + address), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#0")]
    [InlineData("/initialState#0")]
    [InlineData("nowhere?#0")]
    [InlineData("/workflow#99")]
    public async Task AStepGoesNowhereButAmongSteps(string place)
    {
        await using var server = await WithSampleAsync();
        var person = await server.SignInAsync(Role.Editor);

        await PostAsync(person, "Add", 0, new() { ["add"] = place, ["node"] = "log" });

        await using var db = server.CreateDb();
        Assert.False(await db.WorkflowDrafts.AnyAsync());
    }

    [Fact]
    public async Task WhoMayOnlyLookCannotChangeAnything()
    {
        await using var server = await WithSampleAsync();
        var person = await server.SignInAsync(Role.Viewer);

        Assert.DoesNotContain("Publish", await person.Http.GetStringAsync(Edit), StringComparison.Ordinal);
        using var refused = await person.PostAsync("/account", new() { ["revision"] = "0", ["step"] = "/workflow/0" }, to: $"{Edit}?handler=Remove");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<WorkscriptServer> WithSampleAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var server = await WorkscriptServer.StartAsync(provider);
        await using var db = server.CreateDb();
        await Samples.AddWorkflowAsync(server, db, Samples.Document);
        return server;
    }

    private static async Task PostAsync(Person person, string handler, int revision, Dictionary<string, string> form)
    {
        form["revision"] = $"{revision}";
        using var answer = await person.PostAsync(Edit, form, to: $"{Edit}?handler={handler}");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{handler}: {answer.StatusCode}\n{await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<string> TextAsync(WorkscriptServer server)
    {
        await using var db = server.CreateDb();
        var draft = await db.WorkflowDrafts.SingleAsync();
        return draft.Position == 0 ? Samples.Document : (await db.DraftChanges.SingleAsync(change => change.Number == draft.Position)).Text;
    }
}
