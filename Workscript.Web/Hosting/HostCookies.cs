using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace Workscript.Web.Hosting;

/// <summary>
/// Over https every cookie bears the prefix <c>__Host-</c>, by which a browser makes sure that it was set by this very host, over https, and for all of it.
/// One place for all of them, for the frameworks that set cookies know one name only.
/// </summary>
internal sealed class HostCookies(RequestDelegate next)
{
    private const string Prefix = "__Host-";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.IsHttps)
        {
            http.Request.Cookies = new Incoming(http.Request.Cookies);
            http.Features.Set<IResponseCookiesFeature>(new OutgoingFeature(new Outgoing(http.Response.Cookies)));
        }

        return next(http);
    }

    private sealed class Incoming(IRequestCookieCollection cookies) : IRequestCookieCollection
    {
        public int Count => Keys.Count;

        public ICollection<string> Keys { get; } = [.. cookies.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Select(key => key[Prefix.Length..])];

        public string? this[string key] => cookies[Prefix + key];

        public bool ContainsKey(string key) => cookies.ContainsKey(Prefix + key);

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => cookies.TryGetValue(Prefix + key, out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            Keys.Select(key => KeyValuePair.Create(key, cookies[Prefix + key] ?? "")).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Outgoing(IResponseCookies cookies) : IResponseCookies
    {
        public void Append(string key, string value) => Append(key, value, new CookieOptions());

        public void Append(string key, string value, CookieOptions options) => cookies.Append(Prefix + key, value, new CookieOptions(options) { Secure = true, Path = "/", Domain = null });

        public void Delete(string key) => Delete(key, new CookieOptions());

        public void Delete(string key, CookieOptions options) => cookies.Delete(Prefix + key, new CookieOptions(options) { Secure = true, Path = "/", Domain = null });
    }

    private sealed class OutgoingFeature(IResponseCookies cookies) : IResponseCookiesFeature
    {
        public IResponseCookies Cookies => cookies;
    }
}
