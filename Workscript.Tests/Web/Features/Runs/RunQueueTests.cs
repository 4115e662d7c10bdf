using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Whose turn it is, by the queue alone. The disk is a list here.</summary>
public sealed class RunQueueTests
{
    private readonly RunQueue _queue = new();
    private readonly List<QueuedRun> _disk = [];

    public RunQueueTests() => _queue.Open([]);

    [Fact]
    public void TheOldestRunOfAWorkflowComesFirstAndAnAwaitedOneBeforeIt()
    {
        Add("a", 2);
        Add("a", 1);
        Add("a", 3, RunPriority.Bulk);
        Add("a", 4, RunPriority.Awaited);

        Assert.Equal(["a4", "a1", "a2", "a3"], TakeAll());
    }

    [Fact]
    public void WorkflowsHaveTheirTurnsHoweverLongTheirLanesAre()
    {
        AddMany("long", 10_000);
        Add("short", 1);
        Add("short", 2);
        Add("other", 1);

        Assert.Equal(["long0001", "short1", "other1", "long0002", "short2", "long0003"], Take(6));
    }

    [Fact]
    public void WhatIsAwaitedComesFirstInAnyLaneButNotForEver()
    {
        Add("bulk", 1, RunPriority.Bulk);
        for (var i = 1; i < 10; i++)
        {
            Add("page", i, RunPriority.Awaited);
        }

        var order = TakeAll();

        Assert.All(order.Take(5), id => Assert.StartsWith("page", id, StringComparison.Ordinal));
        Assert.NotEqual("bulk1", order[^1]);
    }

    [Fact]
    public void OfALongLaneOnlyTheHeadIsInMemoryAndTheOrderIsThatOfTheDisk()
    {
        AddMany("a", 1_000);
        Assert.Equal(RunLanes.MostInLane, _queue.Count);
        Add("a", "a1001", RunPriority.Awaited);

        Assert.Equal(RunLanes.MostInLane, _queue.Count);
        Assert.Equal(["a1001", .. Enumerable.Range(1, 1_000).Select(i => $"a{i:D4}")], TakeAll());
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void ARunThatIsQueuedWhileTheDiskIsReadIsNotOverlooked()
    {
        AddMany("a", 100);
        Take(RunLanes.MostInLane);
        var gap = _queue.NextGap()!;
        var (page, hasMore) = Read(gap, 50);

        Add("a", "a0101", RunPriority.Normal);
        Add("a", "a0102", RunPriority.Awaited);
        _queue.Fill(gap, page, hasMore);

        Assert.Equal(Enumerable.Range(65, 38).Select(i => $"a{i:D4}"), TakeAll().Order());
    }

    [Fact]
    public void RunsOfAKeyHaveTheirTurnsOneAfterTheOther()
    {
        for (var i = 1; i <= 3; i++)
        {
            Add("a", i, key: "x");
        }

        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal([$"a{i}"], TakeAll());
            End($"a{i}");
        }

        Assert.Empty(TakeAll());
    }

    [Fact]
    public void AKeyMayHaveSeveralRunsUnderWay()
    {
        for (var i = 1; i <= 5; i++)
        {
            Add("a", i, key: "x", limit: 2);
        }

        Assert.Equal(["a1", "a2"], TakeAll());
        End("a2");
        Assert.Equal(["a3"], TakeAll());
        End("a1");
        End("a3");
        Assert.Equal(["a4", "a5"], TakeAll());
    }

    [Fact]
    public void RunsThatAreHeldUpByTheirKeyHoldUpNoOthersAndTakeNoMemory()
    {
        AddMany("a", 1_000, key: "x");
        Add("a", 1_001, key: "y");
        Add("a", 1_002);
        Add("b", 1);

        Assert.Equal(["a0001", "a1001", "a1002", "b1"], TakeAll().Order());
        Assert.Equal(0, _queue.Count);
        Assert.False(_queue.TryPass(new("a9", "a", RunPriority.Normal) { Key = "x", Limit = 1 }));
        Assert.True(_queue.TryPass(new("a9", "a", RunPriority.Normal) { Key = "z", Limit = 1 }));
        Assert.Equal("a0001", _queue.InTheWayOf("a0500", "x"));
    }

