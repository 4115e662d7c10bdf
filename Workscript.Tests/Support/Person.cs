using System.Net;
using System.Text.RegularExpressions;

namespace Workscript.Tests.Support;

/// <summary>A browser without scripts: keeps cookies, follows no redirects, and sends forms with the token of the page that they are on.</summary>
public sealed partial class Person(Uri address) : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private HttpClient? _http;

    public CookieContainer Cookies => _handler.CookieContainer;

    public HttpClient Http => _http ??= new HttpClient(_handler) { BaseAddress = address };

    public Task<HttpResponseMessage> GetAsync(string url) => Http.GetAsync(url);

    /// <summary>Sends a form of the page to the page itself, or to where the form goes.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, Dictionary<string, string> fields, string? to = null)
    {
        var form = new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = await TokenAsync(page) };
        return await Http.PostAsync(to ?? page, new FormUrlEncodedContent(form));
    }

    /// <summary>The antiforgery token of a page; the API takes it in the header <c>RequestVerificationToken</c>.</summary>
    public async Task<string> TokenAsync(string page = "/account") => TokenOf(await Http.GetStringAsync(page));

    public static string TokenOf(string html) => Token().Match(html) is { Success: true } match
        ? WebUtility.HtmlDecode(match.Groups[1].Value)
        : throw new InvalidOperationException($"The page has no form with an antiforgery token: {html}");

    public void Dispose()
    {
        _http?.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
