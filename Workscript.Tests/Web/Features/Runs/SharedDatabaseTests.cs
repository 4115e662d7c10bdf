using Microsoft.AspNetCore.Builder;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Several servers on one MariaDB: whatever one is told of a run that another works on, reaches that one.</summary>
public sealed class SharedDatabaseTests
{
    [Fact]
    public async Task ARunIsCancelledThroughAServerThatDoesNotWorkOnIt()
    {
        await using var site = await SilentSite.StartAsync();
        await using var one = await WorkscriptServer.StartAsync(DatabaseProvider.MySql, new() { ["Outbound:Allow"] = "127.0.0.0/8" });
        await using var other = await StartBesideAsync(one);
        using var api = await one.WithKeyAsync(ApiKeyScope.Write);
        using var otherApi = await other.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync($$$"""{"fetchApi":{"url":"{{{site.Address}}}","timeout":300000} }""");
        var run = (await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id;
        await site.HasArrived.WaitAsync(TimeSpan.FromSeconds(20));

        await otherApi.PostJsonAsync($"/runs/{run}/cancel", null, 202);

        Assert.Equal("cancelled", (await otherApi.WhenEndedAsync(run)).Text("status"));
    }

    [Fact]
    public async Task ARunThatStaysInMemoryHearsAnAnswerGivenToAnotherServer()
    {
        await using var site = await SilentSite.StartAsync();
        await using var one = await WorkscriptServer.StartAsync(DatabaseProvider.MySql, new() { ["Outbound:Allow"] = "127.0.0.0/8" });
        await using var other = await StartBesideAsync(one);
        using var api = await one.WithKeyAsync(ApiKeyScope.Write);
        using var otherApi = await other.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(
            $$$"""{"parallel":{"asks?":[{"approval":{"message":"Go on?"}},{"$.hasHeard":true}],"calls?":{"fetchApi":{"url":"{{{site.Address}}}","timeout":300000} } }}""");
        var run = (await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id;
        await site.HasArrived.WaitAsync(TimeSpan.FromSeconds(20));
        while ((await otherApi.GetJsonAsync($"/runs/{run}/waits")).GetProperty("items").GetArrayLength() == 0)
        {
            await Task.Delay(20);
        }

        await otherApi.PostJsonAsync($"/runs/{run}/resume", """{"edge":"approved"}""", 202);

        for (var deadline = DateTime.UtcNow.AddSeconds(30); !await HasStepAsync(otherApi, run, "$.hasHeard"); await Task.Delay(50))
        {
            Assert.True(DateTime.UtcNow < deadline, "The run does not hear it");
        }

        await api.PostJsonAsync($"/runs/{run}/cancel", null, 202);
        Assert.Equal("cancelled", (await otherApi.WhenEndedAsync(run)).Text("status"));
    }

    private static Task<WorkscriptServer> StartBesideAsync(WorkscriptServer one) =>
        WorkscriptServer.StartAsync(DatabaseProvider.MySql, new() { ["ConnectionStrings:Default"] = one.Settings["ConnectionStrings:Default"] });

    private static async Task<bool> HasStepAsync(HttpClient api, string run, string step) =>
        (await api.GetJsonAsync($"/runs/{run}/steps")).GetProperty("items").EnumerateArray().Any(s => s.Text("step") == step);

    /// <summary>Takes calls and answers none.</summary>
    private sealed class SilentSite : IAsyncDisposable
    {
        private readonly TaskCompletionSource _hasArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private LoopbackSite? _site;

        public string Address => $"{_site!.Address}/";

        public Task HasArrived => _hasArrived.Task;

        public static async Task<SilentSite> StartAsync()
        {
            var silent = new SilentSite();
            silent._site = await LoopbackSite.StartAsync(app => app.MapGet("/", async (CancellationToken gone) =>
            {
                silent._hasArrived.TrySetResult();
                await Task.Delay(TimeSpan.FromMinutes(5), gone);
            }));
            return silent;
        }

        public ValueTask DisposeAsync() => _site!.DisposeAsync();
    }
}