    [Fact]
    public void ANewRunDoesNotOvertakeThoseThatWaitForItsKey()
    {
        Add("a", 1, key: "x");
        Add("a", 2, key: "x");
        Assert.Equal(["a1"], TakeAll());

        End("a1");
        Assert.False(_queue.TryPass(new("a3", "a", RunPriority.Normal) { Key = "x", Limit = 1 }));
        Add("a", 3, key: "x");

        Assert.Equal(["a2"], TakeAll());
    }

    [Fact]
    public void ARunThatWasBegunBeforeHasItsSlotStill()
    {
        var queue = new RunQueue();
        queue.Open([("a1", "x")]);
        queue.Add(new("a2", "a", RunPriority.Normal) { Key = "x", Limit = 1 });
        queue.Add(new("a1", "a", RunPriority.Normal) { Key = "x", Limit = 1, HasBegun = true });

        Assert.Equal("a1", queue.TryTake()?.Id);
        Assert.Null(queue.TryTake());
        Assert.Equal("a1", queue.TryReserve(new("a3", "a", RunPriority.Normal) { Key = "x", Limit = 1 }));
    }

    [Fact]
    public void ARunThatWasCancelledInTheQueueLeavesIt()
    {
        Add("a", 1, key: "x");
        Add("a", 2, key: "x");

        End("a1");

        Assert.Equal(["a2"], TakeAll());
    }

    [Fact]
    public void NobodyPassesWhileOthersAreInTheQueue()
    {
        Assert.True(_queue.TryPass(new("b1", "b", RunPriority.Awaited)));
        Add("a", 1);
        Assert.False(_queue.TryPass(new("b2", "b", RunPriority.Awaited)));
        TakeAll();
        Assert.True(_queue.TryPass(new("b3", "b", RunPriority.Awaited)));
        Assert.False(new RunQueue().TryPass(new("b4", "b", RunPriority.Awaited)));
    }

    [Fact]
    public async Task AChildDoesNotWaitForASlotThatItsOwnParentHas()
    {
        Assert.True(_queue.TryPass(new("parent", "a", RunPriority.Normal) { Key = "x", Limit = 1 }));

        await _queue.ReserveAsync(new("child", "a", RunPriority.Awaited) { Key = "x", Limit = 1 }, ["middle", "parent"], default);

        var stranger = _queue.ReserveAsync(new("stranger", "a", RunPriority.Awaited) { Key = "x", Limit = 1 }, ["other"], default);
        _queue.Release("child");
        Assert.False(stranger.IsCompleted);
        _queue.Release("parent");
        await stranger;
    }

    private void AddMany(string workflow, int count, string? key = null)
    {
        for (var i = 1; i <= count; i++)
        {
            Add(workflow, $"{workflow}{i:D4}", RunPriority.Normal, key, 1);
        }
    }

    private void Add(string workflow, int number, RunPriority priority = RunPriority.Normal, string? key = null, int limit = 1) =>
        Add(workflow, $"{workflow}{number}", priority, key, limit);

    private void Add(string workflow, string id, RunPriority priority, string? key = null, int limit = 1)
    {
        var run = new QueuedRun(id, workflow, priority) { Key = key, Limit = limit };
        _disk.Add(run);
        _queue.Add(run);
    }

    private void End(string id)
    {
        _disk.RemoveAll(run => run.Id == id);
        _queue.Release(id);
    }

    private List<string> TakeAll() => Take(int.MaxValue);

    private List<string> Take(int most)
    {
        var taken = new List<string>();
        var isOver = false;
        while (taken.Count < most)
        {
            if (_queue.NextGap() is { } gap)
            {
                var (page, hasMore) = Read(gap, 50);
                _queue.Fill(gap, page, hasMore);
            }
            else if (_queue.TryTake() is { } run)
            {
                _disk.RemoveAll(queued => queued.Id == run.Id);
                taken.Add(run.Id);
                isOver = false;
            }
            else if (isOver)
            {
                break;
            }
            else
            {
                isOver = true;
            }
        }

        return taken;
    }

    private (List<QueuedRun> Page, bool HasMore) Read(QueueGap gap, int most)
    {
        var rest = gap switch
        {
            QueueGap.Lane lane => _disk.Where(run => run.WorkflowId == lane.WorkflowId && run.Position >= lane.From),
            QueueGap.SameKey same => _disk.Where(run => run.Key == same.Key && !run.HasBegun),
            _ => [],
        };
        var limit = gap is QueueGap.SameKey { Count: var count } ? count : most;
        var page = rest.OrderBy(run => run.Position).Take(limit).ToList();
        return (page, page.Count == limit);
    }
}
