using System.Net;

namespace Workscript.Web.Hosting;

/// <summary>What the plumbing asks of a request.</summary>
internal static class Requests
{
    public static bool IsApi(this HttpRequest request) => IsApi(request.Path);

    // Its description is a page for people.
    public static bool IsApi(PathString path) => path.StartsWithSegments("/api", out var below) && !below.StartsWithSegments("/docs");

    /// <summary>Whether htmx asked, for a fragment rather than a page.</summary>
    public static bool IsHtmx(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    /// <summary>Whether the method promises to change nothing.</summary>
    public static bool IsSafe(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method);

    /// <summary>Whether nobody but this machine can have read the request on its way.</summary>
    public static bool IsPrivate(this HttpContext http) =>
        http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
}
