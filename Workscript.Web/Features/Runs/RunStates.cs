using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The state of a run after any of its steps: its first state, or the nearest snapshot, with the recorded changes applied one after the other,
/// and what somebody edited between them.
/// </summary>
public sealed class RunStates(IDbContextFactory<WorkscriptDb> databases, ProgramCache programs, WorkflowEngine engine)
{
    /// <summary>The state after a step, and that step's sequence number; after the last one when <paramref name="at"/> is null. Null when there is no such step.</summary>
    public async Task<(long Sequence, ValueMap State)?> FoldAsync(Run run, long? at, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (at is not { } sequence)
        {
            var last = await db.RunRecords.Where(r => r.RunId == run.Id).MaxAsync(r => (long?)r.Sequence, cancellation) ?? 0;
            return (last, await FoldAsync(run, last, branch: null, cancellation));
        }

        if (sequence == 0)
        {
            return (0, (await FirstAsync(run, cancellation)).ToMap());
        }

        var step = await db.RunRecords.Where(r => r.RunId == run.Id && r.Sequence == sequence).Select(r => new { r.Branch }).FirstOrDefaultAsync(cancellation);
        return step is null ? null : (sequence, await FoldAsync(run, sequence, step.Branch, cancellation));
    }

    /// <summary>The state after a record, as a branch saw it; null is outside of all.</summary>
    public async Task<ValueMap> FoldAsync(Run run, long at, string? branch, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (last, state) = await BeginAsync(db, run, at, cancellation);
        var edits = new Queue<StateEdit>(StateEdits.Read(run.Edits).Where(edit => edit.After >= last && edit.After <= at && IsSeenFrom(branch, edit.Branch)));
        await foreach (var record in Seen(db, run.Id, last, at, branch).OrderBy(r => r.Sequence).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            ApplyEdits(state, edits, before: record.Sequence);
            if (IsSeenFrom(branch, record.Branch))
            {
                Apply(state, RecordText.ReadChanges(record.Texts.Changes));
            }
        }

        ApplyEdits(state, edits, before: at + 1);
        return state.ToMap();
    }

    /// <summary>The state that a run begins with.</summary>
    public async Task<State> FirstAsync(Run run, CancellationToken cancellation)
    {
        var given = Json.Read(run.Input).AsMap ?? ValueMap.Empty;
        var reading = run.Definition is { } text ? engine.Read(text) : await programs.ReadAsync(run.WorkflowId!, run.Version!.Value, cancellation);
        // Of a workflow that was deleted, the initial state is gone with it; what the run was given is not.
        var definition = reading?.Definition;
        var state = new State(definition?.InitialState ?? ValueMap.Empty);
        state.Overlay(definition is null ? given : InputCheck.Check(definition, given).State);
        return state;
    }

    // A branch's name begins with the names of those around it. What other branches change is theirs, until the step that made them merges it.
    internal static bool IsSeenFrom(string? branch, string? recorded) => recorded is null || branch?.StartsWith(recorded, StringComparison.Ordinal) == true;

    internal static IQueryable<RunRecord> Seen(WorkscriptDb db, string runId, long after, long until, string? branch)
    {
        var records = db.RunRecords.AsNoTracking().Where(r => r.RunId == runId && r.Sequence > after && r.Sequence <= until);
        return branch is null ? records.Where(r => r.Branch == null) : records.Where(r => r.Branch == null || branch.StartsWith(r.Branch));
    }

    private async Task<(long Sequence, State State)> BeginAsync(WorkscriptDb db, Run run, long at, CancellationToken cancellation)
    {
        var nearest = await db.RunSnapshots.AsNoTracking()
            .Where(s => s.RunId == run.Id && s.Sequence <= at)
            .OrderByDescending(s => s.Sequence)
            .FirstOrDefaultAsync(cancellation);
        return nearest is null ? (0, await FirstAsync(run, cancellation)) : (nearest.Sequence, new State(Snapshots.Read(nearest.State)));
    }

    private static void ApplyEdits(State state, Queue<StateEdit> edits, long before)
    {
        while (edits.TryPeek(out var edit) && edit.After < before)
        {
            Apply(state, edits.Dequeue().Changes);
        }
    }

    private static void Apply(State state, IReadOnlyList<StateChange> changes)
    {
        foreach (var change in changes)
        {
            state.Apply(change);
        }
    }
}
