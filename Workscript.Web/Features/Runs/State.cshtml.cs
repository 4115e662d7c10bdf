using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>The state of a run after one of its steps, and which steps set its keys.</summary>
public sealed class StateModel(WorkscriptDb db, RunStates states, StateHistory history) : PageModel
{
    private const int MostKeys = 200;
    private const int MostMoments = 50;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The step; the last one when it is not given.</summary>
    [BindProperty(SupportsGet = true)]
    public long? At { get; set; }

    /// <summary>The key whose changes are to be listed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    /// <summary>Lists the changes before this step.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public string WorkflowName { get; private set; } = "";

    public long Sequence { get; private set; }

    public long Last { get; private set; }

    public string? Step { get; private set; }

    public IReadOnlyList<StateMember> Members { get; private set; } = [];

    public int LeftOut { get; private set; }

    public IReadOnlyList<StateMoment> Moments { get; private set; } = [];

    public long? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == Id, cancellation) is not { } run
            || await states.FoldAsync(run, At, cancellation) is not { } found)
        {
            return NotFound();
        }

        WorkflowName = run.WorkflowName;
        Sequence = found.Sequence;
        Last = await db.RunRecords.Where(r => r.RunId == Id).MaxAsync(r => (long?)r.Sequence, cancellation) ?? 0;
        var step = await db.RunRecords.Where(r => r.RunId == Id && r.Sequence == Sequence).Select(r => new { r.Step, r.Branch }).FirstOrDefaultAsync(cancellation);
        Step = step?.Step;
        if (Key is { Length: > 0 } key)
        {
            (Moments, Next) = await history.OfAsync(run, StatePath.Key(key), Math.Min(Before ?? long.MaxValue, Sequence + 1), MostMoments, cancellation);
            return Page();
        }

        var shown = found.State.Take(MostKeys).ToList();
        var setters = await history.SettersAsync(run, Sequence, step?.Branch, shown.Select(member => member.Key), cancellation);
        Members = [.. shown.Select(member => new StateMember(member.Key, member.Value, setters.TryGetValue(member.Key, out var setter) ? setter : null))];
        LeftOut = found.State.Count - shown.Count;
        return Page();
    }
}

/// <summary>A key of the state, and what set it last, where that was not long ago.</summary>
public sealed record StateMember(string Key, Value Value, (long Sequence, StateOrigin Origin)? Setter);
