using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Tests.Web.Hosting;

public sealed class DiskWatchTests
{
    private const long Megabyte = 1L << 20;

    [Fact]
    public void RunsAreRefusedBelowTheReserveAndTakenAgainALittleAboveIt()
    {
        var disk = new DiskSpace(1_000 * Megabyte, 100_000 * Megabyte);
        using var watch = Watch(_ => disk);
        List<bool> answers = [];

        foreach (var free in new[] { 257, 255, 257, 300, 320, 257, 10 })
        {
            disk = disk with { Free = free * Megabyte };
            watch.Look();
            answers.Add(watch.Shortage is not null);
        }

        Assert.Equal([false, true, true, true, false, false, true], answers);
        Assert.Contains("10 MB are free, and new runs are taken when 256 MB are", watch.Shortage!.Message);
    }

    [Fact]
    public void OnASmallDiskTheReserveIsAFiftiethAndASettingSaysOtherwise()
    {
        using var small = Watch(_ => new(25 * Megabyte, 1_000 * Megabyte));
        using var strict = Watch(_ => new(25 * Megabyte, 1_000 * Megabyte), "30");
        using var off = Watch(_ => new(0, 1_000 * Megabyte), "0");

        Assert.Equal([false, true, false], new[] { small, strict, off }.Select(watch => Look(watch) is not null));
        Assert.Throws<SettingException>(() => Watch(_ => default, "much"));
    }

    [Fact]
    public void ADiskThatCannotBeMeasuredIsTakenForWhatItWas()
    {
        using var watch = Watch(_ => throw new DriveNotFoundException());

        Assert.Null(Look(watch));
    }

    [Fact]
    public async Task NothingNewIsTakenWhileTheDiskIsNearlyFull()
    {
        await using var server = await WorkscriptServer.StartAsync(settings: new() { ["Disk:ReserveMegabytes"] = $"{int.MaxValue}" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("\"empty\"");

        var refused = await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 503);
        var once = await api.PostJsonAsync("/workflows/run", $$"""{"definition":{{ApiClient.Definition("\"empty\"")}}}""", 503);
        Assert.Equal(("LOW_DISK", "LOW_DISK"), (refused.Text("code"), once.Text("code")));
        Assert.Contains("The server's disk is nearly full", refused.Text("detail"));

        using var ready = await api.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.StartsWith("Unhealthy\nThe server's disk is nearly full", await ready.Content.ReadAsStringAsync());
        Assert.Equal("Healthy", await api.GetStringAsync("/health/live"));

        using var owner = await server.SignInAsync();
        Assert.Contains("disk is nearly full", await owner.Http.GetStringAsync("/"));
        using var answer = await owner.PostAsync($"/workflows/{workflow}", [], $"/workflows/{workflow}?handler=Run");
        Assert.Contains("disk is nearly full", await owner.Http.GetStringAsync($"/workflows/{workflow}"));
        Assert.Empty((await api.GetJsonAsync("/runs")).GetProperty("items").EnumerateArray());
    }

    private static DiskWatch Watch(MeasureDisk measure, string? reserve = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(DiskWatch.ReserveSetting, reserve)]).Build();
        return new DiskWatch(new DataFolder("/"), measure, configuration, TimeProvider.System, NullLogger<DiskWatch>.Instance);
    }

    private static DiskShortage? Look(DiskWatch watch)
    {
        watch.Look();
        return watch.Shortage;
    }
}
