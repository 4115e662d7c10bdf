using Workscript.Engine;
using Workscript.Web.Features.Api;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Nodes;

public static class NodesApi
{
    public static void MapNodes(this IEndpointRouteBuilder api)
    {
        var nodes = api.MapGroup("/nodes").WithTags("Nodes");
        nodes.MapGet("/", List).RequireAuthorization(Access.Read).WithSummary("Lists the catalogue of nodes").Produces<ListAnswer<NodeAnswer>>();
        nodes.MapGet("/{id}", Get).RequireAuthorization(Access.Read).WithSummary("Shows a node").Produces<NodeAnswer>().ProducesProblem(404);
    }

    private static IResult List(WorkflowEngine engine, string? after, string? limit)
    {
        var most = Query.Limit(limit);
        var nodes = engine.Catalog.Nodes.Select(node => node.Info).OrderBy(info => info.Id, StringComparer.Ordinal)
            .Where(info => after is null || string.CompareOrdinal(info.Id, after) > 0);
        return TypedResults.Ok(ListAnswer<NodeAnswer>.Of([.. nodes.Take(most + 1).Select(NodeAnswer.Of)], most, node => node.Id));
    }

    private static IResult Get(string id, WorkflowEngine engine) => engine.Catalog.Find(id) is { } node
        ? TypedResults.Ok(NodeAnswer.Of(node.Info))
        : Problems.Of(StatusCodes.Status404NotFound, $"There is no node '{id}'.");
}
