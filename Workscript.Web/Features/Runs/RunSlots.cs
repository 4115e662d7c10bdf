namespace Workscript.Web.Features.Runs;

/// <summary>Which runs are under way of those that share a concurrency key, and whether others wait for them to end. Not thread-safe.</summary>
internal sealed class RunSlots
{
    private readonly Dictionary<string, Slots> _keys = [];
    private readonly Dictionary<string, string> _held = [];

    // Keys of which runs were set aside, and of which others have ended since.
    private readonly Queue<Slots> _freed = new();

    public bool HasFreed => _freed.Count > 0;

    /// <summary>Takes a slot, or says that there is none for it now. A run that has one, or was begun with one, keeps it.</summary>
    public bool TryTake(QueuedRun run)
    {
        if (IsHeldUp(run))
        {
            return false;
        }

        Take(run);
        return true;
    }

    /// <summary>Takes a slot, beyond the limit if need be.</summary>
    public void Take(QueuedRun run)
    {
        if (run.Key is { } key)
        {
            Take(run.Id, key);
        }
    }

    public void Take(string runId, string key)
    {
        Of(key).Holders.Add(runId);
        _held[runId] = key;
    }

    public bool IsHeldUp(QueuedRun run) =>
        run.Key is { } key && !run.HasBegun && _keys.TryGetValue(key, out var slots) && slots.Holders.Count >= run.Limit && !slots.Holders.Contains(run.Id);

    /// <summary>Whether runs of the same key were here before and wait.</summary>
    public bool HasOthersAside(QueuedRun run) =>
        run.Key is { } key && !run.HasBegun && _keys.TryGetValue(key, out var slots) && slots.HasAside && !slots.Holders.Contains(run.Id);

    public bool IsHeldBy(string key, string runId) => _keys.TryGetValue(key, out var slots) && slots.Holders.Contains(runId);

    /// <summary>The runs that are under way with the key.</summary>
    public IReadOnlyCollection<string> Holders(string key) => _keys.TryGetValue(key, out var slots) ? slots.Holders : [];

    /// <summary>A run that holds a slot for which this one waits.</summary>
    public string? InTheWayOf(string runId, string key) =>
        _keys.TryGetValue(key, out var slots) && slots.HasAside && !slots.Holders.Contains(runId) ? slots.Holders.FirstOrDefault() : null;

    /// <summary>All runs that hold a slot for which others wait.</summary>
    public string[] InTheWay() => [.. _keys.Values.Where(slots => slots.HasAside).SelectMany(slots => slots.Holders)];

    /// <summary>Leaves a run to the queue on disk until one of its key has ended.</summary>
    public void SetAside(QueuedRun run)
    {
        var slots = Of(run.Key!);
        slots.HasAside = slots.HasNews = true;
        slots.Limit = run.Limit;
        if (slots.Holders.Count < run.Limit)
        {
            MarkFreed(slots);
        }
    }

    /// <summary>Gives a slot back; false when the run had none.</summary>
    public bool Release(string runId)
    {
        if (!_held.Remove(runId, out var key))
        {
            return false;
        }

        var slots = _keys[key];
        slots.Holders.Remove(runId);
        if (slots.HasAside)
        {
            MarkFreed(slots);
        }

        Forget(slots);
        slots.Freed?.TrySetResult();
        slots.Freed = null;
        return true;
    }

    /// <summary>Ends when a slot of the key was given back.</summary>
    public Task WhenFreed(string key) => (Of(key).Freed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The next key whose runs may come back, and how many are worth a look.</summary>
    public QueueGap.SameKey? NextFreed()
    {
        if (!_freed.TryDequeue(out var slots))
        {
            return null;
        }

        slots.IsFreed = slots.HasNews = false;
        // Those that have only just begun may still be shown as queued.
        return new(slots.Key, Math.Max(1, slots.Limit - slots.Holders.Count) + slots.Holders.Count);
    }

    /// <summary>Says that all runs that were set aside have come back, unless more were meanwhile, or some are left on disk.</summary>
    public void ComeBack(string key, bool hasMore)
    {
        if (!_keys.TryGetValue(key, out var slots))
        {
            return;
        }

        slots.HasAside = hasMore || slots.HasNews;
        if (slots.HasNews && slots.Holders.Count < slots.Limit)
        {
            MarkFreed(slots);
        }

        Forget(slots);
    }

    public void LookAgain(string key) => MarkFreed(Of(key));

    private Slots Of(string key)
    {
        if (!_keys.TryGetValue(key, out var slots))
        {
            _keys[key] = slots = new(key);
        }

        return slots;
    }

    private void MarkFreed(Slots slots)
    {
        if (!slots.IsFreed)
        {
            slots.IsFreed = true;
            _freed.Enqueue(slots);
        }
    }

    private void Forget(Slots slots)
    {
        if (slots is { Holders.Count: 0, HasAside: false, IsFreed: false })
        {
            _keys.Remove(slots.Key);
        }
    }

    private sealed class Slots(string key)
    {
        public string Key => key;

        public HashSet<string> Holders { get; } = [];

        /// <summary>As the runs say that were set aside.</summary>
        public int Limit { get; set; } = 1;

        /// <summary>Whether there may be runs on disk that are not in memory because of this key.</summary>
        public bool HasAside { get; set; }

        /// <summary>Whether one was set aside since the last look at the disk.</summary>
        public bool HasNews { get; set; }

        public bool IsFreed { get; set; }

        public TaskCompletionSource? Freed { get; set; }
    }
}
