using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Workscript.Web.Features.Api;

/// <summary>The API for people, made from the document that programs get.</summary>
public sealed class DocsModel([FromKeyedServices(ApiRoutes.Version)] IOpenApiDocumentProvider documents) : PageModel
{
    public ILookup<string, ApiRoute> Families { get; private set; } = null!;

    public string Address => $"{Request.Scheme}://{Request.Host}{ApiRoutes.Root}";

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var document = await documents.GetOpenApiDocumentAsync(cancellation);
        var routes =
            from path in document.Paths
            from operation in path.Value.Operations ?? []
            select (Family: operation.Value.Tags!.First().Name!, Route: ApiRoute.Of(operation.Key.Method, path.Key, operation.Value));
        Families = routes.ToLookup(route => route.Family, route => route.Route);
    }
}

/// <summary>A route as the page shows it. Members of the body that may be left out end in a question mark.</summary>
public sealed record ApiRoute(string Method, string Path, string Summary, string? Description, string Scope, IReadOnlyList<string> Query, IReadOnlyList<string> Body, string Answers)
{
    public static ApiRoute Of(string method, string path, OpenApiOperation operation) => new(
        method,
        path,
        operation.Summary ?? "",
        operation.Description,
        operation.Security!.Single().Values.Single().Single(),
        [.. (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Query).Select(parameter => parameter.Name!)],
        [.. Members(operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema)],
        string.Join(", ", operation.Responses!.Keys));

    private static IEnumerable<string> Members(IOpenApiSchema? schema) =>
        (schema?.Properties?.Keys ?? []).Select(name => schema!.Required?.Contains(name) == true ? name : name + "?");
}
