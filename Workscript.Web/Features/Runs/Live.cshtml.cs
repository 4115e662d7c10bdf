using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// A run as it goes on, as HTML that the run's page takes in: a stream whose event ids are the numbers of the steps, so that it goes on where it
/// broke off, or, for who cannot have a stream, one piece at a time.
/// </summary>
public sealed class LiveModel(IDbContextFactory<WorkscriptDb> databases, ProgramCache programs, LiveRooms rooms, Fragments fragments, TimeProvider clock) : PageModel
{
    private const string Progress = "/Features/Runs/_Progress.cshtml";
    private const int MostPolled = 500;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The number of the last step that is on the page already.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is not { } progress)
        {
            return NotFound();
        }

        await EventStream.WriteAsync(HttpContext, Messages(progress, Math.Max(After, EventStream.LastSeen(Request)), cancellation), clock);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnGetPollAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is not { } progress)
        {
            return NotFound();
        }

        var steps = await ReadAsync(After, long.MaxValue, cancellation);
        // The end is told only once all of its steps are.
        var isBehind = steps.Count == MostPolled;
        return Partial("_Progress", With(progress, steps, steps.Count > 0 ? steps[^1].Sequence : After, isBehind));
    }

    private async IAsyncEnumerable<string> Messages(RunProgress progress, long seen, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var visit = rooms.Enter(Id);
        while (true)
        {
            var (piece, until, isOver, changed) = visit.Room.LookAfter(seen);
            if (piece is not null)
            {
                progress = await piece.ProgressAsync(() => RefreshAsync(progress, piece));
                yield return await TextAsync(progress, piece, seen);
                seen = piece.Until;
                if (piece.IsEnd)
                {
                    yield return EventStream.Message("end", id: null, "");
                    yield break;
                }
            }
            else if (until > seen)
            {
                var steps = await ReadAsync(seen, until, cancellation);
                seen = steps.Count > 0 ? steps[^1].Sequence : until;
                yield return await WriteAsync(progress, steps, seen);
            }
            else if (isOver)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellation);
            }
        }
    }

    // Whoever asks first asks for all, and so must not give up.
    private async Task<RunProgress> RefreshAsync(RunProgress progress, LivePiece piece) =>
        piece.IsEnd || progress.Run.StartedAt is null ? await FindAsync(CancellationToken.None) ?? progress : progress;

    private Task<string> TextAsync(RunProgress progress, LivePiece piece, long seen)
    {
        // The last has what one may do with the run, which is not the same for everybody.
        if (progress.Run.IsFinal)
        {
            return WriteAsync(progress, [.. piece.Steps.Where(step => step.Sequence > seen)], piece.Until);
        }

        return piece.After == seen
            ? piece.TextAsync(() => WriteAsync(progress, piece.Steps, piece.Until))
            : WriteAsync(progress, [.. piece.Steps.Where(step => step.Sequence > seen)], piece.Until);
    }

    private async Task<string> WriteAsync(RunProgress progress, IReadOnlyList<RunStep> steps, long until)
    {
        var html = await fragments.RenderAsync(PageContext, Progress, With(progress, Shown(steps), until, isBehind: false));
        return EventStream.Message("progress", until.ToString(CultureInfo.InvariantCulture), html);
    }

    private async Task<List<RunStep>> ReadAsync(long after, long until, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.RunRecords
            .Where(r => r.RunId == Id && r.Sequence > after && r.Sequence <= until)
            .OrderBy(r => r.Sequence)
            .Take(MostPolled)
            .Select(RunStep.Of)
            .ToListAsync(cancellation);
    }

    // Beyond the first steps the page keeps only the last: what it would drop at once is not sent.
    private static IReadOnlyList<RunStep> Shown(IReadOnlyList<RunStep> steps) =>
        steps.Count <= RunModel.LastSteps ? steps : steps.Where((step, i) => step.Sequence <= RunModel.FirstSteps || i >= steps.Count - RunModel.LastSteps).ToList();

    private RunProgress With(RunProgress progress, IReadOnlyList<RunStep> steps, long lastSequence, bool isBehind)
    {
        var run = progress.Run with { Steps = Math.Max(progress.Run.Steps, lastSequence), Status = isBehind ? RunStatus.Running : progress.Run.Status };
        return progress with { Run = run, News = Timeline.Of(run, steps, progress.News.Names, clock.GetUtcNow().UtcDateTime) };
    }

    private async Task<RunProgress?> FindAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Runs.Where(r => r.Id == Id).Select(RunView.Of).FirstOrDefaultAsync(cancellation) is not { } run)
        {
            return null;
        }

        var workflowExists = run.WorkflowId is { } workflow && await db.Workflows.AnyAsync(w => w.Id == workflow, cancellation);
        var names = await programs.StepNamesAsync(run, cancellation);
        return new(run, Timeline.Of(run, [], names, clock.GetUtcNow().UtcDateTime), workflowExists);
    }
}
