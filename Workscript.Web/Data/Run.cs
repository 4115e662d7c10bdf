using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>
/// One run of a version, or of a text that is not stored. Input, state and definition may be megabytes: a list never selects them.
/// </summary>
public sealed class Run
{
    public const int MaxErrorCode = 64;
    public const int MaxErrorMessage = 8_000;
    public const int MaxIdempotencyKey = 200;
    public const int MaxConcurrencyKey = 200;

    // A run that was there each time when the server died, and got nowhere in between, is likely to be why.
    private const int MostRecoveries = 3;

    private Run()
    {
    }

    /// <summary>32 hexadecimal digits that sort by the time of creation.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Null when the workflow is not stored; kept when it is deleted later.</summary>
    public string? WorkflowId { get; private set; }

    public string WorkflowName { get; private set; } = "";

    public int? Version { get; private set; }

    /// <summary>The text that runs, only where there is no version that has it.</summary>
    public string? Definition { get; private set; }

    public RunStatus Status { get; private set; }

    public TriggerKind Trigger { get; private set; }

    /// <summary>The person or the API key that started it.</summary>
    public string? TriggeredBy { get; private set; }

    /// <summary>The given state, as JSON.</summary>
    public string Input { get; private set; } = "{}";

    /// <summary>The state at the end, as JSON; null until then.</summary>
    public string? State { get; private set; }

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>The JSON pointer of the step where the run failed.</summary>
    public string? ErrorPath { get; private set; }

