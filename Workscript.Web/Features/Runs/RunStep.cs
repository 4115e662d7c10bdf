using System.Linq.Expressions;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>A record as the timeline shows it, without what it changed and handed over.</summary>
public sealed record RunStep(
    string RunId,
    long Sequence,
    string Path,
    int Occurrence,
    string Step,
    string Node,
    string Edge,
    StepStatus Status,
    int Attempt,
    DateTime StartedAt,
    double DurationMs,
    bool HasLogs,
    string? ErrorMessage,
    bool Unhandled)
{
    public const int DeepestShown = 5;

    private const int ErrorShown = 400;

    private static readonly Func<RunRecord, RunStep> Project = Expression().Compile();

    /// <summary>Made in the database.</summary>
    public static Expression<Func<RunRecord, RunStep>> Of { get; } = Expression();

    /// <summary>How many edges the step hangs on.</summary>
    public int Depth => Math.Min(DeepestShown, Path.Split('/').Count(part => part.EndsWith('?')));

    /// <summary>Made of a record that is at hand.</summary>
    public static RunStep From(RunRecord record) => Project(record);

    private static Expression<Func<RunRecord, RunStep>> Expression() => record => new(
        record.RunId,
        record.Sequence,
        record.Path,
        record.Occurrence,
        record.Step,
        record.Node,
        record.Edge,
        record.Status,
        record.Attempt,
        record.StartedAt,
        record.DurationMs,
        record.Logs != null,
        record.ErrorMessage == null ? null : record.ErrorMessage.Substring(0, Math.Min(record.ErrorMessage.Length, ErrorShown)),
        record.Unhandled);
}
