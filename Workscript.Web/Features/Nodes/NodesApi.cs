using Workscript.Engine;
using Workscript.Web.Features.Api;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Nodes;

public static class NodesApi
{
    public static IServiceCollection AddNodes(this IServiceCollection services) => services.AddSingleton<CatalogTexts>();

    public static void MapNodes(this IEndpointRouteBuilder api)
    {
        var nodes = api.MapGroup("/nodes").WithTags("Nodes");
        nodes.MapGet("/", List).RequireAuthorization(Access.Read)
            .WithSummary("Lists the catalogue of nodes; with format=manifest, the language and all nodes as one text for language models")
            .Produces<ListAnswer<NodeAnswer>>().Produces<string>(contentType: "text/plain").ProducesProblem(400);
        nodes.MapGet("/{id}", Get).RequireAuthorization(Access.Read).WithSummary("Shows a node").Produces<NodeAnswer>().ProducesProblem(404);
        api.MapGet("/schema", (CatalogTexts texts, HttpResponse response) => texts.SchemaText(response)).WithTags("Nodes").RequireAuthorization(Access.Read)
            .WithSummary("The JSON Schema (2020-12) of a workflow, made from the catalogue").Produces<object>(contentType: "application/schema+json");
    }

    private static IResult List(WorkflowEngine engine, CatalogTexts texts, HttpResponse response, string? after, string? limit, string? format) => format switch
    {
        null or "json" => Page(engine, after, Query.Limit(limit)),
        "manifest" => texts.ManifestText(response),
        _ => Problems.Of(StatusCodes.Status400BadRequest, $"format is '{format}': it must be json or manifest."),
    };

    private static IResult Page(WorkflowEngine engine, string? after, int limit)
    {
        if (after is { Length: > 0 } && engine.Catalog.Find(after) is null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, $"after is '{after}': it must be what an answer had as next.");
        }

        var nodes = engine.Catalog.Nodes.Select(node => node.Info).OrderBy(info => info.Id, StringComparer.Ordinal)
            .Where(info => after is null || string.CompareOrdinal(info.Id, after) > 0);
        return TypedResults.Ok(ListAnswer<NodeAnswer>.Of([.. nodes.Take(limit + 1).Select(NodeAnswer.Of)], limit, node => node.Id));
    }

    private static IResult Get(string id, WorkflowEngine engine) => engine.Catalog.Find(id) is { } node
        ? TypedResults.Ok(NodeAnswer.Of(node.Info))
        : Problems.Of(StatusCodes.Status404NotFound, $"There is no node '{id}'.");
}
