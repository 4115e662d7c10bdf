namespace Workscript.Web.Features.Runs;

/// <summary>
/// Whose turn it is. Each workflow has a lane, in which the runs stand by priority and then by age; documents that are not stored share one. Of the
/// lanes with runs of the highest priority each has its turn, so that a long one holds up no other. Only the head of each lane is in memory: the rest,
/// and the runs that are held up by others of their concurrency key, are left to the queue on disk until it is time for them.
/// </summary>
public sealed class RunQueue
{
    private readonly Lock _lock = new();
    private readonly RunSlots _slots = new();
    private readonly RunLanes _lanes;
    private readonly SemaphoreSlim _news = new(0);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunQueue() => _lanes = new(SetAsideIfHeldUp);

    /// <summary>Ends when it is known which runs of earlier processes are under way.</summary>
    internal Task Opened => _opened.Task;

    /// <summary>How many runs it has in memory.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Takes note of the runs that are under way, and is open from then on.</summary>
    internal void Open(IEnumerable<(string Id, string Key)> underWay)
    {
        lock (_lock)
        {
            foreach (var (id, key) in underWay)
            {
                _slots.Take(id, key);
            }
        }

        _opened.TrySetResult();
    }

    /// <summary>Whether a new run may begin at once, past a queue in which nobody could. It then has its slot.</summary>
    internal bool TryPass(QueuedRun run)
    {
        lock (_lock)
        {
            return Opened.IsCompleted && _lanes is { Count: 0, HasGap: false } && !_slots.HasFreed && !_slots.HasOthersAside(run) && _slots.TryTake(run);
        }
    }

    /// <summary>Takes a slot for a run, whether or not its turn has come. Null when it has it, else the run that is in its way.</summary>
    internal string? TryReserve(QueuedRun run)
    {
        lock (_lock)
        {
            return _slots.TryTake(run) ? null : _slots.Holders(run.Key!).First();
        }
    }

    /// <summary>Takes a slot for a run once there is one, or at once where one of those that wait for it has one.</summary>
    internal async Task ReserveAsync(QueuedRun run, IEnumerable<string> waiting, CancellationToken cancellation)
    {
        while (TryShare(run, waiting) is { } freed)
        {
            await freed.WaitAsync(cancellation);
        }
    }

    /// <summary>Tells of a run that is queued on disk.</summary>
    internal void Add(QueuedRun run)
    {
        lock (_lock)
        {
            if (Opened.IsCompleted)
            {
                _lanes.Add(run);
                Tell();
            }
        }
    }

    /// <summary>Waits until there may be something to take; false when there was no such sign for so long.</summary>
    internal Task<bool> HasNewsAsync(TimeSpan patience, CancellationToken cancellation) => _news.WaitAsync(patience, cancellation);

    /// <summary>The run whose turn it is, with its slot; null when none in memory can begin now. Look for a <see cref="NextGap"/> before and after.</summary>
    internal QueuedRun? TryTake()
    {
        lock (_lock)
        {
            while (_lanes.Next() is { } run)
            {
                if (_slots.TryTake(run))
                {
                    _lanes.Turn(run);
                    return run;
                }

                _lanes.Remove(run.Id);
                _slots.SetAside(run);
            }

            return null;
        }
    }

    /// <summary>Takes note of a run that is over: it is not in the queue, and its slot is free.</summary>
    internal void Release(string runId)
    {
        lock (_lock)
        {
            _lanes.Remove(runId);
            if (_slots.Release(runId))
            {
                Tell();
            }
        }
    }

    /// <summary>Says that the disk may have queued runs of these workflows that nobody told of.</summary>
    internal void LookAgain(IEnumerable<string?> workflowIds)
    {
        lock (_lock)
        {
            foreach (var workflowId in workflowIds)
            {
                _lanes.LookAgain(workflowId);
            }
        }
    }

    /// <summary>What to read from disk next, and then to <see cref="Fill"/> or <see cref="GiveBack"/>. For one reader.</summary>
    internal QueueGap? NextGap()
    {
        lock (_lock)
        {
            return (QueueGap?)_slots.NextFreed() ?? _lanes.NextGap();
        }
    }

    /// <summary>Takes what was read, in its order; <paramref name="hasMore"/> says that there is more behind it.</summary>
    internal void Fill(QueueGap gap, IReadOnlyList<QueuedRun> runs, bool hasMore)
    {
        lock (_lock)
        {
            switch (gap)
            {
                case QueueGap.Lane(var workflowId, _):
                    _lanes.Fill(workflowId, runs, hasMore);
                    break;
                case QueueGap.SameKey(var key, _):
                    Fill(key, runs, hasMore);
                    break;
            }
        }
    }

    /// <summary>Says that a gap could not be read.</summary>
    internal void GiveBack(QueueGap gap)
    {
        lock (_lock)
        {
            switch (gap)
            {
                case QueueGap.Lane(var workflowId, _):
                    _lanes.GiveBack(workflowId);
                    break;
                case QueueGap.SameKey(var key, _):
                    _slots.LookAgain(key);
                    break;
            }
        }
    }

    internal bool Holds(Data.Run run)
    {
        lock (_lock)
        {
            return run.ConcurrencyKey is { } key && _slots.IsHeldBy(key, run.Id);
        }
    }

    /// <summary>A run for whose end one with this key has to wait; null when there is none.</summary>
    internal string? InTheWayOf(string runId, string key)
    {
        lock (_lock)
        {
            return _lanes.Has(runId) ? null : _slots.InTheWayOf(runId, key);
        }
    }

    /// <summary>All runs for whose end others have to wait.</summary>
    internal string[] InTheWay()
    {
        lock (_lock)
        {
            return _slots.InTheWay();
        }
    }

    /// <summary>Null when the run has a slot; else what to wait for.</summary>
    private Task? TryShare(QueuedRun run, IEnumerable<string> waiting)
    {
        lock (_lock)
        {
            if (run.Key is { } key && waiting.Any(id => _slots.IsHeldBy(key, id)))
            {
                // It would wait for one who waits for it.
                _slots.Take(run);
                return null;
            }

            return _slots.TryTake(run) ? null : _slots.WhenFreed(run.Key!);
        }
    }

    private void Fill(string key, IReadOnlyList<QueuedRun> runs, bool hasMore)
    {
        _slots.ComeBack(key, hasMore);
        foreach (var run in runs.Where(run => !_slots.IsHeldBy(key, run.Id)))
        {
            if (_slots.IsHeldUp(run))
            {
                _slots.SetAside(run);
                return;
            }

            _lanes.Insert(run);
        }
    }

    private void Tell()
    {
        if (_news.CurrentCount == 0)
        {
            _news.Release();
        }
    }

    private bool SetAsideIfHeldUp(QueuedRun run)
    {
        if (!_slots.IsHeldUp(run) && !_slots.HasOthersAside(run))
        {
            return false;
        }

        _slots.SetAside(run);
        return true;
    }
}
