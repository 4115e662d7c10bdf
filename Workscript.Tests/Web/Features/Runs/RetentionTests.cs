using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Runs that are over are kept as long as somebody wants them, and not longer; those that are not over are never touched.</summary>
public sealed class RetentionTests
{
    private static readonly DateTime Now = DateTime.UtcNow;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task RunsGoWhenTheyAreOldEnoughFailedOnesLaterAndAWorkflowMaySayWhen(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        await using var db = server.CreateDb();
        var usual = await AddWorkflowAsync(server, db, "usual", "");
        var brief = await AddWorkflowAsync(server, db, "brief", """ "settings":{"keep":"2d"}, """);
        var own = await AddWorkflowAsync(server, db, "own", """ "settings":{"keep":{"age":"60d","failed":"1d"}}, """);
        Dictionary<string, Run> runs = new()
        {
            ["usual, yesterday"] = RunOf(usual, RunStatus.Completed, days: 1),
            ["usual, old"] = RunOf(usual, RunStatus.Completed, days: 31),
            ["usual, old, cancelled"] = RunOf(usual, RunStatus.Cancelled, days: 31),
            ["usual, old, failed"] = RunOf(usual, RunStatus.Failed, days: 31),
            ["usual, very old, failed"] = RunOf(usual, RunStatus.Failed, days: 91),
            ["usual, very old, running"] = RunOf(usual, RunStatus.Waiting, days: 200),
            ["usual, very old, queued"] = RunOf(usual, RunStatus.Queued, days: 200),
            ["usual, waited long"] = RunOf(usual, RunStatus.Completed, days: 100, took: TimeSpan.FromDays(99)),
            ["brief, old"] = RunOf(brief, RunStatus.Failed, days: 3),
            ["own, old"] = RunOf(own, RunStatus.Completed, days: 59),
            ["own, very old"] = RunOf(own, RunStatus.Completed, days: 61),
            ["own, failed"] = RunOf(own, RunStatus.Failed, days: 2),
        };
        db.AddRange(runs.Values);
        db.AddRange(runs.Values.Where(run => run.StartedAt is not null).SelectMany(run => RecordsOf(run, 3, 10)));
        await db.SaveChangesAsync();

        await server.Services.GetRequiredService<RunPruner>().PruneAsync(default);

        var left = await db.Runs.Select(run => run.Id).ToListAsync();
        string[] expected =
        [
            "usual, yesterday", "usual, old, failed", "usual, very old, running", "usual, very old, queued", "usual, waited long", "own, old",
        ];
        Assert.Equal(expected, runs.Where(run => left.Contains(run.Value.Id)).Select(run => run.Key));
        Assert.Equal(5 * 3, await db.RunRecords.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfTooManyRunsTheOldestThatWentWellGoFirst(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Retention:Runs"] = "9" });
        await using var db = server.CreateDb();
        var own = await AddWorkflowAsync(server, db, "own", """ "settings":{"keep":{"runs":3}}, """);
        var usual = await AddWorkflowAsync(server, db, "usual", "");
        RunStatus[] ends = [RunStatus.Failed, RunStatus.Failed, RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, RunStatus.Completed];
        Run[] ofOwn = [.. ends.Select((end, i) => RunOf(own, end, days: 20 - i))];
        Run[] ofUsual = [.. Enumerable.Range(0, 80).Select(i => RunOf(usual, RunStatus.Completed, days: 1, took: TimeSpan.FromSeconds(i)))];
        db.AddRange([.. ofOwn, .. ofUsual, RunOf(usual, RunStatus.Waiting, days: 5)]);
        await db.SaveChangesAsync();

        await server.Services.GetRequiredService<RunPruner>().PruneAsync(default);

        Assert.Equal([0, 1, 4], await LeftAsync(db, ofOwn));
        Assert.Equal([74, 75, 76, 77, 78, 79], await LeftAsync(db, ofUsual));
        Assert.Equal(10, await db.Runs.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AWorkflowsRunsTakeNoMoreRoomThanItSays(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        await using var db = server.CreateDb();
        var own = await AddWorkflowAsync(server, db, "own", """ "settings":{"keep":{"megabytes":1}}, """);
        Run[] runs = [.. Enumerable.Range(0, 6).Select(i => RunOf(own, i < 2 ? RunStatus.Failed : RunStatus.Completed, days: 10 - i, bytes: 300_000))];
        db.AddRange(runs);
        await db.SaveChangesAsync();

        await server.Services.GetRequiredService<RunPruner>().PruneAsync(default);

        Assert.Equal([0, 1, 5], await LeftAsync(db, runs));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ADatabaseThatIsTooLargeLosesItsOldestRunsAndASqliteFileGetsSmaller(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Retention:Megabytes"] = "10" });
        await using var db = server.CreateDb();
        var usual = await AddWorkflowAsync(server, db, "usual", "");
        var text = $"\"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(15_000))}\"";
        Run[] runs = [.. Enumerable.Range(0, 30).Select(i => RunOf(usual, i % 10 == 0 ? RunStatus.Failed : RunStatus.Completed, days: 25, took: TimeSpan.FromMinutes(i), bytes: 60 * 15_256))];
        foreach (var run in runs)
        {
            db.Add(run);
            db.AddRange(RecordsOf(run, 60, text));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        var before = FileLength(server);
        await server.Services.GetRequiredService<RunPruner>().PruneAsync(default);

        var left = await LeftAsync(db, runs);
        Assert.Equal([0, 10, 20], left.Where(i => i % 10 == 0));
        Assert.True(left.Count is >= 8 and <= 13 && left.Where(i => i % 10 != 0).All(i => i >= 18), string.Join(' ', left));
        if (provider == DatabaseProvider.Sqlite)
        {
            Assert.InRange((await server.Services.GetRequiredService<DatabaseSpace>().UsedAsync(default))!.Value, 1L << 20, 11L << 20);
            Assert.True(FileLength(server) < before / 2, $"It had {before:N0} bytes and has {FileLength(server):N0}");
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatStepsWereAnsweredIsForgottenWhenTheirRunIsOver(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        await using var db = server.CreateDb();
        var usual = await AddWorkflowAsync(server, db, "usual", "");
        Run[] runs = [RunOf(usual, RunStatus.Completed, days: 1), RunOf(usual, RunStatus.Waiting, days: 1)];
        db.AddRange(runs);
        db.AddRange(runs.SelectMany(run => Enumerable.Range(0, 700).Select(i => new Receipt { RunId = run.Id, Fingerprint = $"{i}", Answer = "null" })));
        await db.SaveChangesAsync();

        await server.Services.GetRequiredService<RunPruner>().PruneAsync(default);

        Assert.Equal(700, await db.Receipts.CountAsync());
        Assert.All(await db.Receipts.AsNoTracking().ToListAsync(), answer => Assert.Equal(runs[1].Id, answer.RunId));
    }

    private static Task<Workflow> AddWorkflowAsync(WorkscriptServer server, WorkscriptDb db, string id, string more) =>
        Samples.AddWorkflowAsync(server, db, ApiClient.Definition("\"empty\"", id, more));

    private static Run RunOf(Workflow workflow, RunStatus status, int days, TimeSpan took = default, long bytes = 0)
    {
        var began = Now.AddDays(-days);
        // Ids sort by the time of acceptance.
        var run = Run.Enqueue(workflow, new RunStart(TriggerKind.Api, "ann"), took < TimeSpan.FromDays(1) ? began + took : began);
        var ending = new RunEnding("{}", 3, 0) { Bytes = bytes };
        _ = status switch
        {
            RunStatus.Waiting => run.TryStart("server", began) && run.TryWait(),
            RunStatus.Completed => run.TryStart("server", began) && run.TryComplete(ending, began + took),
            RunStatus.Failed => run.TryStart("server", began) && run.TryFail(ending, began + took),
            RunStatus.Cancelled => run.TryStart("server", began) && run.TryCancel(ending, began + took),
            _ => false,
        };
        return run;
    }

    private static IEnumerable<RunRecord> RecordsOf(Run run, int count, object value) => Enumerable.Range(1, count).Select(i => new RunRecord
    {
        RunId = run.Id,
        Sequence = i,
        Path = $"/workflow/{i}",
        Occurrence = 0,
        Step = "empty",
        Node = "empty",
        Edge = "success",
        Status = StepStatus.Completed,
        Attempt = 1,
        StartedAt = run.StartedAt!.Value,
        DurationMs = 1,
        Texts = new("[]", $"{value}"),
    });

    private static async Task<List<int>> LeftAsync(WorkscriptDb db, Run[] runs)
    {
        var left = await db.Runs.Select(run => run.Id).ToListAsync();
        return [.. runs.Select((run, i) => left.Contains(run.Id) ? i : -1).Where(i => i >= 0)];
    }

    private static long FileLength(WorkscriptServer server) => new FileInfo(Path.Combine(server.Data.Path, "workscript.db")) is { Exists: true } file ? file.Length : 0;
}
