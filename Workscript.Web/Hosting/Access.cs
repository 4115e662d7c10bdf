using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>
/// Who may do what, in the scopes of API keys: a role stands for one of them. Whatever declares nothing needs <see cref="ApiKeyScope.Read"/> to be
/// looked at and <see cref="ApiKeyScope.Write"/> to be changed.
/// </summary>
public static class Access
{
    public const string Read = "read";
    public const string Run = "run";
    public const string Write = "write";
    public const string Admin = "admin";

    /// <summary>The claim that says what an API key may do.</summary>
    public const string ScopeClaim = "workscript:scope";

    /// <summary>Whether a person or key may do what needs the scope.</summary>
    public static bool May(this ClaimsPrincipal user, ApiKeyScope needed) => ScopeOf(user) is { } scope && scope >= needed;

    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<IAuthorizationHandler, ScopeHandler>()
        .AddAuthorizationBuilder()
        .AddPolicy(Read, policy => policy.AddRequirements(new ScopeRequirement(ApiKeyScope.Read)))
        .AddPolicy(Run, policy => policy.AddRequirements(new ScopeRequirement(ApiKeyScope.Run)))
        .AddPolicy(Write, policy => policy.AddRequirements(new ScopeRequirement(ApiKeyScope.Write)))
        .AddPolicy(Admin, policy => policy.AddRequirements(new ScopeRequirement(ApiKeyScope.Admin)))
        .SetDefaultPolicy(Undeclared())
        .SetFallbackPolicy(Undeclared())
        .Services;

    private static AuthorizationPolicy Undeclared() => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(null)).Build();

    private static ApiKeyScope? ScopeOf(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(ScopeClaim) is { } scope)
        {
            return Enum.Parse<ApiKeyScope>(scope, ignoreCase: true);
        }

        if (user.IsInRole(Role.Owner))
        {
            return ApiKeyScope.Admin;
        }

        if (user.IsInRole(Role.Editor))
        {
            return ApiKeyScope.Write;
        }

        return user.IsInRole(Role.Viewer) ? ApiKeyScope.Read : null;
    }

    private sealed record ScopeRequirement(ApiKeyScope? Scope) : IAuthorizationRequirement;

    private sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
        {
            if (context.User.May(requirement.Scope ?? ForMethod(context.Resource as HttpContext)))
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }

        private static ApiKeyScope ForMethod(HttpContext? http) => http is not null && http.Request.IsSafe() ? ApiKeyScope.Read : ApiKeyScope.Write;
    }
}
