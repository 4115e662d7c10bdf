using System.Linq.Expressions;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;

namespace Workscript.Web.Features.Runs;

/// <summary>A run as the API shows it. The state is there when the run is over.</summary>
public sealed record RunAnswer
{
    public required string Id { get; init; }

    /// <summary>The workflow's id; null for a definition that is not stored.</summary>
    public required string? Workflow { get; init; }

    public required string WorkflowName { get; init; }

    public required int? Version { get; init; }

    public required RunStatus Status { get; init; }

    public required TriggerKind Trigger { get; init; }

    public required string? TriggeredBy { get; init; }

    public required RawJson Input { get; init; }

    public required RawJson? State { get; init; }

    public required RunErrorAnswer? Error { get; init; }

    /// <summary>What its `label` steps put on it; absent where a run is answered in passing.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime? StartedAt { get; init; }

    public required DateTime? FinishedAt { get; init; }

    public required double? DurationMs { get; init; }

    public required long Steps { get; init; }

    /// <summary>Errors that no edge of the definition answered.</summary>
    public required int Warnings { get; init; }

    /// <summary>From 1; more when the server ended in the middle of the run.</summary>
    public required int Attempt { get; init; }

    /// <summary>The run that started this one with a step of its own; null when none did.</summary>
    public required string? Parent { get; init; }

    /// <summary>What a queued run waits for, in words: "3 runs before it", say. Null otherwise, and where a run is answered in passing.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>The run of which this is another try; null when it is not.</summary>
    public required string? RetryOf { get; init; }

    /// <summary>How many records were taken over from there, whose steps were not executed again.</summary>
    public required long RetriedAfter { get; init; }

    public static RunAnswer Of(Run run) => new()
    {
        Id = run.Id,
        Workflow = run.WorkflowId,
        WorkflowName = run.WorkflowName,
        Version = run.Version,
        Status = run.Status,
        Trigger = run.Trigger,
        TriggeredBy = run.TriggeredBy,
        Input = new(run.Input),
        State = RawJson.OrNull(run.State),
        Error = RunErrorAnswer.Of(run.ErrorCode, run.ErrorMessage, run.ErrorPath, run.ErrorNode),
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        DurationMs = (run.FinishedAt - run.StartedAt)?.TotalMilliseconds,
        Steps = run.Steps,
        Warnings = run.Warnings,
        Attempt = run.Attempt,
        Parent = run.ParentId,
        RetryOf = run.RetryOf,
        RetriedAfter = run.RetriedAfter,
    };
}

public sealed record RunErrorAnswer(string Code, string Message, string? Path, string? Node)
{
    public static RunErrorAnswer? Of(string? code, string? message, string? path, string? node) => code is null ? null : new(code, message ?? "", path, node);
}

/// <summary>A run as lists show it: without input and state.</summary>
public sealed record RunListItem(
    string Id, string? Workflow, string WorkflowName, int? Version, RunStatus Status, TriggerKind Trigger, string? TriggeredBy,
    RunErrorAnswer? Error, DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt, double? DurationMs, long Steps, int Warnings, string? Parent, string? RetryOf)
{
    public static Expression<Func<Run, RunListItem>> Of { get; } = run => new(
        run.Id, run.WorkflowId, run.WorkflowName, run.Version, run.Status, run.Trigger, run.TriggeredBy,
        RunErrorAnswer.Of(run.ErrorCode, run.ErrorMessage, run.ErrorPath, run.ErrorNode),
        run.CreatedAt, run.StartedAt, run.FinishedAt, Milliseconds(run.StartedAt, run.FinishedAt), run.Steps, run.Warnings, run.ParentId, run.RetryOf);

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    private static double? Milliseconds(DateTime? from, DateTime? to) => (to - from)?.TotalMilliseconds;
}

