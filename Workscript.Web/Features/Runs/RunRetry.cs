using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Tries runs again that are over. Each try is a run of its own, which takes over the records before the point where it goes on, so that their
/// steps are not executed again.
/// </summary>
public sealed class RunRetry(WorkscriptDb db, ProgramCache programs, WorkflowEngine engine, RunLauncher launcher, TimeProvider time)
{
    // How these runs failed, the step that is named had left its record already.
    private static readonly string[] FailedAfterRecord = [RunErrorCodes.StateLimit, RunErrorCodes.LoopLimit];

    public async Task<Retry> TryAsync(string runId, RetryWish wish, RunStart start, CancellationToken cancellation)
    {
        if (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == runId, cancellation) is not { } origin)
        {
            return new Retry.NotFound();
        }

        var (plan, refusal) = await PlanAsync(origin, wish.From, cancellation);
        if (plan is null)
        {
            return refusal!;
        }

        var current = wish.UsesCurrent ? await db.Workflows.AsNoTracking().FirstOrDefaultAsync(w => w.Id == origin.WorkflowId, cancellation) : null;
        if (await ReadAsync(origin, current, wish.UsesCurrent, cancellation) is not { } reading)
        {
            return new Retry.Refused(wish.UsesCurrent ? NoCurrent(origin) : $"Version {origin.Version} of the workflow '{origin.WorkflowId}' is no longer stored.");
        }

        if (!reading.IsValid)
        {
            return new Retry.Refused($"The workflow's definition is not valid: {reading.Errors.First().Message}.");
        }

        if (current is not null && current.Version != origin.Version && await FindMovedAsync(origin.Id, plan, reading.Program!, cancellation) is { } moved)
        {
            return new Retry.Refused(moved);
        }

