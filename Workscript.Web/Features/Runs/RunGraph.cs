using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;
using Workscript.Web.Features.Graphs;

namespace Workscript.Web.Features.Runs;

/// <summary>What each step of a workflow did in a run, however often: by one query that counts, whatever the number of records.</summary>
internal static class RunGraph
{
    public static async Task<Graph> OfAsync(WorkscriptDb db, RunView run, IReadOnlyList<OutlineStep> steps, CancellationToken cancellation)
    {
        var done = await db.RunRecords
            .Where(r => r.RunId == run.Id)
            .GroupBy(r => new { r.Path, r.Edge, r.Status })
            .Select(g => new Tally(g.Key.Path, g.Key.Edge, g.Key.Status, g.LongCount(), g.Max(r => r.Sequence)))
            .ToListAsync(cancellation);
        var open = run.IsFinal ? [] : await db.OpenSteps.Where(s => s.RunId == run.Id).Select(s => new { s.Path, s.Kind }).ToListAsync(cancellation);
        var tallies = done.ToLookup(tally => tally.Path);
        var states = open.GroupBy(step => step.Path).ToDictionary(group => group.Key, group => group.All(step => step.Kind == OpenKind.Effect) ? "running" : "waiting");

        var marks = new Dictionary<string, GraphMark>(StringComparer.Ordinal);
        foreach (var step in WithNested(steps))
        {
            if (MarkOf(run, step, tallies[step.Path].ToList(), states.GetValueOrDefault(step.Path)) is { } mark)
            {
                marks.Add(step.Path, mark);
            }
        }

        return new($"The steps of {run.WorkflowName}, as they ran", steps, $"/runs/{run.Id}/graph", _ => $"/runs/{run.Id}")
        {
            IsRun = true,
            ReachesEnd = run.Status == RunStatus.Completed,
            Marks = marks,
            Shown = [.. states.Keys, .. run is { Status: RunStatus.Failed, ErrorPath: { } path } ? [path] : Array.Empty<string>()],
        };
    }

    private static GraphMark? MarkOf(RunView run, OutlineStep step, List<Tally> tallies, string? open)
    {
        var isEnd = run.Status == RunStatus.Failed && run.ErrorPath == step.Path;
        if (tallies.Count == 0)
        {
            return open is null && !isEnd ? null : new() { State = open ?? "failed" };
        }

        var failed = tallies.Where(tally => tally.Status == StepStatus.Failed).ToList();
        return new()
        {
            State = open ?? (failed.Count > 0 || isEnd ? "failed" : "completed"),
            Count = tallies.Sum(tally => tally.Count),
            FailedCount = failed.Sum(tally => tally.Count),
            Taken = TakenOf(step, tallies),
            Href = $"/runs/{run.Id}/steps/{(failed.Count > 0 ? failed : tallies).Max(tally => tally.Last)}",
        };
    }

    private static Dictionary<string, long> TakenOf(OutlineStep step, List<Tally> tallies)
    {
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var tally in tallies)
        {
            // An edge that is named and leads nowhere is, like one that is not named, a way on.
            var edge = step.EdgeFor(tally.Edge) is { } named && (named.Steps.Count > 0 || named.JumpsTo is not null) ? named.Name : "";
            taken[edge] = taken.GetValueOrDefault(edge) + tally.Count;
        }

        return taken;
    }

    private static IEnumerable<OutlineStep> WithNested(IEnumerable<OutlineStep> steps) =>
        steps.SelectMany(step => WithNested(step.Edges.SelectMany(edge => edge.Steps)).Prepend(step));

    private sealed record Tally(string Path, string Edge, StepStatus Status, long Count, long Last);
}
