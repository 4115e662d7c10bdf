using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Who set what in the state of a run: its records, its edits and its input, looked through from the latest.</summary>
public sealed class StateHistory(IDbContextFactory<WorkscriptDb> databases, RunStates states)
{
    // Of keys that were set longer ago than this a page says nothing by itself.
    private const int MostSearched = 2_000;

    /// <summary>
    /// What changed a place in the state, or one in it or around it, the latest first: so many records, and the edits between them. <c>Next</c> is
    /// what to give as <paramref name="before"/> for those that follow; null at the end, where the input stands if it had the place.
    /// </summary>
    public async Task<(IReadOnlyList<StateMoment> Moments, long? Next)> OfAsync(Run run, StatePath path, long before, int limit, CancellationToken cancellation)
    {
        var moments = new List<StateMoment>();
        var edits = new Stack<StateEdit>(StateEdits.Read(run.Edits).Where(edit => edit.After < before));
        var found = 0;
        var last = before;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await foreach (var record in Changing(db, run.Id, path, before).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (Within(RecordText.ReadChanges(record.Texts.Changes), path) is not { Count: > 0 } changes)
            {
                continue;
            }

            if (found++ == limit)
            {
                return (moments, last);
            }

            AddEdits(run, path, edits, record.Sequence, moments);
            moments.Add(StateMoment.Of(record, changes));
            last = record.Sequence;
        }

        AddEdits(run, path, edits, 0, moments);
        if (Within(InputOf(await states.FirstAsync(run, cancellation)), path) is { Count: > 0 } first)
        {
            moments.Add(new(StateOrigin.Input, 0, run.CreatedAt, first) { By = run.TriggeredBy });
        }

        return (moments, null);
    }

    /// <summary>Which record, or which edit after it, set each key of the state last, as a branch saw it; 0 is the input. A key that was set long ago may be missing.</summary>
    public async Task<IReadOnlyDictionary<string, (long Sequence, StateOrigin Origin)>> SettersAsync(
        Run run, long at, string? branch, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var wanted = keys.ToHashSet(StringComparer.Ordinal);
        var setters = new Dictionary<string, (long, StateOrigin)>(StringComparer.Ordinal);
        var edits = new Stack<StateEdit>(StateEdits.Read(run.Edits).Where(edit => edit.After <= at && RunStates.IsSeenFrom(branch, edit.Branch)));
        var searched = 0;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await foreach (var record in RunStates.Seen(db, run.Id, 0, at, branch).OrderByDescending(r => r.Sequence).Take(MostSearched).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            searched++;
            Note(edits, record.Sequence);
            Take(RecordText.ReadChanges(record.Texts.Changes), record.Sequence, StateOrigin.Step);
            if (setters.Count == wanted.Count)
            {
                return setters;
            }
        }

        if (searched < MostSearched)
        {
            Note(edits, 0);
            Take(InputOf(await states.FirstAsync(run, cancellation)), 0, StateOrigin.Input);
        }

        return setters;

        void Note(Stack<StateEdit> earlier, long after)
        {
            while (earlier.TryPeek(out var edit) && edit.After >= after)
            {
                Take(earlier.Pop().Changes, edit.After, StateOrigin.Edit);
            }
        }

        void Take(IEnumerable<StateChange> changes, long sequence, StateOrigin origin)
        {
            foreach (var change in changes.Where(change => wanted.Contains(change.Path.Root)))
            {
                setters.TryAdd(change.Path.Root, (sequence, origin));
            }
        }
    }

    private static IQueryable<RunRecord> Changing(WorkscriptDb db, string runId, StatePath path, long before)
    {
        // What a key's changes begin with, where it is written without quotes; the rest is looked at one by one.
        var root = StatePath.Key(path.Root).ToString();
        var start = root.Contains('[') ? "\"path\":\"$[" : $"\"path\":\"{root}";
        return db.RunRecords.AsNoTracking()
            .Where(r => r.RunId == runId && r.Sequence < before && (r.Packed != null || r.Changes.Contains(start)))
            .OrderByDescending(r => r.Sequence);
    }

    private static void AddEdits(Run run, StatePath path, Stack<StateEdit> edits, long after, List<StateMoment> moments)
    {
        while (edits.TryPeek(out var edit) && edit.After >= after)
        {
            if (Within(edits.Pop().Changes, path) is { Count: > 0 } changes)
            {
                moments.Add(new(StateOrigin.Edit, edit.After, run.CreatedAt, changes) { By = run.TriggeredBy });
            }
        }
    }

    private static IEnumerable<StateChange> InputOf(State state) =>
        state.ToMap().Select(member => new StateChange(StatePath.Key(member.Key), member.Value));

    /// <summary>The changes of the place itself or of one below it. Of a change of what is around it, the part that is the place's.</summary>
    private static List<StateChange> Within(IEnumerable<StateChange> changes, StatePath path)
    {
        var within = new List<StateChange>();
        foreach (var change in changes)
        {
            if (path.Contains(change.Path))
            {
                within.Add(change);
            }
            else if (change.Path.Contains(path))
            {
                within.Add(new(path, ValuePath.Read(change.Value, path.Below[change.Path.Below.Length..])));
            }
        }

        return within;
    }
}

/// <summary>What can have set a place in the state.</summary>
public enum StateOrigin
{
    Step,

    /// <summary>Somebody, before the run was tried again.</summary>
    Edit,

    /// <summary>What the run was given, or its workflow's initial state.</summary>
    Input,
}

/// <summary>A moment in which a place in the state changed. A change whose value is missing removed it.</summary>
/// <param name="Sequence">The record of the step; the one that the edit follows; 0 for the input.</param>
public sealed record StateMoment(StateOrigin Origin, long Sequence, DateTime At, IReadOnlyList<StateChange> Changes)
{
    public string? Step { get; init; }

    public string? Node { get; init; }

    /// <summary>The step's JSON pointer.</summary>
    public string? Path { get; init; }

    public string? Branch { get; init; }

    /// <summary>Who gave the input, or made the edit.</summary>
    public string? By { get; init; }

    public static StateMoment Of(RunRecord record, IReadOnlyList<StateChange> changes) => new(StateOrigin.Step, record.Sequence, record.StartedAt, changes)
    {
        Step = record.Step,
        Node = record.Node,
        Path = record.Path,
        Branch = record.Branch,
    };
}
