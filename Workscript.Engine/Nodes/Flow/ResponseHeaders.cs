using System.Buffers;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>The headers of an answer, so that whoever sends it need not look at them again.</summary>
internal static class ResponseHeaders
{
    // The server that sends the answer says these itself; a contradiction would let one answer be read as two.
    private static readonly string[] OfTheServer = ["Connection", "Content-Length", "Keep-Alive", "Trailer", "Transfer-Encoding", "Upgrade"];

    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The headers as texts, with the body's type where they do not say it; or what is wrong with them.</summary>
    public static (ValueMap Headers, string? Problem) Read(ValueMap given, Value body)
    {
        var headers = new ValueMap.Builder(given.Count + 1);
        var saysType = body.IsNullOrMissing;
        foreach (var (name, value) in given)
        {
            if (Problem(name, value) is { } problem)
            {
                return (ValueMap.Empty, problem);
            }

            if (!value.IsNullOrMissing)
            {
                headers.Set(name, Coerce.Text(value));
                saysType |= name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
            }
        }

        if (!saysType)
        {
            headers.Set("Content-Type", body.IsText ? "text/plain; charset=utf-8" : "application/json");
        }

        return (headers.Build(), null);
    }

    private static string? Problem(string name, Value value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            return $"'{name}' is no name of a header";
        }

        if (OfTheServer.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return $"The header '{name}' is the server's own: leave it out";
        }

        return value.Kind is ValueKind.List or ValueKind.Map || (value.AsText is { } text && text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            ? $"The header '{name}' must be text on one line"
            : null;
    }
}
