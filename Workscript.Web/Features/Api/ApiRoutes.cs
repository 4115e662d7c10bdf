using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
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
    public const string Version = "v1";

    private const string Key = "apiKey";

    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(options =>
        {
            // Answers are JSON with a content type that says so and is not sniffed: nothing in them needs escaping for a page.
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        })
        .AddOpenApi(Version, options => options.AddDocumentTransformer(Introduce).AddOperationTransformer(SayWhoMay));

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root);
        api.MapLaunches();
        api.MapWorkflows();
        api.MapVersions();
        api.MapRuns();
        api.MapSteering();
        api.MapResuming();
        api.MapNodes();
        routes.MapOpenApi(Root + "/openapi.json").RequireAuthorization(Access.Read);
    }

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new() { Title = "Workscript", Version = Version, Description = "Workflows, their runs, and the nodes they are made of." };
        document.Servers = [];
        document.AddComponent(Key, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, wsk_..." });
        return Task.CompletedTask;
    }

    /// <summary>Names the scope that a key needs for the route.</summary>
    private static Task SayWhoMay(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var scopes = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>();
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [.. scopes] }];
        return Task.CompletedTask;
    }
}
