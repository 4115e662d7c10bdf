using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.NodeHosting;

/// <summary>Values as the database keeps them.</summary>
internal static class StoredText
{
    private const int MostCharacters = 128 * 1024;

    /// <exception cref="NodeException">It is longer than a row should be.</exception>
    public static string Of(Value value, string what)
    {
        var json = Json.Write(value);
        return json.Length <= MostCharacters
            ? json
            : throw new NodeException("TOO_LARGE", $"{what} has {json.Length:N0} characters as JSON, and at most {MostCharacters:N0} can be kept: larger things belong in a file or a resource");
    }

    /// <exception cref="NodeException">It is longer than its column, or ends with a space, which MySQL does not tell from none.</exception>
    public static string Key(string text, int most, string what)
    {
        if (text.Length > most)
        {
            throw new NodeException("TOO_LONG", $"{what} has {text.Length:N0} characters; at most {most:N0} are allowed");
        }

        return text.EndsWith(' ') ? throw new NodeException("INVALID_KEY", $"{what} may not end with a space") : text;
    }

    /// <summary>A workflow's id as a key. Of a document that is not stored it may be longer than any stored one's.</summary>
    public static string Scope(string workflowId) => workflowId.Length <= Data.Workflow.MaxId ? workflowId : Fingerprint(workflowId);

    /// <summary>64 hexadecimal digits that stand for the text.</summary>
    public static string Fingerprint(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
