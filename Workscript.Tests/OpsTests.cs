using System.Diagnostics;
using System.Net;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests;

/// <summary>The files for a server that we ship, put to use.</summary>
public sealed class OpsTests
{
    [Fact]
    public async Task NginxServesThePagesOverHttps()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var nginx = await NginxServer.StartAsync(server.Address);
        using var client = nginx.Client();

        using var plain = await client.GetAsync($"http://{NginxServer.Host}/runs?text=a");
        Assert.Equal(HttpStatusCode.PermanentRedirect, plain.StatusCode);
        Assert.Equal($"https://{NginxServer.Host}/runs?text=a", plain.Headers.Location!.OriginalString);

        using var page = await client.GetAsync("/account/signin");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotEmpty(page.Headers.GetValues("Strict-Transport-Security"));
        Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NginxLetsEventsThroughAsTheyCome()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        using var nginx = await NginxServer.StartAsync(server.Address);
        using var client = nginx.Client();
        client.DefaultRequestHeaders.Authorization = api.DefaultRequestHeaders.Authorization;

        var workflow = await api.CreateWorkflowAsync("""{"log":{"message":"first"}},{"wait":{"for":"30s"}}""");
        var run = await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202);
        var clock = Stopwatch.StartNew();
        using var reader = new StreamReader(await client.GetStreamAsync($"/api/v1/runs/{run.Id}/events"));
        while (await reader.ReadLineAsync() is { } line && !line.Contains("\"first\"", StringComparison.Ordinal))
        {
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        await api.PostJsonAsync($"/runs/{run.Id}/cancel", "{}", 202);
    }
}
