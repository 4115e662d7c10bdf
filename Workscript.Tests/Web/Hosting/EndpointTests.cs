using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Hosting;

public sealed class EndpointTests(SharedServer shared) : IClassFixture<SharedServer>
{
    // Every address of the product and who may go there. Open is everybody; undeclared is whoever is signed in: to look with any role, to change
    // something with a role that may write. A new endpoint belongs here, after a thought about who may use it.
    private static readonly string[] Declared =
    [
        "ANY /health/live open",
        "ANY /health/ready open",
        "DELETE /api/v1/workflows/{id} write",
        "GET /api/v1/nodes read",
        "GET /api/v1/nodes/{id} read",
        "GET /api/v1/openapi.json read",
        "GET /api/v1/runs read",
        "GET /api/v1/runs/{id} read",
        "GET /api/v1/runs/{id}/events read",
        "GET /api/v1/runs/{id}/state read",
        "GET /api/v1/runs/{id}/state/history read",
        "GET /api/v1/runs/{id}/steps read",
        "GET /api/v1/runs/{id}/waits read",
        "GET /api/v1/schema read",
        "GET /api/v1/workflows read",
        "GET /api/v1/workflows/{id} read",
        "GET /api/v1/workflows/{id}/versions read",
        "GET /api/v1/workflows/{id}/versions/{number} read",
        "page / undeclared",
        "page /account read",
        "page /account/password read",
        "page /account/signin open",
        "page /account/signout read",
        "page /account/theme open",
        "page /api/docs undeclared",
        "page /data undeclared",
        "page /data/store undeclared",
        "page /data/table undeclared",
        "page /error/{status:int} open",
        "page /help undeclared",
        "page /nodes undeclared",
        "page /nodes/functions undeclared",
        "page /nodes/{id} undeclared",
        "page /runs undeclared",
        "page /runs/all/{what:regex(^(retry|cancel)$)} undeclared",
        "page /runs/{id} undeclared",
        "page /runs/{id}/graph undeclared",
        "page /runs/{id}/live undeclared",
        "page /runs/{id}/reports undeclared",
        "page /runs/{id}/retry undeclared",
        "page /runs/{id}/state undeclared",
        "page /runs/{id}/steps/{sequence:long} undeclared",
        "page /runs/{id}/waits undeclared",
        "page /settings undeclared",
        "page /settings/apikeys admin",
        "page /settings/retention admin",
        "page /settings/system admin",
        "page /settings/users admin",
        "page /setup open",
        "page /workflows undeclared",
        "page /workflows/{id} undeclared",
        "page /workflows/{id}/edit undeclared",
        "page /workflows/{id}/edit/graph undeclared",
        "page /workflows/{id}/edit/head undeclared",
        "page /workflows/{id}/edit/json undeclared",
        "page /workflows/{id}/edit/test undeclared",
        "page /workflows/{id}/edit/try undeclared",
        "page /workflows/{id}/versions undeclared",
        "page /workflows/new undeclared",
        "page /workflows/new/templates undeclared",
        "POST /api/v1/runs/cancel run",
        "POST /api/v1/runs/{id}/cancel run",
        "POST /api/v1/runs/{id}/resume run",
        "POST /api/v1/runs/{id}/retry run",
        "POST /api/v1/runs/retry run",
        "POST /api/v1/workflows write",
        "POST /api/v1/workflows/{id}/run run",
        "POST /api/v1/workflows/{id}/versions/{number}/restore write",
        "POST /api/v1/workflows/run run",
        "POST /api/v1/workflows/validate read",
        // Its address is a secret of the run that it answers.
        "POST /callbacks/{token} open",
        "PUT /api/v1/workflows/{id} write",
        // Files as they lie in the sources; a published server has no such address.
        "GET /{**path:file} undeclared",
        "HEAD /{**path:file} undeclared",
    ];

    [Fact]
    public async Task EveryEndpointIsDeclaredWithItsPolicy()
    {
        var found = new List<string>();
        foreach (var endpoint in shared.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            {
                found.AddRange(await DescribeAsync(endpoint, shared.Server.Services));
            }
        }

        Assert.Equal("", string.Join('\n', found.Except(Declared).Order()));
        Assert.Equal("", string.Join('\n', Declared.Except(found).Order()));
    }

    [Fact]
    public async Task WhatNeedsNoSignInOfTheFilesIsOnlyWhatThePagesAreMadeOf()
    {

        var files = shared.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()?.AssetPath).OfType<string>();

        Assert.All(files, file => Assert.Matches(@"\.(css|js|svg)(\.br|\.gz)?$|LICENSE|VERSIONS|site\.webmanifest", file));
    }

    private static async Task<IEnumerable<string>> DescribeAsync(RouteEndpoint endpoint, IServiceProvider services)
    {
        var pattern = "/" + (endpoint.RoutePattern.RawText ?? "").Trim('/').ToLowerInvariant();
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
        {
            // A page's own attributes are known once it is loaded.
            var loaded = await services.GetRequiredService<PageLoader>().LoadAsync(page, endpoint.Metadata);
            return [$"page {pattern} {Policy(new(loaded.EndpointMetadata ?? []))}"];
        }

        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"];
        return methods.Select(method => $"{method} {pattern} {Policy(endpoint.Metadata)}");
    }

    private static string Policy(EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "open";
        }

        var policies = metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).Distinct().ToArray();
        return policies.Length == 0 ? "undeclared" : string.Join('+', policies);
    }
}
