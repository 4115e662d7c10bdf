using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>What the last run of a workflow that came by a step had there, for whoever edits the step.</summary>
public sealed class StepHistory(WorkscriptDb db, RunStates states)
{
    private const int MostRuns = 20;
    private const int MostSteps = 10_000;

    /// <summary>The last time that a step came to be executed in one of the last runs; null when it did in none.</summary>
    internal async Task<StepMoment?> FindAsync(string workflowId, WrittenStep step, CancellationToken cancellation)
    {
        var runs = await db.Runs
            .Where(r => r.WorkflowId == workflowId && r.FinishedAt != null && r.Steps <= MostSteps)
            .OrderByDescending(r => r.Id)
            .Take(MostRuns)
            .Select(r => r.Id)
            .ToListAsync(cancellation);
        var found = await db.RunRecords
            .Where(r => runs.Contains(r.RunId) && r.Path == step.Path && r.Step == step.Key)
            .OrderByDescending(r => r.RunId).ThenBy(r => r.Sequence)
            .Select(r => new { r.RunId, r.Sequence, r.Branch, r.Edge, r.StartedAt })
            .FirstOrDefaultAsync(cancellation);
        if (found is null || await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == found.RunId, cancellation) is not { } run)
        {
            return null;
        }

        var before = await db.RunRecords.AsNoTracking().FirstOrDefaultAsync(r => r.RunId == found.RunId && r.Sequence == found.Sequence - 1, cancellation);
        return new(run.Id, found.Sequence, found.Edge, found.StartedAt)
        {
            State = await states.FoldAsync(run, found.Sequence - 1, found.Branch, cancellation),
            Given = before?.Texts.Output is { } output ? Json.Read(output) : Value.Missing,
        };
    }
}

/// <summary>A step of a run, and what it was executed with.</summary>
internal sealed record StepMoment(string RunId, long Sequence, string Edge, DateTime At)
{
    public required ValueMap State { get; init; }

    /// <summary>What was handed over along the edge that led there.</summary>
    public required Value Given { get; init; }
}
