using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class AccessibilityTests(Chromium chromium)
{
    private const string Email = "ada@example.org";

    [Theory]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    [InlineData(ColorScheme.Dark, 1280)]
    public async Task AxeFindsNothingAndNothingOverflowsOnAnyPage(ColorScheme theme, int width)
    {
        await using var server = await WorkscriptServer.StartAsync();
        var setup = server.SetupPath;
        var view = new BrowserNewContextOptions { ColorScheme = theme, ViewportSize = new() { Width = width, Height = 800 } };
        await using var tab = await chromium.OpenAsync(server.Address, view);

        await CheckAsync(tab, ["/account/signin", setup]);
        await server.AddUserAsync(Email, Role.Owner);
        await tab.SignInAsync(Email);
        await CheckAsync(tab, ["/"]);
        var runs = await Samples.AddAsync(server);
        var waiting = await Samples.AddWaitingRunAsync(server);
        await CheckAsync(tab, [.. Pages, .. runs.Select(run => $"/runs/{run}"), $"/runs/{runs[0]}/steps/1", $"/runs/{runs[0]}/graph", $"/runs/{runs[0]}/state?seq=2", $"/runs/{runs[0]}/retry", $"/runs/{waiting}", $"/runs/{waiting}/waits"]);
        tab.Expected.Add("404");
        await CheckAsync(tab, ["/nowhere"]);

        tab.AssertNothingWrong();
    }

    private static IEnumerable<string> Pages =>
    [
        "/", "/workflows", "/workflows?q=nothing+has+this", "/workflows/new", "/workflows/new/templates", $"/workflows/{Samples.WorkflowId}", $"/workflows/{Samples.WorkflowId}/edit", $"/workflows/{Samples.WorkflowId}/edit?step=/workflow/1", $"/workflows/{Samples.WorkflowId}/edit?add=/workflow%230", $"/workflows/{Samples.WorkflowId}/edit/json", $"/workflows/{Samples.WorkflowId}/versions?from=1&to=1", "/runs", "/runs?status=failed", "/runs/all/retry?status=failed", "/runs/all/cancel",
        "/data", "/data/table?name=customers", "/data/table?name=customers&row=0", "/data/store", "/nodes", "/nodes/math", "/nodes/switch", "/nodes/functions", "/nodes/functions?q=nothing+does+this", "/api/docs", "/help", "/settings", "/settings/apikeys", "/settings/retention", "/settings/system", "/settings/users", "/account", "/account/password",
    ];

    private static async Task CheckAsync(Tab tab, IEnumerable<string> paths)
    {
        var wrong = new List<string>();
        foreach (var path in paths)
        {
            await tab.GoAsync(path);
            await tab.KeepPictureAsync();
            var found = await tab.Page.RunAxe();
            wrong.AddRange(found.Violations.Select(v => $"{path}: {v.Id}, {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            if (!await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            {
                wrong.Add($"{path}: wider than the window");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
