using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Engine;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.NodeHosting;

/// <summary>What a step changes in the server's own database it changes once, whenever the server stops.</summary>
public sealed class OnceTests
{
    private const string Steps =
        """
        {"store":{"operation":"set","key":"n","value":7}},
        {"store":{"operation":"add","key":"n","value":1}},
        {"database":{"operation":"insert","table":"t","data":{"name":"Ann","n":1}}},
        {"database":{"operation":"update","table":"t","query":{"n":1},"data":{"n":2}}},
        {"database":{"operation":"delete","table":"t","query":{"n":2}}},
        {"store":{"operation":"delete","key":"n"}},
        {"store":{"operation":"add","key":"total","value":5}}
        """;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AStepWhoseRecordWasLostChangesNothingASecondTimeAndComesToTheSame(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var undisturbed = await RunAsync(world, new RunOptions { RunId = await AddRunAsync(world) });
        await world.Host.Store.DeleteAsync("t", "total", default, default);
        var journal = new ForgetfulJournal();
        var options = new RunOptions { RunId = await AddRunAsync(world), Journal = journal };

        for (var crash = 1; crash <= 7; crash++)
        {
            await Assert.ThrowsAsync<IOException>(() => RunAsync(world, options));
        }

        var result = await RunAsync(world, options);
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(5, result.State["storeValue"].AsDouble);
        Assert.Equal(undisturbed.State["dbUpdated"], result.State["dbUpdated"]);
        Assert.Equal(undisturbed.State["dbDeleted"], result.State["dbDeleted"]);
        Assert.Equal(["success", "success", "success", "success", "success", "success", "success"], journal.Kept.Select(record => record.Edge));
        Assert.Equal(5, (await world.Host.Store.GetAsync("t", "total", default)).AsDouble);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfOneStepAskingTwiceAtOnceOneIsHeard(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var by = new StepOfRun(await AddRunAsync(world), "/workflow/0#0");

        var sums = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            world.Host.Store.ChangeAsync("w", "hits", old => old.IsMissing ? 1 : old.AsDouble + 1, null, by, default)));

        Assert.Equal([1, 1, 1, 1, 1, 1], sums.Select(sum => sum.AsDouble));
        Assert.Equal(2, (await world.Host.Store.ChangeAsync("w", "hits", old => old.AsDouble + 1, null, by with { Step = "/workflow/0#1" }, default)).AsDouble);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AChangeThatFailsIsNotAnswered(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var by = new StepOfRun(await AddRunAsync(world), "/workflow/0#0");

        await Assert.ThrowsAsync<NodeException>(() => world.Host.Store.ChangeAsync("w", "k", _ => throw new NodeException("NO", "No"), null, by, default));

        Assert.Equal(3, (await world.Host.Store.ChangeAsync("w", "k", _ => 3, null, by, default)).AsDouble);
        await using var db = world.Open();
        Assert.Equal(1, await db.Receipts.CountAsync());
    }

    [Fact]
    public async Task ARunThatIsNotInTheDatabaseIsServedAsWell()
    {
        await using var world = await NodeWorld.CreateAsync();

        foreach (var run in new[] { "", "0123456789abcdef0123456789abcdef" })
        {
            Assert.Equal(RunOutcome.Completed, (await RunAsync(world, new RunOptions { RunId = run })).Outcome);
        }
    }

    private static async Task<string> AddRunAsync(NodeWorld world)
    {
        var run = Run.Enqueue("Test", Documents.With(Steps), new RunStart(TriggerKind.Api, "ann"), DateTime.UtcNow);
        await using var db = world.Open();
        db.Runs.Add(run);
        await db.SaveChangesAsync();
        return run.Id;
    }

    private static async Task<RunResult> RunAsync(NodeWorld world, RunOptions options)
    {
        var engine = new WorkflowEngine(host: world.Host);
        return await engine.RunAsync(engine.Read(Documents.With(Steps)).Program!, options, default);
    }

    /// <summary>Each process dies with the record of its first new step; the one after it executes that step again.</summary>
    private sealed class ForgetfulJournal : IJournal
    {
        private const int MostLost = 7;

        private int _lost;

        public List<StepRecord> Kept { get; } = [];

        public long Recorded => Kept.Count;

        public StepRecord? Find(StepKey key) => Kept.Find(record => record.Key == key);

        public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation)
        {
            if (Kept.Count == _lost && _lost < MostLost)
            {
                _lost++;
                throw new IOException("The process died");
            }

            Kept.Add(record);
            return ValueTask.CompletedTask;
        }

        public bool TakesAnswers => false;

        public OpenedStep? FindOpened(StepKey key) => null;

        public ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation) =>
            NoJournal.Instance.BeginWaitAsync(key, attempt, waiting, cancellation);
    }
}
