using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Workscript.Web.Features.Error;

/// <summary>What is shown in place of a page that cannot be. Middleware runs it in place of the request that failed, whatever its method.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel : PageModel
{
    public int Status { get; private set; }

    public string Title => Status switch
    {
        400 => "That could not be read",
        403 => "Not for you",
        404 => "Nothing here",
        413 => "Too large",
        429 => "Too many tries",
        503 => "The database does not answer",
        >= 500 => "That went wrong on our side",
        _ => "That did not work",
    };

    public string Explanation => Status switch
    {
        400 => "The request was not complete or the page had been open for too long. Go back, reload the page, and try once more.",
        403 => "Your role does not allow this. An owner can change it under Settings, Users.",
        404 => "The page does not exist, or no longer does. The address may be mistyped.",
        413 => "What was sent is larger than a workflow may be.",
        429 => "Wait a minute, then try again.",
        503 => "Nothing that was saved is lost, and runs wait for it too. Go back and try again in a moment.",
        >= 500 => "Nothing you typed was at fault. Runs that were going on still are.",
        _ => "Go back and try again.",
    };

    public string TraceId => HttpContext.TraceIdentifier;

    public void OnGet(int status) => Show(status);

    public void OnPost(int status) => Show(status);

    private void Show(int status) => Response.StatusCode = Status = status is >= 400 and <= 599 ? status : StatusCodes.Status404NotFound;
}
