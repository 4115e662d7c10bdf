using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Features.Workflows;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Runs;

/// <summary>The routes that start runs.</summary>
public static class LaunchApi
{
    private const string KeyHeader = "Idempotency-Key";
    private const long MostTimeoutMs = 10 * 60 * 1000;
    private const long UsualTimeoutMs = 60 * 1000;

    // Under the minute after which proxies give up.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(55);

    // A run may have to wait for its turn before its own time begins.
    private static readonly TimeSpan TimeInQueue = TimeSpan.FromSeconds(5);

    public static void MapLaunches(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("Workflows");
        workflows.MapPost("/run", RunOnceAsync).RequireAuthorization(Access.Run)
            .WithSummary("Runs a definition that is not stored, and answers when the run is over").Accepts<RunOnceRequest>("application/json")
            .Produces<RunAnswer>().Produces<RunAnswer>(202).ProducesProblem(400).ProducesProblem(422).ProducesProblem(503);
        workflows.MapPost("/{id}/run", RunAsync).RequireAuthorization(Access.Run)
            .WithSummary("Starts a run. With the same Idempotency-Key as an earlier request, answers with that one's run")
            .WithDescription(
                "With `wait`, answers 200 when the run is over; else, or when that takes longer than 55 seconds, 202 with the run as it is. "
                + "An Idempotency-Key that was used with another `state` is refused with 422 and the code IDEMPOTENCY_KEY_REUSED. "
                + "Where the workflow's settings say to skip a run for which there is no room, answers 200 with a run that is cancelled, with the code SKIPPED.")
            .Accepts<RunRequest>("application/json").Produces<RunAnswer>().Produces<RunAnswer>(202)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
    }

    private static async Task<IResult> RunAsync(string id, HttpContext context, ClaimsPrincipal user, RunLauncher launcher, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["state", "wait"], required: null, cancellation);
        if (body is null || body.Map("state", out problem) is not { } state || body.Switch("wait", out problem) is var wait && problem is not null)
        {
            return problem!;
        }

        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length > Run.MaxIdempotencyKey)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, $"{KeyHeader} has {key.Length} characters; at most {Run.MaxIdempotencyKey} are allowed.");
        }

        var start = new RunStart(user.Trigger, user.Actor, Json.Write(state), key.Length == 0 ? null : key);
        return await AnswerAsync(context, id, body, () => launcher.LaunchAsync(id, start, wait ? LongestWait : TimeSpan.Zero, cancellation));
    }

    private static async Task<IResult> RunOnceAsync(
        HttpContext context, ClaimsPrincipal user, WorkflowEngine engine, RunLauncher launcher, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["definition", "state", "timeoutMs"], "definition", cancellation);
        if (body is null || body.Map("state", out problem) is not { } state || body.Number("timeoutMs", 1, MostTimeoutMs, out problem) is var timeout && problem is not null)
        {
            return problem!;
        }

        var reading = engine.Read(body.Raw("definition"));
        if (!reading.IsValid)
        {
            return WorkflowsApi.Invalid(reading);
        }

        var limit = TimeSpan.FromMilliseconds(timeout ?? UsualTimeoutMs);
        var text = Encoding.UTF8.GetString(body.Raw("definition").Span);
        var start = new RunStart(user.Trigger, user.Actor, Json.Write(state));
        return await AnswerAsync(context, reading.Definition!.Id, body, () => launcher.LaunchAsync(reading, text, start, limit, limit + TimeInQueue, cancellation));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, string workflowId, ApiBody body, Func<Task<Launch>> launch)
    {
        return await launch() switch
        {
            Launch.Started started => Answer(context, started),
            Launch.Refused refused => Refuse(refused, body),
            Launch.KeyReused reused => RefuseKey(reused, body),
            Launch.NoRoom noRoom => Problems.Unavailable(context, noRoom.Shortage.Message, DiskShortage.Code),
            Launch.Paused paused => Problems.Of(StatusCodes.Status409Conflict, paused.Message + ".", Launch.Paused.Code),
            Launch.NotFound => WorkflowsApi.NotFound(workflowId),
            var other => throw new InvalidOperationException($"There is no launch {other.GetType().Name}"),
        };
    }

    private static IResult Answer(HttpContext context, Launch.Started started)
    {
        if (started.IsRepeat)
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
        }

        var answer = RunAnswer.Of(started.Run);
        return started.Run.IsFinal ? TypedResults.Ok(answer) : TypedResults.Accepted(RunsApi.Address(started.Run), answer);
    }

    private static ProblemHttpResult Refuse(Launch.Refused refused, ApiBody body) => Problems.Of(
        StatusCodes.Status422UnprocessableEntity,
        "The workflow does not take this state.",
        refused.Problems.Select(p => refused.Setting is { } setting
            ? body.Finding("state", RunErrorCodes.ExpressionError, setting, p.Message)
            : body.Finding("state", RunErrorCodes.InvalidInput, p.Input.Length == 0 ? "" : "/state/" + p.Input, p.Message)));

    private static ProblemHttpResult RefuseKey(Launch.KeyReused reused, ApiBody body)
    {
        var message = $"This {KeyHeader} was used for run {reused.Earlier.Id}, which was given another state: send another key for another run";
        return Problems.Of(StatusCodes.Status422UnprocessableEntity, message + ".", [body.Finding("state", "IDEMPOTENCY_KEY_REUSED", "", message)]);
    }
}
