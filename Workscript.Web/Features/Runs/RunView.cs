using System.Linq.Expressions;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>A run as its page shows it: of what may be large, the beginning and the size.</summary>
public sealed record RunView(
    string Id,
    string? WorkflowId,
    string WorkflowName,
    int? Version,
    RunStatus Status,
    TriggerKind Trigger,
    string? TriggeredBy,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    long Steps,
    int Warnings,
    int Attempt,
    string? ParentId,
    string? RetryOf,
    long RetriedAfter,
    DateTime? CancelRequestedAt,
    string? ErrorCode,
    string? ErrorMessage,
    string? ErrorPath,
    string? ErrorNode,
    string Input,
    int InputLength,
    string? State,
    int StateLength)
{
    public static Expression<Func<Run, RunView>> Of { get; } = run => new(
        run.Id,
        run.WorkflowId,
        run.WorkflowName,
        run.Version,
        run.Status,
        run.Trigger,
        run.TriggeredBy,
        run.CreatedAt,
        run.StartedAt,
        run.FinishedAt,
        run.Steps,
        run.Warnings,
        run.Attempt,
        run.ParentId,
        run.RetryOf,
        run.RetriedAfter,
        run.CancelRequestedAt,
        run.ErrorCode,
        run.ErrorMessage,
        run.ErrorPath,
        run.ErrorNode,
        run.Input.Substring(0, PrettyJson.Most),
        run.Input.Length,
        run.State == null ? null : run.State.Substring(0, PrettyJson.Most),
        run.State == null ? 0 : run.State.Length);

    /// <summary>What a queued run waits for, in words.</summary>
    public string? WaitsFor { get; init; }

    public bool IsFinal => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    public bool MayCancel => !IsFinal && CancelRequestedAt is null;

    public TimeSpan? Took => FinishedAt - StartedAt;
}

internal static class RunNames
{
    /// <summary>What the run's version calls its steps. One that is not stored, or no longer, gives no names.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> StepNamesAsync(this ProgramCache programs, RunView run, CancellationToken cancellation) =>
        (await programs.ProgramAsync(run, cancellation))?.StepNames ?? new Dictionary<string, string>();

    /// <summary>The program of the run's version; null when that is not stored, or no longer.</summary>
    public static async Task<Workscript.Engine.Definitions.Program?> ProgramAsync(this ProgramCache programs, RunView run, CancellationToken cancellation) =>
        run is { WorkflowId: { } workflow, Version: { } version } ? (await programs.ReadAsync(workflow, version, cancellation))?.Program : null;
}
