using Microsoft.Playwright;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using static Microsoft.Playwright.Assertions;

namespace Workscript.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class JourneyTests(Chromium chromium)
{
    private const string Email = "ada@example.org";

    [Fact]
    public async Task FromTheLinkOfTheFirstStartToAFinishedRun()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await using var tab = await chromium.OpenAsync(server.Address);

        await tab.GoAsync(server.SetupPath);
        await tab.Page.GetByLabel("E-mail address").FillAsync(Email);
        await tab.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(WorkscriptServer.Password);
        await tab.Page.GetByLabel("The same password again").FillAsync(WorkscriptServer.Password);
        await tab.PressAsync("Make the account");
        await tab.SeesHeadingAsync("All is well");

        await tab.FollowAsync("Choose a workflow to run");
        await tab.FollowAsync("Order intake");
        await tab.Page.GetByLabel("customer").FillAsync("Grace Hopper");
        await tab.PressAsync("Run and watch");
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Completed");
        await Expect(tab.Page.Locator("#result")).ToContainTextAsync("Dear Grace Hopper");

        await tab.Page.Locator("#steps summary").First.ClickAsync();
        await tab.SeesAsync("Changed in the state");
        tab.AssertNothingWrong();
    }

    [Fact]
    public async Task AWorkflowIsWrittenCorrectedAndRun()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync(Email, Role.Editor);
        await using var tab = await chromium.OpenAsync(server.Address);
        await tab.SignInAsync(Email);
        await tab.SeesHeadingAsync("Welcome to Workscript");

        await tab.FollowAsync("New workflow");
        var text = tab.Page.GetByLabel("The workflow's JSON");
        await text.FillAsync(ApiClient.Definition("""{"lgo":{"message":"Hello"}}""", "hello"));
        await Expect(tab.Page.Locator("#findings")).ToContainTextAsync("did you mean 'log'?");
        await Expect(tab.Page.Locator(".gutter .marked")).ToHaveTextAsync("1");
        await tab.PressAsync("Save");
        await tab.SeesAsync("This was not saved");

        await text.FillAsync(ApiClient.Definition("""{"log":{"message":"Hello"}}""", "hello"));
        await Expect(tab.Page.Locator("#findings")).ToContainTextAsync("Valid");
        await tab.PressAsync("Save");
        await tab.PressAsync("Run and watch");
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Completed");
        tab.AssertNothingWrong();
    }

    [Fact]
    public async Task AWorkflowIsChangedStepByStepAndPublished()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync(Email, Role.Editor);
        await using (var db = server.CreateDb())
        {
            await Samples.AddWorkflowAsync(server, db, Samples.Document);
        }

        await using var tab = await chromium.OpenAsync(server.Address);
        await tab.SignInAsync(Email);
        await tab.GoAsync($"/workflows/{Samples.WorkflowId}");
        await tab.FollowAsync("Edit");

        // Kept as one goes on to the next field.
        await tab.Page.GetByLabel("value").FillAsync("Good day, {{$.who}}");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Page.Locator(".draft-line")).ToContainTextAsync("Changed Make the greeting");
        await Expect(tab.Page.Locator(".outline")).ToContainTextAsync("Good day");

        // A link keeps first what was typed.
        await tab.Page.GetByLabel("value").FillAsync("Good evening, {{$.who}}");
        await tab.Page.Locator(".outline a.step").Nth(1).ClickAsync();
        await Expect(tab.Page.Locator(".step-form h2").First).ToContainTextAsync("math");
        await Expect(tab.Page.Locator(".outline")).ToContainTextAsync("Good evening");

        await tab.Page.GetByTitle("No operation, or nothing to compute").ClickAsync();
        await tab.Page.GetByLabel("What should it do?").FillAsync("stop");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^stop") }).ClickAsync();
        await Expect(tab.Page.Locator(".step-form h2").First).ToContainTextAsync("stop");
        await tab.PressAsync("Undo");
        await Expect(tab.Page.Locator(".outline")).Not.ToContainTextAsync("stop");
        await tab.PressAsync("Redo");

        // A button takes along what was typed.
        await tab.Page.Locator(".outline a.step").First.ClickAsync();
        await tab.Page.GetByLabel("value").FillAsync("Good night, {{$.who}}");
        await tab.PressAsync("Publish version 2");
        await tab.SeesAsync("Published.");
        await tab.Page.GetByLabel("who").FillAsync("Ada");
        await tab.PressAsync("Run and watch");
        await Expect(tab.Page.Locator("#result")).ToContainTextAsync("Good night, Ada");
        tab.AssertNothingWrong();
    }

    [Fact]
    public async Task SigningInIsRefusedThenClosedAndOpenAgainWhenTheTimeIsOver()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync(Email, Role.Owner);
        await using var tab = await chromium.OpenAsync(server.Address);

        for (var i = 0; i < 5; i++)
        {
            await tab.SignInAsync(Email, "not the password");
            await tab.SeesAsync("do not match, or there were too many attempts");
        }

        await tab.SignInAsync(Email);
        await tab.SeesAsync("do not match, or there were too many attempts");

        await EndLockoutAsync(server);
        await tab.SignInAsync(Email);
        await tab.SeesHeadingAsync("Welcome to Workscript");
        tab.AssertNothingWrong();
    }

    [Fact]
    public async Task EverythingWorksWithoutScripts()
    {
        await using var server = await WorkscriptServer.StartAsync();
        await server.AddUserAsync(Email, Role.Owner);
        await using var tab = await chromium.OpenAsync(server.Address, new() { JavaScriptEnabled = false });
        await tab.SignInAsync(Email);

        await tab.FollowAsync("New workflow");
        await tab.Page.GetByLabel("The workflow's JSON").FillAsync(ApiClient.Definition("""{"wait":{"for":"1h"}}""", "rest"));
        await tab.PressAsync("Save");
        await tab.PressAsync("Run and watch");
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Waiting");
        await tab.SeesAsync("Waits for its time");
        await tab.PressAsync("Cancel");
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Cancelled");

        await tab.FollowAsync("Edit workflow");
        await tab.FollowAsync("JSON");
        await tab.Page.GetByLabel("The workflow's JSON").FillAsync(ApiClient.Definition("""{"log":{"message":"Hello"}}""", "rest"));
        await tab.PressAsync("Publish version 2");
        await tab.PressAsync("Run and watch");
        await Expect(tab.Page.Locator("#run-state")).ToContainTextAsync("Completed");
        await tab.Page.Locator("#steps summary").First.ClickAsync();
        await tab.FollowAsync("What this step did");
        await tab.SeesAsync("Changed in the state");

        await tab.GoAsync("/runs");
        await tab.FollowAsync("Cancelled");
        await Expect(tab.Page.Locator("table tbody tr")).ToHaveCountAsync(1);
        tab.AssertNothingWrong();
    }

    private static async Task EndLockoutAsync(WorkscriptServer server)
    {
        await using var db = server.CreateDb();
        foreach (var user in db.Users)
        {
            user.LockoutEnd = DateTimeOffset.UtcNow;
        }

        await db.SaveChangesAsync();
    }
}