/// <summary>
/// What a step left behind. A change without a value removed the member; the output is null where nothing was handed over. The branch says in
/// which of several branches that ran at once the step ran; its changes are the branch's own.
/// </summary>
public sealed record StepAnswer(
    long Seq, string Path, int Occurrence, string? Branch, string Step, string Node, string Edge, StepStatus Status, int Attempt, DateTime StartedAt, double DurationMs,
    RawJson Changes, RawJson? Output, RawJson? Logs, StepErrorAnswer? Error, bool Pinned)
{
    public static StepAnswer Of(RunRecord record) => Of(record, record.Texts);

    private static StepAnswer Of(RunRecord record, RecordTexts texts) => new(
        record.Sequence, record.Path, record.Occurrence, record.Branch, record.Step, record.Node, record.Edge, record.Status, record.Attempt, record.StartedAt,
        record.DurationMs, new(texts.Changes), RawJson.OrNull(texts.Output), RawJson.OrNull(texts.Logs),
        record.ErrorMessage is null ? null : new(record.ErrorCode, record.ErrorMessage, record.Thrown, record.Unhandled), record.Pinned);
}

/// <summary>Why a step took its error edge. Unhandled: the definition names no such edge, and the run went on or failed.</summary>
public sealed record StepErrorAnswer(string? Code, string Message, bool Thrown, bool Unhandled);

/// <summary>The state after a step; before the first one, where <c>seq</c> is 0.</summary>
public sealed record StateAnswer(long Seq, RawJson State);

/// <summary>
/// A moment in which a place in the state changed. The origin says what did it: the step whose record is <c>seq</c>, an edit that was made after
/// that record before the run was tried again, or, where it is 0, the input. A change without a value removed the place.
/// </summary>
public sealed record StateMomentAnswer(
    StateOrigin Origin, long Seq, DateTime At, string? Step, string? Node, string? Path, string? Branch, string? By, RawJson Changes)
{
    public static StateMomentAnswer Of(StateMoment moment) => new(
        moment.Origin, moment.Sequence, moment.At, moment.Step, moment.Node, moment.Path, moment.Branch, moment.By, new(RecordText.WriteChanges(moment.Changes)));
}

/// <summary>The last event of a run's stream.</summary>
public sealed record RunEndAnswer(string Id, RunStatus Status, RunErrorAnswer? Error, double? DurationMs, long Steps)
{
    public static RunEndAnswer Of(RunAnswer run) => new(run.Id, run.Status, run.Error, run.DurationMs, run.Steps);
}

/// <summary>What to start a run with.</summary>
public sealed record RunRequest(RawJson? State = null, bool? Wait = null);

/// <summary>A definition to run without storing it, and the time that it may take.</summary>
public sealed record RunOnceRequest(RawJson Definition, RawJson? State = null, int? TimeoutMs = null);

/// <summary>
/// How to try a run again. <c>from</c> is the number of a step, <c>start</c> or <c>failed</c>; <c>version</c> is <c>same</c> or <c>current</c>; the
/// members of <c>state</c> replace those of the input, or of the state before the step, and null removes them.
/// </summary>
public sealed record RetryRequest(string? From = null, string? Version = null, RawJson? State = null);

/// <summary>Which runs to steer: by id, or by what a list of runs is filtered by.</summary>
public sealed record BulkRequest(IReadOnlyList<string>? Ids = null, BulkFilter? Filter = null);

/// <summary>As <see cref="BulkRequest"/>, and how to try each of them again: from <c>start</c> or <c>failed</c>, in the <c>same</c> or the <c>current</c> version.</summary>
public sealed record BulkRetryRequest(IReadOnlyList<string>? Ids = null, BulkFilter? Filter = null, string? From = null, string? Version = null);

/// <summary>What a list of runs can be filtered by.</summary>
public sealed record BulkFilter(
    string? Q = null, string? Workflow = null, string? Status = null, string? Trigger = null, string? From = null, string? To = null, string? Text = null);

/// <summary>What became of steering many runs: how many were meant, the ids of those that were started or asked to stop, and why others were not.</summary>
public sealed record BulkAnswer(int Matched, int Done, IReadOnlyList<string> Ids, IReadOnlyList<BulkProblem> Problems);

/// <summary>Why one of many runs was not steered.</summary>
public sealed record BulkProblem(string Id, string Detail);
