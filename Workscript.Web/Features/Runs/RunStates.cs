using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>The state of a run after any of its steps: its first state, with the recorded changes applied one after the other.</summary>
public sealed class RunStates(WorkscriptDb db, ProgramCache programs, RecordPages pages, WorkflowEngine engine)
{
    /// <summary>The state after a step, and that step's sequence number; after the last one when <paramref name="at"/> is null. Null when there is no such step.</summary>
    public async Task<(long Sequence, ValueMap State)?> FoldAsync(Run run, long? at, CancellationToken cancellation)
    {
        var branch = "";
        if (at > 0)
        {
            if (await db.RunRecords.Where(r => r.RunId == run.Id && r.Sequence == at).Select(r => new { r.Branch }).FirstOrDefaultAsync(cancellation) is not { } step)
            {
                return null;
            }

            branch = step.Branch ?? "";
        }

        var state = await FirstAsync(run, cancellation);
        var last = 0L;
        while (last < (at ?? long.MaxValue) && await pages.ReadAsync(run.Id, last, RecordPages.MostRecords, cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page.Where(record => record.Sequence <= (at ?? long.MaxValue) && IsSeenFrom(branch, record.Branch)))
            {
                Apply(state, record);
            }

            last = Math.Min(page[^1].Sequence, at ?? long.MaxValue);
        }

        return (last, state.ToMap());
    }

    private async Task<State> FirstAsync(Run run, CancellationToken cancellation)
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
    private static bool IsSeenFrom(string branch, string? recorded) => recorded is null || branch.StartsWith(recorded, StringComparison.Ordinal);

    private static void Apply(State state, RunRecord record)
    {
        foreach (var change in RecordText.ReadChanges(record.Texts.Changes))
        {
            state.Apply(change);
        }
    }
}
