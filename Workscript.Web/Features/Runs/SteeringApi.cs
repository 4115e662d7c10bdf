using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Runs;

/// <summary>The routes that cancel runs and try them again, one or many.</summary>
public static class SteeringApi
{
    private const int MostIds = 1_000;

    private static readonly string[] FilterNames = ["q", "workflow", "status", "trigger", "from", "to", "text"];

    public static void MapSteering(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapPost("/{id}/cancel", CancelAsync).RequireAuthorization(Access.Run)
            .WithSummary("Asks a run to stop").Produces<RunAnswer>(202).ProducesProblem(404).ProducesProblem(409);
        runs.MapPost("/{id}/retry", RetryAsync).RequireAuthorization(Access.Run)
            .WithSummary("Tries a run again that is over, as a run of its own")
            .WithDescription("`from` is the number of a step, `start` or `failed`: the steps before it are not executed again. Without it the run goes on where it failed, else begins "
                + "from the start. `version` is `same` or `current`. The members of `state` replace those of the input or, from a step, of the state before it; null removes them.")
            .Accepts<RetryRequest>("application/json").Produces<RunAnswer>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        runs.MapPost("/cancel", CancelManyAsync).RequireAuthorization(Access.Run)
            .WithSummary("Asks many runs to stop: up to 1,000 `ids`, or those that a `filter` lets through and that are not over")
            .Accepts<BulkRequest>("application/json").Produces<BulkAnswer>().ProducesProblem(400).ProducesProblem(422);
        runs.MapPost("/retry", RetryManyAsync).RequireAuthorization(Access.Run)
            .WithSummary("Tries many runs again: up to 1,000 `ids`, or those that a `filter` lets through and that are over")
            .Accepts<BulkRetryRequest>("application/json").Produces<BulkAnswer>().ProducesProblem(400).ProducesProblem(422);
    }

    private static async Task<IResult> CancelAsync(string id, RunSteering steering, CancellationToken cancellation)
    {
        var (run, isRefused) = await steering.CancelAsync(id, cancellation);
        if (run is null)
        {
            return RunsApi.NotFound(id);
        }

        return isRefused
            ? Problems.Of(StatusCodes.Status409Conflict, $"The run is over: it is {run.Status.ToString().ToLowerInvariant()}.")
            : TypedResults.Accepted(RunsApi.Address(run), RunAnswer.Of(run));
    }

    private static async Task<IResult> RetryAsync(string id, HttpContext context, ClaimsPrincipal user, RunRetry retries, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["from", "version", "state"], required: null, cancellation);
        if (body is null || body.Map("state", out problem) is not { } state)
        {
            return problem!;
        }

        var wish = WishOf(body) with { Edits = StateEdits.Of(state) };
        return await retries.TryAsync(id, wish, new RunStart(user.Trigger, user.Actor), cancellation) switch
        {
            Retry.Started started => TypedResults.Accepted(RunsApi.Address(started.Run), RunAnswer.Of(started.Run)),
            Retry.Refused refused => Problems.Of(StatusCodes.Status409Conflict, refused.Reason),
            Retry.Unfit unfit => Problems.Of(StatusCodes.Status422UnprocessableEntity, unfit.Reason),
            _ => RunsApi.NotFound(id),
        };
    }

    private static async Task<IResult> CancelManyAsync(HttpContext context, BulkSteering bulk, TimeProvider time, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["ids", "filter"], required: null, cancellation);
        if (body is null)
        {
            return problem!;
        }

        var (ids, refusal) = await ChooseAsync(body, bulk, areFinal: false, time, cancellation);
        return ids is null ? refusal! : TypedResults.Ok(await bulk.CancelAsync(ids, cancellation));
    }

    private static async Task<IResult> RetryManyAsync(HttpContext context, ClaimsPrincipal user, BulkSteering bulk, TimeProvider time, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["ids", "filter", "from", "version"], required: null, cancellation);
        if (body is null)
        {
            return problem!;
        }

        var wish = WishOf(body);
        if (wish.From.Point == RetryPoint.Step)
        {
            throw new BadHttpRequestException("from is a step's number: for many runs it must be 'start' or 'failed'.");
        }

        var (ids, refusal) = await ChooseAsync(body, bulk, areFinal: true, time, cancellation);
        return ids is null ? refusal! : TypedResults.Ok(await bulk.RetryAsync(ids, wish, new RunStart(user.Trigger, user.Actor) { Priority = RunPriority.Bulk }, cancellation));
    }

    private static RetryWish WishOf(ApiBody body)
    {
        var from = Encoding.UTF8.GetString(body.Raw("from").Span).Trim('"');
        var version = Encoding.UTF8.GetString(body.Raw("version").Span).Trim('"');
        return new(
            RetryFrom.Parse(from is "null" ? null : from) ?? throw new BadHttpRequestException($"from is '{from}': it must be the number of a step, 'start' or 'failed'."),
            version switch
            {
                "" or "null" or "same" => false,
                "current" => true,
                _ => throw new BadHttpRequestException($"version is '{version}': it must be 'same' or 'current'."),
            });
    }

    private static async Task<(IReadOnlyList<string>? Ids, ProblemHttpResult? Refusal)> ChooseAsync(
        ApiBody body, BulkSteering bulk, bool areFinal, TimeProvider time, CancellationToken cancellation)
    {
        if (body.Has("ids") == body.Has("filter"))
        {
            throw new BadHttpRequestException("Say which runs are meant: give either 'ids' or a 'filter'.");
        }

        if (body.Has("ids"))
        {
            return (IdsOf(body), null);
        }

        if (body.Map("filter", out var problem) is not { } members)
        {
            return (null, problem);
        }

        var found = await bulk.FindAsync(FilterOf(members, time.GetUtcNow()), areFinal, cancellation);
        return found.Count > BulkSteering.MostRuns
            ? (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, $"More than {BulkSteering.MostRuns:N0} runs match, which is the most at once: narrow the filter by time."))
            : (found, null);
    }

    private static List<string> IdsOf(ApiBody body)
    {
        var ids = body.List("ids", out _)?.Select(id => id.AsText).OfType<string>().Distinct().ToList();
        return ids is { Count: > 0 and <= MostIds } ? ids : throw new BadHttpRequestException($"ids must be a list of 1 to {MostIds:N0} ids of runs.");
    }

    private static RunFilter FilterOf(ValueMap members, DateTimeOffset now)
    {
        foreach (var (name, value) in members)
        {
            if (!FilterNames.Contains(name) || !(value.IsText || value.IsNull))
            {
                throw new BadHttpRequestException($"filter.{name} is not known, or not a text; known are {string.Join(", ", FilterNames)}.");
            }
        }

        string? Text(string name) => members[name].AsText;
        return Query.Runs("filter.q", Text("q"), now).And(RunFilter.Of(Text("workflow"), Text("status"), Text("trigger"), Text("from"), Text("to"), Text("text"), after: null));
    }
}
