using Microsoft.Playwright;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using static Microsoft.Playwright.Assertions;

namespace Workscript.Tests.Browser;

/// <summary>A run that goes on while somebody looks at it. Its page is loaded once: a mark that the test leaves there must stay.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LiveRunTests(Chromium chromium)
{
    private const string Email = "ada@example.org";
    private const string Rounds = """{"range...":{"stop":20,"current_step?":{"wait":{"for":"300ms"}}}}""";

    [Fact]
    public async Task StepsAppearAsTheyHappen()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await using var tab = await WatchAsync(server, Rounds);

        await Expect(Step(tab, 3)).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Running");
        await Expect(tab.Page.Locator("#connection")).ToHaveTextAsync("Live");

        await SeesTheEndAsync(tab);
        tab.AssertNothingWrong();
    }

    [Fact]
    public async Task AConnectionThatDroppedIsTakenUpWhereItWas()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await using var tab = await WatchAsync(server, Rounds);
        tab.Expected.Add("ERR_INTERNET_DISCONNECTED");

        await Expect(Step(tab, 3)).ToBeVisibleAsync();
        await tab.Page.Context.SetOfflineAsync(true);
        await Expect(tab.Page.Locator("#connection")).ToHaveTextAsync("Offline");
        await tab.Page.Context.SetOfflineAsync(false);

        await SeesTheEndAsync(tab);
        tab.AssertNothingWrong();
    }

    [Fact]
    public async Task AFailureIsShownWhereItHappened()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await using var tab = await WatchAsync(server, """{"wait":{"for":"500ms"}},{"stop":{"status":"failed","message":"Out of <tea>"}}""");

        await Expect(tab.Page.Locator("#run-error")).ToContainTextAsync("Out of <tea>");
        await Expect(tab.Page).ToHaveTitleAsync("Test · Failed · Workscript");
        tab.AssertNothingWrong();
    }

    /// <summary>Starts a run of these steps in the browser, and stays on its page.</summary>
    private async Task<Tab> WatchAsync(WorkscriptServer server, string steps)
    {
        await server.AddUserAsync(Email, Role.Editor);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(steps);
        var tab = await chromium.OpenAsync(server.Address);
        await tab.SignInAsync(Email);
        await tab.SeesHeadingAsync("All is well");
        await tab.GoAsync($"/workflows/{workflow}");
        await tab.PressAsync("Run and watch");
        await Expect(tab.Page.Locator("#run-state")).ToBeVisibleAsync();
        await tab.Page.EvaluateAsync("window.isTheSamePage = true");
        return tab;
    }

    private static ILocator Step(Tab tab, int sequence) => tab.Page.Locator($"#steps li[data-sequence='{sequence}']");

    private static async Task SeesTheEndAsync(Tab tab)
    {
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Completed", new() { Timeout = 60_000 });
        await Expect(tab.Page.Locator("#result")).ToContainTextAsync("State at the end");
        var shown = await tab.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('#steps li[data-sequence]')].map(row => Number(row.dataset.sequence))");
        Assert.Equal(Enumerable.Range(1, shown.Length), shown);
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.isTheSamePage"));
    }
}
