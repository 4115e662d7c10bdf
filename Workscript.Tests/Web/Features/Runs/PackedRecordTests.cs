using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class PackedRecordTests
{
    private const string Copies = """{"$.first":"$.numbers"},{"$.second":["$.numbers","$.first"]},{"log":{"message":"short"}}""";

    private static readonly string Numbers = $$"""{"numbers":[{{string.Join(',', Enumerable.Range(0, 4000))}}]}""";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatIsLongIsPackedAndShownAsItWasWhatIsShortStaysReadable(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(Copies);
        var run = await api.RunToEndAsync(workflow, Numbers);
        Assert.Equal("completed", run.Text("status"));

        await using var db = server.CreateDb();
        var (bytes, sizes) = (await db.Runs.Select(r => r.Bytes).SingleAsync(), await db.RunRecords.SumAsync(r => r.Packed == null ? r.Changes.Length : r.Packed.Length));
        Assert.InRange(bytes, sizes, sizes + 10_000 + Numbers.Length + run.GetProperty("state").GetRawText().Length);
        var rows = await db.RunRecords.OrderBy(r => r.Sequence).ToListAsync();
        Assert.Equal([true, true, false], rows.Select(row => row.Packed is not null));
        Assert.All(rows[..2], row => Assert.Equal(("", 0), (row.Changes, row.Output?.Length ?? 0)));
        Assert.Contains("short", rows[2].Logs);
        Assert.All(rows[..2], row => Assert.True(row.Packed!.Length * 2 < row.Characters));

        var steps = (await api.GetJsonAsync($"/runs/{run.Id}/steps")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(4000, steps[0].GetProperty("changes")[0].GetProperty("value").GetArrayLength());
        Assert.Equal(run.GetProperty("state").GetRawText(), (await api.GetJsonAsync($"/runs/{run.Id}/state?at=3")).GetProperty("state").GetRawText());
        using var owner = await server.SignInAsync();
        Assert.Contains("3999", await owner.Http.GetStringAsync($"/runs/{run.Id}/steps/1?handler=Changes"));
        Assert.Contains("short", await owner.Http.GetStringAsync($"/runs/{run.Id}/steps/3"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ARowOfAnEarlierServerIsReadAndADamagedOneSpoilsItsOwnRunOnly(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync(Copies);
        string[] runs = [(await api.RunToEndAsync(workflow, Numbers)).Id, (await api.RunToEndAsync(workflow, Numbers)).Id];
        await using var db = server.CreateDb();
        var packed = await db.RunRecords.AsNoTracking().SingleAsync(r => r.RunId == runs[0] && r.Sequence == 1);
        var (half, texts) = (packed.Packed![..100], packed.Texts);
        await db.RunRecords.Where(r => r.RunId == runs[0] && r.Sequence == 1)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Packed, (byte[]?)null).SetProperty(r => r.Changes, texts.Changes).SetProperty(r => r.Output, texts.Output));
        await db.RunRecords.Where(r => r.RunId == runs[1] && r.Sequence == 1).ExecuteUpdateAsync(row => row.SetProperty(r => r.Packed, half));

        var steps = (await api.GetJsonAsync($"/runs/{runs[0]}/steps")).GetProperty("items");
        Assert.Equal(4000, steps[0].GetProperty("changes")[0].GetProperty("value").GetArrayLength());
        var problem = await api.GetJsonAsync($"/runs/{runs[1]}/steps", 500);
        Assert.StartsWith($"Record 1 of run {runs[1]} is damaged: what step /workflow/0 left behind cannot be read any more", problem.Text("detail"));
        Assert.Equal(2, (await api.GetJsonAsync("/runs")).GetProperty("items").GetArrayLength());
        Assert.Equal("completed", (await api.GetJsonAsync($"/runs/{runs[1]}")).Text("status"));
    }

    [Fact]
    public void AnythingThatIsPackedComesOutAsItWentIn()
    {
        var noise = Convert.ToBase64String(RandomNumberGenerator.GetBytes(9_000));
        foreach (var text in new[] { new string('x', 5_000), noise, string.Concat(Enumerable.Repeat("日本 🙂 \0 \"\\", 900)) })
        {
            var record = new StepRecord
            {
                Sequence = 1,
                Place = new("/workflow/0", "log", "log"),
                Occurrence = 0,
                Edge = "success",
                Output = ValueMap.Of("all", text),
                Changes = [new(StatePath.Parse("$.a"), text), new(StatePath.Parse("$.b"), Value.Missing)],
                Logs = [new(Workscript.Engine.Nodes.LogLevel.Info, text)],
                StartedAt = DateTime.UnixEpoch,
                Duration = TimeSpan.Zero,
            };

            var row = RecordText.Row("run", record);
            var read = RecordText.Record(row);

            Assert.True(row.Packed!.Length < text.Length, "What appears three times is stored once.");
            Assert.Equal((record.Output, record.Changes[0], record.Changes[1], record.Logs[0]), (read.Output, read.Changes[0], read.Changes[1], read.Logs[0]));
        }
    }
}