    public string? ErrorNode { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime? StartedAt { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    public long Steps { get; private set; }

    public int Warnings { get; private set; }

    /// <summary>How often the run was begun, from 1: more when the process before did not get to its end.</summary>
    public int Attempt { get; private set; } = 1;

    /// <summary>A second request with the same key gets this run instead of one of its own.</summary>
    public string? IdempotencyKey { get; private set; }

    public DateTime? CancelRequestedAt { get; private set; }

    /// <summary>The run that started this one with a step of its own. It may be gone by now.</summary>
    public string? ParentId { get; private set; }

    /// <summary>How many runs started each other until it came to this one.</summary>
    public int Depth { get; private set; }

    /// <summary>The process that works on it, while it runs.</summary>
    public string? Owner { get; private set; }

    /// <summary>How often it was taken over from a process that had died, since it last got further.</summary>
    public int Recoveries { get; private set; }

    /// <summary>How many records it had when it was taken over last.</summary>
    public long RecoveredAt { get; private set; }

    public RunPriority Priority { get; private set; }

    /// <summary>Of the runs that share it, only so many may be under way; null where there is no limit.</summary>
    public string? ConcurrencyKey { get; private set; }

    /// <summary>The run of which this is another try. It may be gone by now.</summary>
    public string? RetryOf { get; private set; }

    /// <summary>The records that were taken over from there; 0 where it began from the start.</summary>
    public long RetriedAfter { get; private set; }

    /// <summary>What was changed in the state between those, as JSON: <c>[{"after","branch","changes"}]</c>; null for nothing.</summary>
    public string? Edits { get; private set; }

    /// <summary>About how much of the database it takes with its records, once it is over.</summary>
    public long Bytes { get; private set; }

    public bool IsFinal => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    public static Run Enqueue(Workflow workflow, RunStart start, DateTime now) => Enqueue(workflow.Name, start, now, run =>
    {
        run.WorkflowId = workflow.Id;
        run.Version = workflow.Version;
    });

    /// <summary>A run of a text that is not stored: of nothing, or of a workflow's draft.</summary>
    public static Run Enqueue(string workflowName, string definition, RunStart start, DateTime now, string? workflowId = null) => Enqueue(workflowName, start, now, run =>
    {
        run.WorkflowId = workflowId;
        run.Definition = definition;
    });

    /// <summary>Another try of a run that is over. With a workflow it is of its current version, else of the text that the other was of.</summary>
    public static Run Retry(Run origin, Workflow? current, RunStart start, RetriedRecords kept, DateTime now) =>
        Enqueue(current?.Name ?? origin.WorkflowName, start, now, run =>
        {
            run.WorkflowId = origin.WorkflowId;
            run.Version = current?.Version ?? origin.Version;
            run.Definition = current is null ? origin.Definition : null;
            run.Trigger = current is null && origin.Trigger == TriggerKind.Test ? TriggerKind.Test : run.Trigger;
            run.RetryOf = origin.Id;
            run.RetriedAfter = kept.Count;
            run.Edits = kept.Edits;
        });

    private static Run Enqueue(string workflowName, RunStart start, DateTime now, Action<Run> identify)
    {
        var run = new Run
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            WorkflowName = Texts.Shorten(workflowName, Workflow.MaxName),
            Status = RunStatus.Queued,
            Trigger = start.Trigger,
            TriggeredBy = start.By,
            Input = start.Input,
            IdempotencyKey = start.IdempotencyKey,
            ParentId = start.Parent?.RunId,
            Depth = start.Parent?.Depth + 1 ?? 0,
            Priority = start.Priority,
            ConcurrencyKey = start.ConcurrencyKey,
            CreatedAt = now,
        };
        identify(run);
        return run;
    }

    /// <summary>Begins, or goes on, in the process that owns it from now on.</summary>
    public bool TryStart(string owner, DateTime now)
    {
        if (Status != RunStatus.Queued)
        {
            return false;
        }

        Status = RunStatus.Running;
        Owner = owner;
        StartedAt ??= now;
        return true;
    }

    /// <summary>Rests until what one of its steps waits for has come.</summary>
    public bool TryWait()
    {
        if (Status != RunStatus.Running)
        {
            return false;
        }

        Status = RunStatus.Waiting;
        Owner = null;
        return true;
    }

    /// <summary>Looks whether a run that was taken over from a dead process got further since the last time; false when it should not be tried any more.</summary>
    public bool TryRecover(long records)
    {
        if (Recoveries > 0 && records > RecoveredAt)
        {
            (Recoveries, RecoveredAt) = (1, records);
        }

        return Recoveries <= MostRecoveries;
    }

    public bool TryComplete(RunEnding ending, DateTime now) => TryEnd(RunStatus.Completed, ending, now);

    public bool TryFail(RunEnding ending, DateTime now) => TryEnd(RunStatus.Failed, ending, now);

    public bool TryCancel(RunEnding ending, DateTime now) => TryEnd(RunStatus.Cancelled, ending, now);

    /// <summary>Asks a run to stop. One that nobody works on is cancelled on the spot, having come to what is given.</summary>
    public bool TryRequestCancel(DateTime now, RunEnding? atRest = null)
    {
        if (IsFinal || (CancelRequestedAt is not null && Status == RunStatus.Running))
        {
            return false;
        }

        CancelRequestedAt ??= now;
        if (Status is RunStatus.Queued or RunStatus.Waiting)
        {
            TryCancel(atRest ?? RunEnding.AtRest(Input, 0), now);
        }

        return true;
    }

    private bool TryEnd(RunStatus status, RunEnding ending, DateTime now)
    {
        if (IsFinal)
        {
            return false;
        }

        Status = status;
        Owner = null;
        FinishedAt = now;
        State = ending.State;
        Steps = ending.Steps;
        Warnings = ending.Warnings;
        ErrorCode = ending.ErrorCode is { } code ? Texts.Shorten(code, MaxErrorCode) : null;
        ErrorMessage = ending.ErrorMessage is { } message ? Texts.Shorten(message, MaxErrorMessage) : null;
        ErrorPath = ending.ErrorPath;
        ErrorNode = ending.ErrorNode;
        Bytes = ending.Bytes + Input.Length + (Definition?.Length ?? 0) + ending.State.Length;
        return true;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Run>
    {
        public void Configure(EntityTypeBuilder<Run> run)
        {
            run.ToTable("Runs");
            run.Property(r => r.Id).HasMaxLength(32).IsUnicode(false);
            // No foreign key: a run outlives its workflow.
            run.Property(r => r.WorkflowId).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            run.Property(r => r.WorkflowName).HasMaxLength(Workflow.MaxName);
            run.Property(r => r.TriggeredBy).HasMaxLength(WorkscriptDb.MaxActor);
            run.Property(r => r.ErrorCode).HasMaxLength(MaxErrorCode);
            run.Property(r => r.ErrorMessage).HasMaxLength(MaxErrorMessage);
            run.Property(r => r.IdempotencyKey).HasMaxLength(MaxIdempotencyKey);
            run.Property(r => r.ParentId).HasMaxLength(32).IsUnicode(false);
            run.Property(r => r.Owner).HasMaxLength(32).IsUnicode(false);
            run.Property(r => r.ConcurrencyKey).HasMaxLength(MaxConcurrencyKey);
            run.Property(r => r.RetryOf).HasMaxLength(32).IsUnicode(false);
            // Every change of a run is an update of the status that was read, or none.
            run.Property(r => r.Status).IsConcurrencyToken();
            run.HasIndex(r => new { r.WorkflowId, r.Id });
            run.HasIndex(r => new { r.Status, r.Id });
            run.HasIndex(r => new { r.Trigger, r.Id });
            run.HasIndex(r => new { r.Status, r.WorkflowId, r.Priority, r.Id });
            run.HasIndex(r => new { r.ConcurrencyKey, r.Status, r.Priority, r.Id });
            run.HasIndex(r => r.RetryOf);
            run.HasIndex(r => new { r.WorkflowId, r.IdempotencyKey }).IsUnique();
        }
    }
}
