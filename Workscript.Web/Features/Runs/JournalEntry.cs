using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Something that must be on disk. Within a batch the kinds are written in the order in which they stand here, so that the order within a run
/// is kept; whoever wants to know awaits <see cref="Written"/>.
/// </summary>
internal abstract class JournalEntry
{
    private readonly TaskCompletionSource<bool> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True when the entry is on disk; false when it met a run that is not, or no longer, in the status that it presumes.</summary>
    public Task<bool> Written => _written.Task;

    /// <summary>How much text the entry carries, about.</summary>
    public virtual int Characters => 1_000;

    /// <summary>Whether it may be on disk already, from a commit that went wrong in an unknown way.</summary>
    public bool WasTried { get; set; }

    /// <summary>How often the connection broke while it was written alone. A server hangs up on what is too large for it, and does so again.</summary>
    public int Breaks { get; set; }

    /// <summary>What the statement found; valid once the batch is committed.</summary>
    public bool Applied { get; set; } = true;

    /// <summary>The journal of the run that it belongs to, while a server works on that.</summary>
    public virtual RunJournal? Journal => null;

    /// <summary>Whether it need not be written any more: nobody waits for it, or its run has failed.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>Takes it from those that wait to be written; false when it need not be.</summary>
    public virtual bool TryTake() => !IsAbandoned;

    public virtual void Committed() => _written.TrySetResult(Applied);

    public virtual void Failed(Exception failure) => _written.TrySetException(failure);

    /// <summary>Told that it was left out because it is abandoned.</summary>
    public void LeftOut() => _written.TrySetCanceled();

    /// <summary>A new run.</summary>
    public sealed class Created(Run run) : JournalEntry
    {
        private readonly Lock _lock = new();
        private bool _isTaken;
        private bool _isAbandoned;

        public Run Run => run;

        public override bool IsAbandoned
        {
            get
            {
                lock (_lock)
                {
                    return _isAbandoned;
                }
            }
        }

        public override int Characters => run.Input.Length + (run.Definition?.Length ?? 0);

        public override bool TryTake()
        {
            lock (_lock)
            {
                return _isTaken = !_isAbandoned;
            }
        }

        /// <summary>Says that nobody waits for it any more. False when it was taken, so that only the writer knows what becomes of it.</summary>
        public bool Abandon()
        {
            lock (_lock)
            {
                _isAbandoned = true;
                return !_isTaken;
            }
        }
    }

    /// <summary>A queued run that a worker takes. Its steps need not wait for this: records come after it, and effects come after those.</summary>
    public sealed class Begun(Run run, RunJournal journal) : JournalEntry
    {
        public Run Run => run;

        public override RunJournal Journal => journal;

        public override void Committed()
        {
            base.Committed();
            if (!Applied)
            {
                journal.Fail(new RunTakenException());
            }
        }

        public override void Failed(Exception failure)
        {
            base.Failed(failure);
            journal.Fail(failure);
        }
    }

    /// <summary>A step that has begun, or has come to another point without a record.</summary>
    public sealed class Opened(OpenStep step, RunJournal journal, bool replaces) : JournalEntry
    {
        public OpenStep Step => step;

        public override RunJournal Journal => journal;

        /// <summary>Whether there is a row of the step already.</summary>
        public bool Replaces => replaces;

        public override bool IsAbandoned => journal.Failure is not null;

        public override void Failed(Exception failure)
        {
            base.Failed(failure);
            journal.Fail(failure);
        }
    }

    /// <summary>What a step left behind. <paramref name="closes"/> stands for the open step that it was until then, if it was one.</summary>
    public sealed class Recorded(RunRecord record, RunJournal journal, string? closes) : JournalEntry
    {
        public RunRecord Record => record;

        public string? Closes => closes;

        public override RunJournal Journal => journal;

        public override int Characters => (int)record.Size;

        // A record after one that is missing would make the run's list a lie.
        public override bool IsAbandoned => journal.Failure is not null;

        public override void Committed() => journal.Committed(record.Sequence);

        public override void Failed(Exception failure) => journal.Fail(failure);
    }

    /// <summary>The state after a record, so that it need not be folded from the first. Nothing depends on it.</summary>
    public sealed class Snapshotted(RunSnapshot snapshot, RunJournal journal) : JournalEntry
    {
        public RunSnapshot Snapshot => snapshot;

        public override RunJournal Journal => journal;

        public override int Characters => snapshot.State.Length;

        public override bool IsAbandoned => journal.Failure is not null;
    }

    /// <summary>A run that rests until what its steps wait for has come.</summary>
    public sealed class Rested(Run run) : JournalEntry
    {
        public Run Run => run;
    }

    /// <summary>A run that is over.</summary>
    public sealed class Ended(Run run, bool hasOpenSteps) : JournalEntry
    {
        public Run Run => run;

        /// <summary>Whether steps of it are open on disk, and so must go.</summary>
        public bool HasOpenSteps => hasOpenSteps;

        public override int Characters => run.State?.Length ?? 0;
    }
}

/// <summary>The run was cancelled, or taken by another process, before this one could begin it.</summary>
internal sealed class RunTakenException() : Exception("The run is no longer in the queue");

/// <summary>A run was to take over records of another that has lost them in the meantime.</summary>
internal sealed class RecordsGoneException() : Exception("The records of the run that is tried again are no longer there");
