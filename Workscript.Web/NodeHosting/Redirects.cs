using System.Net;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>What the next request is after an answer that points elsewhere: the rules of the Fetch standard.</summary>
public static class Redirects
{
    public const int Most = 10;

    private static readonly string[] BodyHeaders = ["content-type", "content-encoding", "content-language", "content-location"];
    private static readonly string[] SecretHeaders = ["authorization", "cookie", "proxy-authorization", "host"];

    public static bool IsRedirect(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && answer.Headers.NonValidated.Contains("Location");

    public static HttpCall Next(HttpCall call, HttpResponseMessage answer)
    {
        var target = Target(call.Url, answer.Headers.NonValidated["Location"].ToString());
        var next = call with { Url = target };
        if (BecomesGet(call.Method, answer.StatusCode))
        {
            next = next with { Method = "GET", Body = default, Headers = Without(next.Headers, BodyHeaders) };
        }

        return IsSameOrigin(call.Url, target) ? next : next with { Headers = Without(next.Headers, SecretHeaders) };
    }

    private static Uri Target(Uri from, string location)
    {
        if (!Uri.TryCreate(from, location, out var target) || target.Scheme is not ("http" or "https"))
        {
            throw new NodeException("INVALID_REDIRECT", $"{from.Host} redirects to '{location}', which is not an http or https address");
        }

        return target;
    }

    private static bool BecomesGet(string method, HttpStatusCode status) => status switch
    {
        HttpStatusCode.SeeOther => method is not ("GET" or "HEAD"),
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found => method is "POST",
        _ => false,
    };

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, string>[] Without(IEnumerable<KeyValuePair<string, string>> headers, string[] names) =>
        [.. headers.Where(header => !names.Contains(header.Key, StringComparer.OrdinalIgnoreCase))];
}
