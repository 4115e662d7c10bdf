using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Features.Runs.Search;
using Workscript.Web.Hosting;
using Workscript.Web.Live;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Workscript.Web.Features.Runs;

public static class RunsApi
{
    // A browser that reconnects after the end of a run is told to stop by 204, and knows that it was the end by this id.
    private const string EndId = "end";

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", ListAsync).RequireAuthorization(Access.Read)
            .WithSummary("Lists runs, the newest first")
            .WithDescription("`q` is what one can type on the page of runs: qualifiers such as `status:failed workflow:intake label.order:4711 since:2d`, and words. `text` are words: the "
                + "names, labels, errors, inputs and states of runs that are over or wait are searched.").Produces<ListAnswer<RunListItem>>().ProducesProblem(400);
        runs.MapGet("/{id}", GetAsync).RequireAuthorization(Access.Read)
            .WithSummary("Shows a run").Produces<RunAnswer>().ProducesProblem(404);
        runs.MapGet("/{id}/steps", ListStepsAsync).RequireAuthorization(Access.Read)
            .WithSummary("Lists what the steps of a run left behind, in order").Produces<ListAnswer<StepAnswer>>().ProducesProblem(404);
        runs.MapGet("/{id}/state", GetStateAsync).RequireAuthorization(Access.Read)
            .WithSummary("Shows the state of a run after a step").Produces<StateAnswer>().ProducesProblem(404);
        runs.MapGet("/{id}/state/history", GetHistoryAsync).RequireAuthorization(Access.Read)
            .WithSummary("Lists what changed a place in the state, such as `$.order.total`, the latest first: steps, edits before the run was tried again, its input")
            .WithDescription("`path` is the place; changes of what is in it and around it count. `at` leaves out what came after that step.")
            .Produces<ListAnswer<StateMomentAnswer>>().ProducesProblem(400).ProducesProblem(404);
        runs.MapGet("/{id}/events", StreamAsync).RequireAuthorization(Access.Read)
            .WithSummary("Streams the steps of a run as they are recorded, then its end")
            .Produces<string>(200, "text/event-stream").Produces(204).ProducesProblem(404);
    }

    internal static string Address(Run run) => $"/api/v1/runs/{run.Id}";

    private static async Task<IResult> ListAsync(
        WorkscriptDb db, RunSearch search, TimeProvider time,
        string? q, string? workflow, string? status, string? trigger, string? from, string? to, string? text, string? after, string? limit, CancellationToken cancellation)
    {
        var most = Query.Limit(limit);
        var filter = RunFilter.Of(workflow, status, trigger, from, to, text, after).And(Query.Runs("q", q, time.GetUtcNow()));
        var (items, next) = await search.PageAsync(filter, most, RunListItem.Of, cancellation);
        var labels = await db.LabelsOfAsync(items.Select(item => item.Id), cancellation);
        return TypedResults.Ok(new ListAnswer<RunListItem>([.. items.Select(item => item with { Labels = labels.Of(item.Id) })], next));
    }

    private static async Task<IResult> GetAsync(string id, WorkscriptDb db, RunTurns turns, CancellationToken cancellation) =>
        await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellation) is { } run
            ? TypedResults.Ok(RunAnswer.Of(run) with
            {
                WaitsFor = run.Status == RunStatus.Queued ? await turns.WaitsForAsync(id, cancellation) : null,
                Labels = (await db.LabelsOfAsync([id], cancellation)).Of(id),
            })
            : NotFound(id);

    private static async Task<IResult> ListStepsAsync(
        string id, WorkscriptDb db, RecordPages pages, string? after, string? limit, CancellationToken cancellation)
    {
        var most = Query.Limit(limit);
        var from = after is null ? 0 : Query.Number("after", after, 0, long.MaxValue);
        if (!await db.Runs.AnyAsync(r => r.Id == id, cancellation))
        {
            return NotFound(id);
        }

        // A page of large records is shorter than asked for, so it is the records themselves that tell whether there are more.
        var records = await pages.ReadAsync(id, from, most, cancellation);
        var last = records.Count == 0 ? from : records[^1].Sequence;
        var hasMore = records.Count > 0 && await db.RunRecords.AnyAsync(r => r.RunId == id && r.Sequence > last, cancellation);
        return TypedResults.Ok(new ListAnswer<StepAnswer>([.. records.Select(StepAnswer.Of)], hasMore ? $"{last}" : null));
    }

    private static async Task<IResult> GetStateAsync(string id, WorkscriptDb db, RunStates states, string? at, CancellationToken cancellation)
    {
        var sequence = at is null ? (long?)null : Query.Number("at", at, 0, long.MaxValue);
        if (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellation) is not { } run)
        {
            return NotFound(id);
        }

        return await states.FoldAsync(run, sequence, cancellation) is { } found
            ? TypedResults.Ok(new StateAnswer(found.Sequence, new(Json.Write(found.State))))
            : Problems.Of(StatusCodes.Status404NotFound, $"The run has no step {sequence}.");
    }

    private static async Task<IResult> GetHistoryAsync(
        string id, WorkscriptDb db, StateHistory history, string path, string? at, string? after, string? limit, CancellationToken cancellation)
    {
        var place = Query.Place("path", path);
        var most = Query.Limit(limit);
        var before = after is null ? long.MaxValue : Query.Number("after", after, 0, long.MaxValue);
        before = at is null ? before : Math.Min(before, Query.Number("at", at, 0, long.MaxValue - 1) + 1);
        if (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellation) is not { } run)
        {
            return NotFound(id);
        }

        var (moments, next) = await history.OfAsync(run, place, before, most, cancellation);
        return TypedResults.Ok(new ListAnswer<StateMomentAnswer>([.. moments.Select(StateMomentAnswer.Of)], next is null ? null : $"{next}"));
    }

    private static async Task<IResult> StreamAsync(
        string id, HttpContext context, WorkscriptDb db, RunFeed feed, TimeProvider time, IOptions<JsonOptions> json, CancellationToken cancellation)
    {
        if (!await db.Runs.AnyAsync(r => r.Id == id, cancellation))
        {
            return NotFound(id);
        }

        if (context.Request.Headers["Last-Event-ID"] == EndId)
        {
            return TypedResults.NoContent();
        }

        var events = feed.Watch(id, EventStream.LastSeen(context.Request), context.RequestAborted);
        await EventStream.WriteAsync(context, AsMessages(events, json.Value.SerializerOptions), time);
        return TypedResults.Empty;
    }

    private static async IAsyncEnumerable<string> AsMessages(
        IAsyncEnumerable<RunEvent> events, JsonSerializerOptions json, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var happened in events.WithCancellation(cancellation))
        {
            yield return happened switch
            {
                RunEvent.Recorded recorded => recorded.TextOf(record => EventStream.Message("step", $"{record.Sequence}", JsonSerializer.Serialize(StepAnswer.Of(record), json))),
                RunEvent.Ended ended => EventStream.Message("end", EndId, JsonSerializer.Serialize(RunEndAnswer.Of(RunAnswer.Of(ended.Run)), json)),
                _ => throw new InvalidOperationException($"There is no event {happened.GetType().Name}"),
            };
        }
    }

    internal static IResult NotFound(string id) => Problems.Of(StatusCodes.Status404NotFound, $"There is no run '{id}'.");
}
