using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Workflows;

public static class WorkflowsApi
{
    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("Workflows");
        workflows.MapPost("/validate", ValidateAsync).RequireAuthorization(Access.Read)
            .WithSummary("Checks a definition").Accepts<DefinitionRequest>("application/json").Produces<ValidationAnswer>().ProducesProblem(400);
        workflows.MapGet("/", ListAsync).RequireAuthorization(Access.Read)
            .WithSummary("Lists workflows by id").Produces<ListAnswer<WorkflowListItem>>().ProducesProblem(400);
        workflows.MapPost("/", CreateAsync).RequireAuthorization(Access.Write)
            .WithSummary("Creates a workflow").Accepts<DefinitionRequest>("application/json").Produces<WorkflowAnswer>(201)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        workflows.MapGet("/{id}", GetAsync).RequireAuthorization(Access.Read)
            .WithSummary("Shows a workflow; its ETag is its version").Produces<WorkflowAnswer>().ProducesProblem(404);
        workflows.MapPut("/{id}", SaveAsync).RequireAuthorization(Access.Write)
            .WithSummary("Saves a new version; If-Match names the version that it was made from").Accepts<DefinitionRequest>("application/json")
            .Produces<WorkflowAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
        workflows.MapDelete("/{id}", DeleteAsync).RequireAuthorization(Access.Write)
            .WithSummary("Deletes a workflow with its versions; its runs stay").Produces(204).ProducesProblem(404).ProducesProblem(412);
    }

    internal static IResult NotFound(string id) => Problems.Of(StatusCodes.Status404NotFound, $"There is no workflow '{id}'.");

    internal static IResult Invalid(Reading reading)
    {
        var count = reading.Errors.Count();
        return Problems.Of(StatusCodes.Status422UnprocessableEntity, $"The definition has {count} error{(count == 1 ? "" : "s")}.", reading.Diagnostics);
    }

    internal static IResult Stale(int current) =>
        Problems.Of(StatusCodes.Status412PreconditionFailed, $"The workflow is at version {current} by now: read it again, and make your change there.");

    /// <summary>The workflow with its ETag.</summary>
    internal static IResult Shown(HttpContext context, WorkflowAnswer workflow)
    {
        context.Response.Headers.ETag = $"\"{workflow.Version}\"";
        return TypedResults.Ok(workflow);
    }

    /// <summary>Whether the request was made for another version than the current one.</summary>
    internal static bool IsStale(HttpRequest request, int current)
    {
        var versions = request.Headers.IfMatch.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        return versions.Count > 0 && !versions.Exists(version =>
            version == "*" || (version.StartsWith("W/", StringComparison.Ordinal) ? version[2..] : version).Trim('"') == current.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, WorkflowEngine engine, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(request, ["definition"], "definition", cancellation);
        if (body is null)
        {
            return problem!;
        }

        var reading = engine.Read(body.Raw("definition"));
        return TypedResults.Ok(new ValidationAnswer(reading.IsValid, reading.Diagnostics));
    }

    private static async Task<IResult> ListAsync(WorkscriptDb db, string? after, string? limit, CancellationToken cancellation)
    {
        var most = Query.Limit(limit);
        var workflows = after is { Length: > 0 } ? db.Workflows.Where(w => string.Compare(w.Id, after) > 0) : db.Workflows;
        var items = await workflows.OrderBy(w => w.Id).Take(most + 1).Select(WorkflowListItem.Of).ToListAsync(cancellation);
        return TypedResults.Ok(ListAnswer<WorkflowListItem>.Of(items, most, item => item.Id));
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, ClaimsPrincipal user, WorkscriptDb db, WorkflowEngine engine, TimeProvider time, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["definition", "note"], "definition", cancellation);
        if (body is null)
        {
            return problem!;
        }

        var reading = engine.Read(body.Raw("definition"));
        if (!reading.IsValid)
        {
            return Invalid(reading);
        }

        var definition = reading.Definition!;
        var workflow = Workflow.Create(definition, TextOf(body), user.Actor, time.GetUtcNow().UtcDateTime);
        if (await WorkflowIds.WhyTakenAsync(db, definition.Id, cancellation) is { } why)
        {
            return Taken(why);
        }

        db.Workflows.Add(workflow);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Somebody may have taken the id in this very moment; anything else is not ours to explain.
            db.ChangeTracker.Clear();
            if (await WorkflowIds.WhyTakenAsync(db, definition.Id, cancellation) is not { } whyNow)
            {
                throw;
            }

            return Taken(whyNow);
        }

        context.Response.Headers.ETag = "\"1\"";
        return TypedResults.Created($"/api/v1/workflows/{workflow.Id}", WorkflowAnswer.Of(workflow, TextOf(body), reading.Diagnostics));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, WorkscriptDb db, CancellationToken cancellation)
    {
        if (await db.Workflows.AsNoTracking().FirstOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow)
        {
            return NotFound(id);
        }

        var text = await db.WorkflowVersions.Where(v => v.WorkflowId == id && v.Number == workflow.Version).Select(v => v.Text).FirstAsync(cancellation);
        return Shown(context, WorkflowAnswer.Of(workflow, text));
    }

    private static async Task<IResult> SaveAsync(
        string id, HttpContext context, ClaimsPrincipal user, WorkscriptDb db, WorkflowEngine engine, TimeProvider time, CancellationToken cancellation)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ["definition", "note"], "definition", cancellation);
        if (body is null || body.Text("note", out problem) is var note && problem is not null)
        {
            return problem!;
        }

        if (await db.Workflows.FirstOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow)
        {
            return NotFound(id);
        }

        if (IsStale(context.Request, workflow.Version))
        {
            return Stale(workflow.Version);
        }

        var reading = engine.Read(body.Raw("definition"));
        if (!reading.IsValid)
        {
            return Invalid(reading);
        }

        if (reading.Definition!.Id != id)
        {
            return Problems.Of(
                StatusCodes.Status422UnprocessableEntity,
                $"The definition's id is '{reading.Definition.Id}', but the workflow's is '{id}' and stays so: create another workflow instead.",
                [new(Severity.Error, Codes.SchemaValidationError, "/id", $"id must be '{id}'", 1, 1)]);
        }

        return await SaveVersionAsync(context, db, workflow, reading, TextOf(body), note, user.Actor, time.GetUtcNow().UtcDateTime, cancellation);
    }

    /// <summary>Makes the next version of the text; a text that is the current one already makes none.</summary>
    internal static async Task<IResult> SaveVersionAsync(
        HttpContext context, WorkscriptDb db, Workflow workflow, Reading reading, string text, string? note, string? by, DateTime now, CancellationToken cancellation)
    {
        var current = workflow.Version;
        if (await db.WorkflowVersions.AnyAsync(v => v.WorkflowId == workflow.Id && v.Number == current && v.Text == text, cancellation))
        {
            return Shown(context, WorkflowAnswer.Of(workflow, text, reading.Diagnostics));
        }

        workflow.Save(reading.Definition!, text, note, by, now);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            var saved = await db.Workflows.Where(w => w.Id == workflow.Id).Select(w => w.Version).FirstOrDefaultAsync(cancellation);
            if (saved == current)
            {
                throw;
            }

            return saved == 0 ? NotFound(workflow.Id) : Stale(saved);
        }

        return Shown(context, WorkflowAnswer.Of(workflow, text, reading.Diagnostics));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpRequest request, WorkscriptDb db, CancellationToken cancellation)
    {
        // In the bin or not: whoever deletes by the API means it.
        var workflows = db.Workflows.IgnoreQueryFilters().Where(w => w.Id == id);
        var version = await workflows.Select(w => (int?)w.Version).FirstOrDefaultAsync(cancellation);
        if (version is null)
        {
            return NotFound(id);
        }

        if (IsStale(request, version.Value))
        {
            return Stale(version.Value);
        }

        await workflows.ExecuteDeleteAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static IResult Taken(string why) => Problems.Of(StatusCodes.Status409Conflict, $"{char.ToUpperInvariant(why[0])}{why[1..]}.");

    private static string TextOf(ApiBody body) => Encoding.UTF8.GetString(body.Raw("definition").Span);
}
