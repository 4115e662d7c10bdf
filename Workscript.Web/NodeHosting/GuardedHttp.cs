using System.Net;
using System.Security.Authentication;
using System.Text;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// The HTTP client of workflows. It reaches public addresses and what the operator allows, follows redirects itself so that each target is
/// tested, reads at most <see cref="MostBytes"/> after decompression, and ends in time.
/// </summary>
public sealed class GuardedHttp(GuardedConnector connector, TimeProvider time) : IDisposable
{
    public const int MostBytes = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ConnectCallback = connector.ConnectAsync,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    });

    public async Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(call.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await FollowAsync(call, either.Token);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && Explain(failure, call, deadline.IsCancellationRequested) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpAnswer> FollowAsync(HttpCall call, CancellationToken cancellation)
    {
        for (var redirects = 0; redirects <= Redirects.Most; redirects++)
        {
            CheckScheme(call.Url);
            using var request = HttpMessages.Request(call);
            using var answer = await _client.SendAsync(request, cancellation);
            if (!Redirects.IsRedirect(answer))
            {
                var body = await ReadBodyAsync(answer, cancellation);
                return new((int)answer.StatusCode, answer.ReasonPhrase ?? "", HttpMessages.Headers(answer), body, call.Url, redirects > 0);
            }

            call = Redirects.Next(call, answer);
        }

        throw new NodeException("TOO_MANY_REDIRECTS", $"More than {Redirects.Most} redirects, the last one to {call.Url.Host}");
    }

    private static void CheckScheme(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            throw new NodeException("INVALID_URL", "Only http and https addresses can be fetched");
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        // Without decompression the length is known beforehand; with it the header is gone and the bytes are counted as they come.
        if (answer.Content.Headers.ContentLength > MostBytes)
        {
            throw TooLarge();
        }

        await using var source = await answer.Content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream((int)(answer.Content.Headers.ContentLength ?? 0));
        var chunk = new byte[64 * 1024];
        while (await source.ReadAsync(chunk, cancellation) is var read and > 0)
        {
            if (body.Length + read > MostBytes)
            {
                throw TooLarge();
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    private static NodeException TooLarge() => new("TOO_LARGE", $"The answer is larger than {MostBytes / 1024 / 1024} MiB");

    /// <summary>The failure as a node may show it, or null where it is none of ours.</summary>
    private static NodeException? Explain(Exception failure, HttpCall call, bool isLate) => failure switch
    {
        NodeException known => known,
        { InnerException: NodeException inner } => inner,
        OperationCanceledException when isLate => new("TIMEOUT", $"{call.Url.Host} did not answer within {call.Timeout.TotalMilliseconds:0} ms", failure),
        HttpRequestException { InnerException: AuthenticationException inner } => new("TLS", $"No secure connection to {call.Url.Host}: {Innermost(inner)}", failure),
        HttpRequestException or IOException or InvalidDataException =>
            new("CONNECTION", $"The connection to {call.Url.Host} failed: {Innermost(failure)}", failure),
        _ => null,
    };

    private static string Innermost(Exception failure) => failure.GetBaseException().Message.TrimEnd('.');
}
