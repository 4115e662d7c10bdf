using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Workflows;

public static class VersionsApi
{
    public static void MapVersions(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/workflows/{id}/versions").WithTags("Workflows");
        versions.MapGet("/", ListAsync).RequireAuthorization(Access.Read)
            .WithSummary("Lists the versions of a workflow, the newest first").Produces<ListAnswer<VersionAnswer>>().ProducesProblem(404);
        versions.MapGet("/{number}", GetAsync).RequireAuthorization(Access.Read)
            .WithSummary("Shows a version with its text").Produces<VersionAnswer>().ProducesProblem(404);
        versions.MapPost("/{number}/restore", RestoreAsync).RequireAuthorization(Access.Write)
            .WithSummary("Makes a new version with the text of an old one").Produces<WorkflowAnswer>().ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
    }

    private static async Task<IResult> ListAsync(string id, WorkscriptDb db, string? after, string? limit, CancellationToken cancellation)
    {
        var most = Query.Limit(limit);
        var before = after is null ? int.MaxValue : Query.Number("after", after, 1, int.MaxValue);
        if (!await db.Workflows.AnyAsync(w => w.Id == id, cancellation))
        {
            return WorkflowsApi.NotFound(id);
        }

        var items = await db.WorkflowVersions
            .Where(v => v.WorkflowId == id && v.Number < before)
            .OrderByDescending(v => v.Number)
            .Take(most + 1)
            .Select(v => new VersionAnswer(v.Number, v.Sha256, v.Note, v.CreatedAt, v.CreatedBy, null))
            .ToListAsync(cancellation);
        return TypedResults.Ok(ListAnswer<VersionAnswer>.Of(items, most, item => $"{item.Version}"));
    }

    private static async Task<IResult> GetAsync(string id, string number, WorkscriptDb db, CancellationToken cancellation) =>
        await FindAsync(db, id, number, cancellation) is { } version
            ? TypedResults.Ok(new VersionAnswer(version.Number, version.Sha256, version.Note, version.CreatedAt, version.CreatedBy, new(version.Text)))
            : NotFound(id, number);

    private static async Task<IResult> RestoreAsync(
        string id, string number, HttpContext context, ClaimsPrincipal user, WorkscriptDb db, WorkflowEngine engine, TimeProvider time, CancellationToken cancellation)
    {
        if (await FindAsync(db, id, number, cancellation) is not { } version || await db.Workflows.FirstOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow)
        {
            return NotFound(id, number);
        }

        if (WorkflowsApi.IsStale(context.Request, workflow.Version))
        {
            return WorkflowsApi.Stale(workflow.Version);
        }

        var reading = engine.Read(version.Text);
        return reading.IsValid
            ? await WorkflowsApi.SaveVersionAsync(
                context, db, workflow, reading, version.Text, $"Restored version {version.Number}", user.Actor, time.GetUtcNow().UtcDateTime, cancellation)
            : WorkflowsApi.Invalid(reading);
    }

    private static async Task<WorkflowVersion?> FindAsync(WorkscriptDb db, string id, string number, CancellationToken cancellation) =>
        int.TryParse(number, out var parsed)
            ? await db.WorkflowVersions.AsNoTracking().FirstOrDefaultAsync(v => v.WorkflowId == id && v.Number == parsed, cancellation)
            : null;

    private static IResult NotFound(string id, string number) => Problems.Of(StatusCodes.Status404NotFound, $"There is no version {number} of a workflow '{id}'.");
}