        return plan.Kept == 0
            ? await LaunchAsync(origin, current, reading, start with { Input = Edit(origin, wish) }, new(0, null), cancellation)
            : await LaunchAsync(origin, current, reading, start with { Input = origin.Input }, Take(origin, plan, wish.Edits), cancellation);
    }

    /// <summary>Where a run would be taken up again; if nowhere, why not.</summary>
    public async Task<(RetryPlan? Plan, Retry? Refusal)> PlanAsync(Run origin, RetryFrom from, CancellationToken cancellation)
    {
        if (!origin.IsFinal)
        {
            return (null, new Retry.Refused($"The run is {origin.Status.ToString().ToLowerInvariant()}: wait for its end, or cancel it, before it is tried again."));
        }

        var last = await db.RunRecords.Where(r => r.RunId == origin.Id).MaxAsync(r => (long?)r.Sequence, cancellation) ?? 0;
        return from.Point switch
        {
            RetryPoint.Start => (RetryPlan.FromStart(last), null),
            RetryPoint.Usual when origin.Status != RunStatus.Failed => (RetryPlan.FromStart(last), null),
            RetryPoint.Failed when origin.Status == RunStatus.Completed => (null, new Retry.Refused("The run did not fail: it completed. Give the number of a step, or 'start'.")),
            RetryPoint.Usual or RetryPoint.Failed => (await PlanAsync(origin.Id, await FindFailedAsync(origin, last, cancellation) ?? last + 1, last, cancellation), null),
            RetryPoint.Step when from.Sequence > last => (null, new Retry.Unfit(last == 0 ? "The run has no steps: it can only be tried from the start." : $"The run has no step {from.Sequence}: its last is {last}.")),
            RetryPoint.Step => (await PlanAsync(origin.Id, from.Sequence, last, cancellation), null),
        };
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<RetryPlan> PlanAsync(string runId, long sequence, long last, CancellationToken cancellation)
    {
        var step = await db.RunRecords.Where(r => r.RunId == runId && r.Sequence == sequence).Select(r => new { r.Branch, r.Step }).FirstOrDefaultAsync(cancellation);
        return new(sequence - 1, last, step?.Branch, step?.Step);
    }

    /// <summary>The record of the step at which the run failed; null where it ended between two steps.</summary>
    private async Task<long?> FindFailedAsync(Run origin, long last, CancellationToken cancellation)
    {
        var records = db.RunRecords.Where(r => r.RunId == origin.Id);
        if (FailedAfterRecord.Contains(origin.ErrorCode) && await records.AnyAsync(r => r.Sequence == last && r.Path == origin.ErrorPath, cancellation))
        {
            return last;
        }

        var failed = await records
            .Where(r => r.Path == origin.ErrorPath && r.Status == StepStatus.Failed)
            .OrderByDescending(r => r.Sequence)
            .Select(r => new { r.Sequence, r.Branch })
            .FirstOrDefaultAsync(cancellation);
        // A step that was followed by others of its branch failed earlier, and the run got over it.
        return failed is null || await records.AnyAsync(r => r.Branch == failed.Branch && r.Sequence > failed.Sequence, cancellation) ? null : failed.Sequence;
    }

    private async Task<Reading?> ReadAsync(Run origin, Workflow? current, bool usesCurrent, CancellationToken cancellation)
    {
        if (usesCurrent)
        {
            return current is null ? null : await programs.ReadAsync(current.Id, current.Version, cancellation);
        }

        return origin.Definition is { } text ? engine.Read(text) : await programs.ReadAsync(origin.WorkflowId!, origin.Version!.Value, cancellation);
    }

    private static string NoCurrent(Run origin) => origin.WorkflowId is { } workflow
        ? $"The workflow '{workflow}' is no longer stored, so it has no current version: try again with the same one."
        : "The run's definition was not stored as a workflow, so it has no current version: try again with the same one.";

    /// <summary>What stands in the way of taking over records in another version.</summary>
    private async Task<string?> FindMovedAsync(string runId, RetryPlan plan, Engine.Definitions.Program program, CancellationToken cancellation)
    {
        var steps = await db.RunRecords
            .Where(r => r.RunId == runId && r.Sequence <= plan.Kept)
            .Select(r => new { r.Path, r.Step, r.Node })
            .Distinct()
            .ToListAsync(cancellation);
        var moved = steps
            .Where(step => !program.StepsByPath.TryGetValue(step.Path, out var now) || now != (step.Step, step.Node))
            .MinBy(step => step.Path, StringComparer.Ordinal);
        return moved is null
            ? null
            : $"In the current version the step '{moved.Step}' is no longer at {moved.Path}, so what it left cannot be taken over: try again from the start, or with the same version.";
    }

    private static string Edit(Run origin, RetryWish wish) =>
        wish.Edits.Count == 0 ? origin.Input : Json.Write(StateEdits.Apply(Json.Read(origin.Input).AsMap ?? ValueMap.Empty, wish.Edits));

    /// <summary>What the origin had taken over and edited itself, as far as it is before this point, stays so.</summary>
    private static RetriedRecords Take(Run origin, RetryPlan plan, IReadOnlyList<StateChange> edits)
    {
        var all = StateEdits.Read(origin.Edits).Where(edit => edit.After <= plan.Kept).ToList();
        if (edits.Count > 0)
        {
            all.Add(new(plan.Kept, plan.Branch, edits));
        }

        return new(plan.Kept, StateEdits.Write(all));
    }

    private async Task<Retry> LaunchAsync(
        Run origin, Workflow? current, Reading reading, RunStart start, RetriedRecords kept, CancellationToken cancellation)
    {
        try
        {
            return await launcher.RetryAsync(reading, start, given => Run.Retry(origin, current, given, kept, Now), cancellation) switch
            {
                Launch.Started started => new Retry.Started(started.Run),
                Launch.Refused { Setting: null } refused => new Retry.Unfit($"The workflow does not take this input: {Sentences(refused)}."),
                Launch.Refused refused => new Retry.Unfit($"The workflow's settings do not take this input: {Sentences(refused)}."),
                Launch.NoRoom noRoom => new Retry.Refused(noRoom.Shortage.Message),
                var other => throw new InvalidOperationException($"Another try came to {other.GetType().Name}"),
            };
        }
        catch (RecordsGoneException)
        {
            return new Retry.Refused("Records of the run were deleted in the meantime: try again from the start.");
        }
    }

    private static string Sentences(Launch.Refused refused) => string.Join("; ", refused.Problems.Select(problem => problem.Message));
}
