using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class FullDiskTests
{
    private const string FiftyRounds = """{"$.n":0},{"range...":{"stop":50,"current_step?":[{"$.text":"{{= repeat('0123456789', 300) }}"},{"wait":{"for":"20ms"}},{"$.n":"$.n + 1"}]}}""";

    [Fact]
    public async Task OnAFullDiskRunsWaitAndWhenThereIsRoomTheyGetToTheirEnd()
    {
        using var disk = new SmallDisk(megabytes: 24);
        await using var server = await WorkscriptServer.StartAsync(settings: new() { ["data"] = disk.Path, ["Disk:ReserveMegabytes"] = "0" });
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(FiftyRounds);
        var runs = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            runs.Add((await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id);
        }

        await Task.Delay(300);
        disk.Fill();
        try
        {
            // Until what the log of the database has room for is used up, some are still taken.
            while (await TryLaunchAsync(api, workflow) is { } run)
            {
                runs.Add(run);
                Assert.True(runs.Count < 500, "The disk is not full.");
            }
        }
        finally
        {
            disk.MakeRoom();
        }

        foreach (var run in runs)
        {
            var ended = await api.WhenEndedAsync(run, seconds: 120);
            Assert.Equal(("completed", 50), (ended.Text("status"), ended.GetProperty("state").GetProperty("n").GetInt32()));
        }

        await using var db = server.CreateDb();
        Assert.Equal("ok", (await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").ToListAsync())[0]);
        Assert.Equal(runs.Count, await db.Runs.CountAsync());
        var records = await db.RunRecords.GroupBy(r => r.RunId).Select(g => new { Count = g.Count(), Last = g.Max(r => r.Sequence) }).ToListAsync();
        Assert.All(records, run => Assert.Equal((202L, 202L), (run.Count, run.Last)));
    }

    /// <summary>The run's id; null when the server says that it cannot take it.</summary>
    private static async Task<string?> TryLaunchAsync(HttpClient api, string workflow)
    {
        using var answer = await api.PostAsync($"/api/v1/workflows/{workflow}/run", new StringContent("{}", null, "application/json"));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is 202 or 503, $"{answer.StatusCode}: {body}");
        return (int)answer.StatusCode == 202 ? System.Text.Json.JsonDocument.Parse(body).RootElement.Id : null;
    }
}
