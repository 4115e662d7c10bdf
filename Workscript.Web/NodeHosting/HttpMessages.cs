using System.Text;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>The engine's calls and answers as the framework's messages.</summary>
public static class HttpMessages
{
    private static readonly string[] ContentHeaders =
    [
        "content-type", "content-encoding", "content-language", "content-location", "content-disposition", "content-md5", "content-range",
        "allow", "expires", "last-modified",
    ];

    // How a message is framed is the connection's affair: a workflow that could set these could smuggle a second request in.
    private static readonly string[] FramingHeaders =
        ["content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "expect", "te", "trailer", "proxy-connection"];

    public static HttpRequestMessage Request(HttpCall call)
    {
        var message = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        if (call.Body.Length > 0 || call.Method is "POST" or "PUT" or "PATCH")
        {
            message.Content = new ReadOnlyMemoryContent(call.Body);
        }

        foreach (var (name, value) in call.Headers)
        {
            Check(name, value);
            AddHeader(message, name, value);
        }

        if (!message.Headers.Contains("User-Agent"))
        {
            message.Headers.TryAddWithoutValidation("User-Agent", "Workscript");
        }

        if (!message.Headers.Contains("Accept"))
        {
            message.Headers.TryAddWithoutValidation("Accept", "*/*");
        }

        return message;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Headers(HttpResponseMessage answer) =>
    [
        .. answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), string.Join(", ", header.Value))),
    ];

    private static void AddHeader(HttpRequestMessage message, string name, string value)
    {
        if (FramingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        if (ContentHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            message.Content?.Headers.TryAddWithoutValidation(name, value);
            return;
        }

        message.Headers.TryAddWithoutValidation(name, value);
    }

    private static void Check(string name, string value)
    {
        if (name.Length == 0 || !Ascii.IsValid(name) || name.AsSpan().ContainsAny(" \t\r\n\0:;,()<>@\"/[]?={}\\"))
        {
            throw new NodeException("INVALID_HEADER", $"'{name}' cannot be the name of a header");
        }

        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new NodeException("INVALID_HEADER", $"The header '{name}' must not hold line breaks");
        }
    }
}
