using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The lanes of the queue, and whose turn it is. A run for which the function is true is set aside and not taken in. Not thread-safe.
/// </summary>
internal sealed class RunLanes(Func<QueuedRun, bool> isSetAside)
{
    public const int MostInLane = 64;

    private const int MostInAll = 1024;

    // Every so many turns goes to those of a lower priority, that they are not left waiting for good.
    private const int TurnsOfHigher = 8;

    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Dictionary<string, QueuedRun> _runs = [];
    private readonly LinkedList<Lane>[] _turns = [.. Enum.GetValues<RunPriority>().Select(_ => new LinkedList<Lane>())];
    private readonly Queue<Lane> _hungry = new();
    private long _taken;

    /// <summary>How many runs are in memory.</summary>
    public int Count => _runs.Count;

    /// <summary>Whether a lane is empty that may have more runs on disk.</summary>
    public bool HasGap => _hungry.Count > 0;

    public bool Has(string runId) => _runs.ContainsKey(runId);

    /// <summary>Takes in a run that is queued on disk, if its turn comes before those that are there only.</summary>
    public void Add(QueuedRun run)
    {
        var lane = Of(run.WorkflowId);
        if (lane.Rest is { } rest && run.Position >= rest)
        {
            // It comes to light behind the others; unless these are being read in this moment.
            lane.Missed = lane.Missed is { } missed && missed < run.Position ? missed : run.Position;
        }
        else
        {
            Take(lane, run);
            if (lane.Runs.Count > MostInLane || (Count > MostInAll && lane.Runs.Count > 1))
            {
                var last = lane.Runs.Max!;
                Remove(lane, last);
                lane.Leave(last.Position);
            }
        }

        Settle(lane);
    }

    /// <summary>Takes in a run wherever it stands.</summary>
    public void Insert(QueuedRun run)
    {
        var lane = Of(run.WorkflowId);
        Insert(lane, run);
        Settle(lane);
    }

    /// <summary>The run whose turn it is; null when there is none in memory.</summary>
    public QueuedRun? Next()
    {
        var lists = _turns.Where(list => list.Count > 0);
        var list = _taken % TurnsOfHigher == TurnsOfHigher - 1 ? lists.LastOrDefault() : lists.FirstOrDefault();
        return list?.First!.Value.Runs.Min;
    }

    /// <summary>Takes out a run that had its turn: its lane has the next one when all others had theirs.</summary>
    public void Turn(QueuedRun run)
    {
        var lane = Of(run.WorkflowId);
        Remove(lane, run);
        _taken++;
        if (lane.Turn is { List: { } list } turn)
        {
            list.Remove(turn);
            list.AddLast(turn);
        }
    }

    public void Remove(string runId)
    {
        if (_runs.TryGetValue(runId, out var run))
        {
            Remove(Of(run.WorkflowId), run);
        }
    }

    /// <summary>The next lane that is to be read on.</summary>
    public QueueGap.Lane? NextGap()
    {
        while (_hungry.TryDequeue(out var lane))
        {
            lane.IsHungry = false;
            if (lane is { Runs.Count: 0, Rest: { } from })
            {
                lane.Missed = null;
                return new(lane.WorkflowId, from);
            }

            Settle(lane);
        }

        return null;
    }

    public void Fill(string? workflowId, IReadOnlyList<QueuedRun> runs, bool hasMore)
    {
        var lane = Of(workflowId);
        lane.Rest = hasMore ? runs[^1].Position.Next : null;
        foreach (var run in runs)
        {
            if (lane.Runs.Count >= MostInLane)
            {
                lane.Leave(run.Position);
                break;
            }

            Take(lane, run);
        }

        if (lane.Missed is { } missed)
        {
            lane.Leave(missed);
        }

        Settle(lane);
    }

    /// <summary>Says that a lane could not be read.</summary>
    public void GiveBack(string? workflowId) => Settle(Of(workflowId));

    /// <summary>Says that the disk may have runs of the workflow that nobody told of.</summary>
    public void LookAgain(string? workflowId)
    {
        var lane = Of(workflowId);
        lane.Rest = QueuePosition.First;
        Settle(lane);
    }

    private Lane Of(string? workflowId)
    {
        if (!_lanes.TryGetValue(workflowId ?? "", out var lane))
        {
            _lanes[workflowId ?? ""] = lane = new(workflowId);
        }

        return lane;
    }

    private void Take(Lane lane, QueuedRun run)
    {
        if (!isSetAside(run))
        {
            Insert(lane, run);
        }
    }

    private void Insert(Lane lane, QueuedRun run)
    {
        if (_runs.TryAdd(run.Id, run))
        {
            lane.Runs.Add(run);
        }
    }

    private void Remove(Lane lane, QueuedRun run)
    {
        _runs.Remove(run.Id);
        lane.Runs.Remove(run);
        Settle(lane);
    }

    /// <summary>Puts a lane where it belongs by the first of its runs, or where more are read, or out of sight.</summary>
    private void Settle(Lane lane)
    {
        var list = lane.Runs.Min is { } first ? _turns[(int)first.Priority] : null;
        if (lane.Turn.List != list)
        {
            lane.Turn.List?.Remove(lane.Turn);
            list?.AddLast(lane.Turn);
        }

        if (list is not null || lane.IsHungry)
        {
            return;
        }

        if (lane.Rest is null)
        {
            _lanes.Remove(lane.WorkflowId ?? "");
        }
        else
        {
            lane.IsHungry = true;
            _hungry.Enqueue(lane);
        }
    }

    /// <summary>The runs of one workflow.</summary>
    private sealed class Lane
    {
        public Lane(string? workflowId)
        {
            WorkflowId = workflowId;
            Turn = new(this);
        }

        public string? WorkflowId { get; }

        public SortedSet<QueuedRun> Runs { get; } = new(Comparer<QueuedRun>.Create((a, b) => a.Position.CompareTo(b.Position)));

        /// <summary>All that stand before are in memory, or aside; from here on they are on disk. Null when there are none.</summary>
        public QueuePosition? Rest { get; set; }

        /// <summary>The first of those that were left to the disk since it was last asked.</summary>
        public QueuePosition? Missed { get; set; }

        /// <summary>Whether it stands among those of which more are to be read.</summary>
        public bool IsHungry { get; set; }

        public LinkedListNode<Lane> Turn { get; }

        public void Leave(QueuePosition position) => Rest = Rest is { } rest && rest < position ? rest : position;
    }
}
