using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>A fetch step's config as the request that it means.</summary>
internal static class FetchRequest
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public static IReadOnlyList<string> Methods { get; } = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <summary>The request, or what is wrong with the config.</summary>
    /// <exception cref="NodeException">The method is no text.</exception>
    public static (HttpCall? Call, string? Problem) Read(NodeContext context)
    {
        if (context["url"].AsText is not { Length: > 0 } text)
        {
            return (null, "Missing required parameter: url");
        }

        if (ReadUrl(text) is not { } url)
        {
            return (null, $"Invalid URL format: {Shortened(text)}");
        }

        var method = ReadMethod(context["method"]);
        if (!Methods.Contains(method))
        {
            return (null, $"Invalid HTTP method: {Shortened(method)}");
        }

        if (ReadTimeout(context["timeout"]) is not { } timeout)
        {
            return (null, "Invalid timeout: it must be milliseconds, or text such as \"10s\", of more than nothing and at most a day");
        }

        if (context["headers"] is { IsNullOrMissing: false, AsMap: null })
        {
            return (null, "Invalid headers: they must be an object");
        }

        var headers = ReadHeaders(context["headers"].AsMap ?? ValueMap.Empty);
        var body = method is "POST" or "PUT" or "PATCH" ? ReadBody(context["body"], headers) : default;
        return (new(method, url, headers, body, timeout), null);
    }

    // On Unix an address that begins with a slash is read as that of a file.
    private static Uri? ReadUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && !url.IsFile ? url : null;

    private static string ReadMethod(Value method)
    {
        if (method.IsMissing)
        {
            return "GET";
        }

        return method.AsText?.ToUpperInvariant() ?? throw new NodeException("INVALID_PARAMETER", $"The method must be text, not {Shortened(method.ToString())}");
    }

    private static TimeSpan? ReadTimeout(Value timeout)
    {
        var duration = Duration.TryParse(timeout.IsMissing ? 30_000 : timeout);
        return duration > TimeSpan.Zero && duration <= LongestTimeout ? duration : null;
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(ValueMap headers) =>
        [.. headers.Where(header => !header.Value.IsNullOrMissing).Select(header => KeyValuePair.Create(header.Key, Coerce.Text(header.Value)))];

    private static ReadOnlyMemory<byte> ReadBody(Value body, List<KeyValuePair<string, string>> headers)
    {
        if (body.IsNullOrMissing || body.AsText is "")
        {
            return default;
        }

        var type = headers.Find(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        var isJson = body.Kind is ValueKind.Map or ValueKind.List;
        if (type is null)
        {
            headers.Add(new("Content-Type", isJson ? "application/json" : "text/plain;charset=UTF-8"));
        }

        var isForm = type?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) == true;
        return Encoding.UTF8.GetBytes(isForm && body.AsMap is { } fields ? FormText(fields) : isJson ? Json.Write(body) : Coerce.Text(body));
    }

    /// <summary>The fields as a form's text; a list is its field several times.</summary>
    private static string FormText(ValueMap fields)
    {
        var pairs = fields.SelectMany(field => field.Value.AsList?.Select(item => (field.Key, item)) ?? [(field.Key, field.Value)]);
        return string.Join('&', pairs.Select(pair => $"{FormPart(pair.Item1)}={FormPart(Coerce.TemplateText(pair.Item2))}"));
    }

    private static string FormPart(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "...";
}
