using System.Text;
using System.Text.Json;
using Workscript.Engine.Nodes.Files;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>An answer's bytes and headers as values.</summary>
internal static class FetchAnswer
{
    public static IReadOnlyList<string> Types { get; } = ["json", "text", "blob", "arrayBuffer"];

    /// <summary>The body as JSON (or as text where it is none), as text, or as base64.</summary>
    /// <exception cref="NodeException">The body is too large to be a text of the state.</exception>
    public static Value Read(HttpAnswer answer, string type) => type switch
    {
        "json" => ReadJson(answer),
        "text" => ReadText(answer),
        _ => FileContent.Base64(answer.Body),
    };

    public static ValueMap Headers(HttpAnswer answer)
    {
        var headers = new ValueMap.Builder(answer.Headers.Count);
        foreach (var (name, value) in answer.Headers)
        {
            headers.Set(name, value);
        }

        return headers.Build();
    }

    private static Value ReadJson(HttpAnswer answer)
    {
        try
        {
            return ValueLimits.CheckMember(Json.Read(WithoutMark(answer.Body)));
        }
        catch (Exception e) when (e is JsonException or ValueLimitException)
        {
            return ReadText(answer);
        }
    }

    private static Value ReadText(HttpAnswer answer)
    {
        var encoding = EncodingOf(answer);
        return encoding.GetString(encoding is UTF8Encoding ? WithoutMark(answer.Body) : answer.Body);
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] body) => body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(Encoding.UTF8.Preamble.Length) : body;

    /// <summary>What the Content-Type says of the text, where it is known; else UTF-8.</summary>
    private static Encoding EncodingOf(HttpAnswer answer)
    {
        var type = answer.Headers.FirstOrDefault(header => header.Key == "content-type").Value ?? "";
        var charset = type.Split(';').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase));
        return charset?["charset=".Length..].Trim('"', ' ').ToLowerInvariant() switch
        {
            // As browsers do, which know that servers mean Windows when they say Latin.
            "iso-8859-1" or "latin1" or "us-ascii" or "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            "utf-16" or "utf-16le" => Encoding.Unicode,
            _ => Encoding.UTF8,
        };
    }
}
