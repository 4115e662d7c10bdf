using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Workscript.Tests.Support;

/// <summary>A page in a browser, and everything that the browser complained about while it was open: at the end there must be nothing.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Tab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text} ({message.Location})");
        page.PageError += (_, error) => Note(true, error);
    }

    public IPage Page { get; }

    /// <summary>Complaints that a test brings about on purpose hold one of these.</summary>
    public List<string> Expected { get; } = [];

    public static async Task<Tab> OpenAsync(IBrowserContext context)
    {
        // The browser reports some violations of the policy to the page alone.
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
        context.SetDefaultTimeout(15_000);
        return new Tab(context, await context.NewPageAsync());
    }

    public async Task<Tab> GoAsync(string path)
    {
        await Page.GotoAsync(path);
        return this;
    }

    public async Task SignInAsync(string email, string password = WorkscriptServer.Password)
    {
        await GoAsync("/account/signin");
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await PressAsync("Sign in");
    }

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    public Task SeesAsync(string text) => Expect(Page.Locator("main")).ToContainTextAsync(text);

    public Task SeesHeadingAsync(string text) => Expect(Page.Locator("h1")).ToHaveTextAsync(text);

    /// <summary>Keeps a picture of the whole page under artifacts/pictures, for people to look at.</summary>
    public async Task KeepPictureAsync()
    {
        var theme = await Page.EvaluateAsync<string>("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'");
        var name = string.Join('-', new Uri(Page.Url).PathAndQuery.Split(Path.GetInvalidFileNameChars().Append('?').ToArray(), StringSplitOptions.RemoveEmptyEntries));
        var file = Sources.At($"artifacts/pictures/{Page.ViewportSize!.Width}-{theme}/{(name.Length == 0 ? "home" : name)}.png");
        await Page.ScreenshotAsync(new() { Path = file, FullPage = true });
    }

    public void AssertNothingWrong() => Assert.Empty(_complaints);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Note(bool isComplaint, string text)
    {
        if (isComplaint && !Expected.Exists(expected => text.Contains(expected, StringComparison.Ordinal)))
        {
            _complaints.Enqueue(text);
        }
    }
}
