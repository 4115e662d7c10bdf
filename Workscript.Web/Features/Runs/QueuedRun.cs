using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>A run that waits for its turn, in a few words: what it is given stays on disk, unless it is small and was at hand anyway.</summary>
internal sealed record QueuedRun(string Id, string? WorkflowId, RunPriority Priority)
{
    private const int MostCharactersAtHand = 8 * 1024;

    /// <summary>Of the runs with this key only <see cref="Limit"/> may be under way at once. Null: it is held up by no other.</summary>
    public string? Key { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Whether it was begun before, and so holds its slot.</summary>
    public bool HasBegun { get; init; }

    /// <summary>The run itself; null when it must be read first.</summary>
    public ReadyRun? Ready { get; init; }

    public QueuePosition Position => new(Priority, Id);

    public static QueuedRun Of(ReadyRun ready)
    {
        var run = ready.Run;
        return new(run.Id, run.WorkflowId, run.Priority)
        {
            Key = run.ConcurrencyKey,
            Limit = ready.Program?.Definition.Settings.Concurrency ?? 1,
            HasBegun = run.StartedAt is not null,
            Ready = run.Input.Length + (run.Definition?.Length ?? 0) <= MostCharactersAtHand ? ready : null,
        };
    }
}

/// <summary>Where a run stands in its lane: by its priority, then by its age.</summary>
internal readonly record struct QueuePosition(RunPriority Priority, string Id) : IComparable<QueuePosition>
{
    /// <summary>Before all others.</summary>
    public static QueuePosition First => new(RunPriority.Awaited, "");

    /// <summary>Behind this one and before the next: ids are of one length.</summary>
    public QueuePosition Next => this with { Id = Id + "0" };

    public int CompareTo(QueuePosition other) => Priority == other.Priority ? string.CompareOrdinal(Id, other.Id) : Priority.CompareTo(other.Priority);

    public static bool operator <(QueuePosition left, QueuePosition right) => left.CompareTo(right) < 0;

    public static bool operator >(QueuePosition left, QueuePosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(QueuePosition left, QueuePosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(QueuePosition left, QueuePosition right) => left.CompareTo(right) >= 0;
}

/// <summary>Runs in the queue on disk that it is time to know of.</summary>
internal abstract record QueueGap
{
    private QueueGap()
    {
    }

    /// <summary>Those of a workflow, from a position on.</summary>
    public sealed record Lane(string? WorkflowId, QueuePosition From) : QueueGap;

    /// <summary>The next of those that share a key, none of which was begun before.</summary>
    public sealed record SameKey(string Key, int Count) : QueueGap;
}
