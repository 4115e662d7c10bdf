using System.Net;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class ReportsPageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task TheRunsPageShowsWhatItsStepsReportedAndNoneOfItIsMarkup()
    {
        var run = await RunAsync($$"""
            { "report": { "type": "bar", "title": "{{Hostile}}", "items": [{ "{{Hostile}}": 1, "name": "{{Hostile}}" }] } },
            { "report": { "title": "Rows", "items": [{ "{{Hostile}}": "{{Hostile}}" }] } },
            { "report": { "type": "markdown", "text": "**bold** {{Hostile}} [x](javascript:alert(1))" } }
            """);
        foreach (var url in new[] { $"/runs/{run}", $"/runs/{run}/reports" })
        {
            using var person = await shared.Server.SignInAsync();
            var html = await person.Http.GetStringAsync(url);
            Assert.Contains("<svg xmlns", html, StringComparison.Ordinal);
            Assert.Contains("<strong>bold</strong>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("javascript:", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ATableIsDownloadedWithoutFormulas()
    {
        var run = await RunAsync("""{ "report": { "items": [{ "a": "=1+1", "b": 2 }] } }""");
        using var person = await shared.Server.SignInAsync();
        Assert.Equal("a,b\r\n'=1+1,2\r\n", await person.Http.GetStringAsync($"/runs/{run}/reports?handler=Csv&sequence=1"));
        using var none = await person.GetAsync($"/runs/{run}/reports?handler=Csv&sequence=2");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task ManyReportsArePaged()
    {
        var run = await RunAsync("""{ "range...": { "stop": 25, "current_step?": { "report": { "type": "markdown", "text": "Report {{$.rangeValue}}." } } } }""");
        using var person = await shared.Server.SignInAsync();
        var first = await person.Http.GetStringAsync($"/runs/{run}");
        var next = System.Text.RegularExpressions.Regex.Match(first, "/reports\\?after=\\d+").Value;
        var second = await person.Http.GetStringAsync($"/runs/{run}{next}");
        Assert.DoesNotContain("Report 20.", first, StringComparison.Ordinal);
        Assert.Contains("Report 20.", second, StringComparison.Ordinal);
        Assert.DoesNotContain("More reports", second, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string steps) => (await shared.Api.RunToEndAsync(await shared.Api.CreateWorkflowAsync(steps))).Id;
}
