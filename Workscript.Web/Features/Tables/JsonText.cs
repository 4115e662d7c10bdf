using System.Text.Json;

namespace Workscript.Web.Features.Tables;

/// <summary>JSON as a person edits it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        return JsonSerializer.Serialize(document, Options);
    }
}
