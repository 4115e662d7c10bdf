using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Bytes as values: as UTF-8 text, or as base64.</summary>
internal static class FileContent
{
    public static IReadOnlyList<string> Encodings { get; } = ["text", "base64"];

    /// <exception cref="NodeException">The content is too large to be a text of the state.</exception>
    public static Value Decode(byte[] content, string encoding) => encoding == "base64" ? Base64(content) : Text(content);

    /// <summary>The bytes of a text; lists and maps as JSON.</summary>
    /// <exception cref="NodeException">The text is no base64.</exception>
    public static byte[] Encode(Value content, string encoding)
    {
        var text = content.Kind is ValueKind.List or ValueKind.Map ? Json.Write(content) : Coerce.Text(content);
        if (encoding != "base64")
        {
            return Encoding.UTF8.GetBytes(text);
        }

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new NodeException("INVALID_CONTENT", "The content is no base64", e);
        }
    }

    public static string Text(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        return text.Length <= ValueLimits.Text ? text : throw TooLarge(content);
    }

    public static string Base64(byte[] content) => content.Length / 3 * 4 <= ValueLimits.Text ? Convert.ToBase64String(content) : throw TooLarge(content);

    private static NodeException TooLarge(byte[] content) =>
        new("TOO_LARGE", $"The content has {content.Length >> 20} MiB, which is longer than a text can be ({ValueLimits.Text >> 20} million characters)");
}
