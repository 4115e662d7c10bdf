using System.Text.Encodings.Web;
using Microsoft.OpenApi;
using Workscript.Web.Features.Nodes;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Workflows;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Api;

/// <summary>The API's table of contents.</summary>
public static class ApiRoutes
{
    public const string Root = "/api/v1";

    public static IServiceCollection AddApi(this IServiceCollection services) => services
        // Answers are JSON with a content type that says so and is not sniffed: nothing in them needs escaping for a page.
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
        .AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Workscript", Version = "v1", Description = "Workflows, their runs, and the nodes they are made of." };
            document.Servers = [];
            return Task.CompletedTask;
        }));

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root);
        api.MapLaunches();
        api.MapWorkflows();
        api.MapVersions();
        api.MapRuns();
        api.MapNodes();
        routes.MapOpenApi(Root + "/openapi.json").RequireAuthorization(Access.Read);
    }
}
