using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Features.Workflows;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Runs;

/// <summary>The routes that let runs go on.</summary>
public static class ResumeApi
{
    // A run has as many as branches that run at once.
    private const int MostWaits = 1_000;

    public static void MapResuming(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/{id}/waits", ListAsync).RequireAuthorization(Access.Read)
            .WithSummary("Lists what the steps of a run wait for").Produces<ListAnswer<WaitItem>>().ProducesProblem(404);
        runs.MapPost("/{id}/resume", ResumeAsync).RequireAuthorization(Access.Run)
            .WithSummary("Answers a step that waits, or lets one that waits for its time go on now")
            .WithDescription("`step` is needed where several wait. `edge` is `approved` or `rejected` for an approval, and nothing else needs one.")
            .Accepts<ResumeRequest>("application/json").Produces<RunAnswer>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> ListAsync(string id, WorkscriptDb db, CancellationToken cancellation)
    {
        if (!await db.Runs.AnyAsync(r => r.Id == id, cancellation))
        {
            return Problems.Of(StatusCodes.Status404NotFound, $"There is no run '{id}'.");
        }

        var steps = await db.OpenSteps.AsNoTracking().Where(s => s.RunId == id && s.Kind != OpenKind.Effect && s.AnsweredAt == null).OrderBy(s => s.OpenedAt).Take(MostWaits).ToListAsync(cancellation);
        return TypedResults.Ok(new ListAnswer<WaitItem>([.. steps.Select(WaitItem.Of)], null));
    }

    private static async Task<IResult> ResumeAsync(string id, HttpContext context, ClaimsPrincipal user, RunResuming resuming, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["step", "edge", "data"], required: null, cancellation);
        if (body is null || body.Text("step", out problem) is var step && problem is not null || body.Text("edge", out problem) is var edge && problem is not null)
        {
            return problem!;
        }

        var data = body.Any("data", out problem);
        if (problem is not null)
        {
            return problem;
        }

        return await resuming.AnswerAsync(id, new(user.Actor ?? "", step, edge, data), cancellation) switch
        {
            Resumption.Done done => TypedResults.Accepted(RunsApi.Address(done.Run), RunAnswer.Of(done.Run)),
            Resumption.Refused refused => Problems.Of(StatusCodes.Status409Conflict, refused.Why),
            Resumption.Wrong wrong => Problems.Of(StatusCodes.Status422UnprocessableEntity, wrong.Why),
            _ => Problems.Of(StatusCodes.Status404NotFound, $"There is no run '{id}'."),
        };
    }
}

/// <summary>What a step waits for: until when, and which edges an answer may name. The question is what a person is to decide.</summary>
public sealed record WaitItem(string Step, OpenKind Kind, DateTime Since, DateTime? Until, RawJson? Question, IReadOnlyList<string> Answers)
{
    public static WaitItem Of(OpenStep step) => new(step.Key, step.Kind, step.OpenedAt, step.DueAt, RawJson.OrNull(step.Question), step.Answers);
}

/// <summary>How a step that waits is to go on.</summary>
public sealed record ResumeRequest(string? Step = null, string? Edge = null, RawJson? Data = null);
