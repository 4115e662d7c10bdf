using Microsoft.AspNetCore.Antiforgery;

namespace Workscript.Web.Hosting;

/// <summary>
/// A browser sends its cookie along with whatever another site makes it send, so a session changes something by the API only with the token of
/// our own pages. Pages check theirs by themselves; keys are sent on purpose and need none.
/// </summary>
internal sealed class ForgeryGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string Header = "RequestVerificationToken";

    public async Task InvokeAsync(HttpContext http)
    {
        if (IsGuarded(http) && !await antiforgery.IsRequestValidAsync(http))
        {
            await Problems.Of(
                StatusCodes.Status400BadRequest,
                $"The antiforgery token is missing or stale: send the one of a page in the header {Header}, or use an API key.").ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private static bool IsGuarded(HttpContext http) =>
        http.Request.IsApi() && !http.Request.IsSafe() && http.User.Identity is { IsAuthenticated: true, AuthenticationType: not ApiKeyAuthentication.SchemeName };
}
