using System.Linq.Expressions;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>A run as lists show it: what is small. Input, state and definition stay where they are.</summary>
public sealed record RunRow(
    string Id,
    string? WorkflowId,
    string WorkflowName,
    RunStatus Status,
    TriggerKind Trigger,
    string? TriggeredBy,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    long Steps,
    int Warnings,
    string? Error)
{
    private const int ErrorShown = 240;

    public static Expression<Func<Run, RunRow>> Of { get; } = run => new(
        run.Id,
        run.WorkflowId,
        run.WorkflowName,
        run.Status,
        run.Trigger,
        run.TriggeredBy,
        run.CreatedAt,
        run.StartedAt,
        run.FinishedAt,
        run.Steps,
        run.Warnings,
        run.ErrorMessage == null ? null : run.ErrorMessage.Substring(0, Math.Min(run.ErrorMessage.Length, ErrorShown)));

    public TimeSpan? Took => FinishedAt - StartedAt;

    public bool IsFinal => FinishedAt is not null;

    /// <summary>Where a list shows them.</summary>
    public IEnumerable<RunLabel> Labels { get; init; } = [];
}

public static class RunQueries
{
    extension(IQueryable<Run> runs)
    {
        /// <summary>Runs accepted since then. Their ids sort by time, so this is a range of the key.</summary>
        public IQueryable<Run> Since(DateTimeOffset time)
        {
            var first = FirstId(time);
            return runs.Where(r => string.Compare(r.Id, first) >= 0);
        }

        /// <summary>Runs accepted earlier than then.</summary>
        public IQueryable<Run> Before(DateTimeOffset time)
        {
            var first = FirstId(time);
            return runs.Where(r => string.Compare(r.Id, first) < 0);
        }

        public IQueryable<Run> FailedSince(DateTimeOffset time) => runs.Where(r => r.Status == RunStatus.Failed).Since(time);

        public IQueryable<Run> Unfinished() => runs.Where(r => r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting);
    }

    // The first twelve digits of a version 7 id are its milliseconds.
    internal static string FirstId(DateTimeOffset time) => Guid.CreateVersion7(time).ToString("N")[..12];
}
