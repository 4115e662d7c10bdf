using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows;

/// <summary>The last runs of a workflow as small bars, oldest first: their height is how long they took beside the others.</summary>
public sealed class RunStrip(IReadOnlyList<StripRun> newestFirst)
{
    public const int Most = 30;
    public const int BarWidth = 4;
    public const int Pitch = 5;
    public const int Height = 22;

    private const int LeastHeight = 5;

    private readonly double _longest = newestFirst.Select(r => r.Seconds).DefaultIfEmpty().Max();

    public StripRun? Last => newestFirst.Count > 0 ? newestFirst[0] : null;

    /// <summary>In percent of the runs that ended by themselves; null when none has.</summary>
    public int? SuccessRate
    {
        get
        {
            var completed = newestFirst.Count(r => r.Status == RunStatus.Completed);
            var ended = completed + newestFirst.Count(r => r.Status == RunStatus.Failed);
            return ended == 0 ? null : completed * 100 / ended;
        }
    }

    public IEnumerable<StripBar> Bars => newestFirst.Reverse().Select((run, i) => new StripBar(run, (Most - newestFirst.Count + i) * Pitch, HeightOf(run)));

    private int HeightOf(StripRun run) =>
        _longest <= 0 ? LeastHeight : LeastHeight + (int)Math.Round((Height - LeastHeight) * Math.Sqrt(run.Seconds / _longest));

    /// <summary>The strips of these workflows, by one query that reads thirty index entries for each, however many runs there are.</summary>
    public static async Task<IReadOnlyDictionary<string, RunStrip>> OfAsync(WorkscriptDb db, IReadOnlyCollection<string> workflows, CancellationToken cancellation)
    {
        if (workflows.Count == 0)
        {
            return new Dictionary<string, RunStrip>();
        }

        var parts = workflows.Select((_, i) =>
            $"SELECT * FROM (SELECT Id, WorkflowId, Status, CreatedAt, StartedAt, FinishedAt FROM Runs WHERE WorkflowId = {{{i}}} AND `Trigger` <> 'test' ORDER BY Id DESC LIMIT {Most}) p{i}");
        var runs = await db.Runs.FromSqlRaw(string.Join(" UNION ALL ", parts), [.. workflows])
            .Select(r => new StripRun(r.Id, r.WorkflowId!, r.Status, r.CreatedAt, r.StartedAt, r.FinishedAt))
            .ToListAsync(cancellation);
        return workflows.ToDictionary(id => id, id => new RunStrip(runs.Where(r => r.WorkflowId == id).OrderByDescending(r => r.Id, StringComparer.Ordinal).ToList()));
    }
}

public sealed record StripRun(string Id, string WorkflowId, RunStatus Status, DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt)
{
    public double Seconds => FinishedAt is { } end && StartedAt is { } start ? (end - start).TotalSeconds : 0;

    public string Title => FinishedAt is null ? Status.Word : $"{Status.Word} in {Wording.Duration(TimeSpan.FromSeconds(Seconds))}, {Wording.Moment(CreatedAt)}";
}

public sealed record StripBar(StripRun Run, int X, int Height)
{
    public int Y => RunStrip.Height - Height;
}
