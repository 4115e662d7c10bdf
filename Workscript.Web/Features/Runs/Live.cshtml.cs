using System.Globalization;
using System.Net.ServerSentEvents;
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
public sealed class LiveModel(IDbContextFactory<WorkscriptDb> databases, ProgramCache programs, RunFeed feed, Fragments fragments, TimeProvider clock) : PageModel
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

        await using var db = await databases.CreateDbContextAsync(cancellation);
        var steps = await db.RunRecords
            .Where(r => r.RunId == Id && r.Sequence > After)
            .OrderBy(r => r.Sequence)
            .Take(MostPolled)
            .Select(RunStep.Of)
            .ToListAsync(cancellation);
        // The end is told only once all of its steps are.
        var isBehind = steps.Count == MostPolled;
        return Partial("_Progress", With(progress, steps, steps.Count > 0 ? steps[^1].Sequence : After, isBehind));
    }

    private async IAsyncEnumerable<SseItem<string>> Messages(RunProgress progress, long seen, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in feed.Watch(Id, seen, cancellation).InBatches(clock, cancellation))
        {
            seen = batch.Steps.Count > 0 ? batch.Steps[^1].Sequence : seen;
            if (batch.IsEnd || progress.Run.StartedAt is null)
            {
                progress = await FindAsync(cancellation) ?? progress;
            }

            var news = With(progress, Shown(batch.Steps), seen, isBehind: false);
            yield return new(await fragments.RenderAsync(PageContext, Progress, news), "progress") { EventId = seen.ToString(CultureInfo.InvariantCulture) };
            if (batch.IsEnd)
            {
                yield return new("", "end");
            }
        }
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
