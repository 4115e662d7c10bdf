using Microsoft.AspNetCore.StaticFiles;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>What a resource's path tells of it, and what is said of it as a value.</summary>
internal static class ResourceTypes
{
    private static readonly string[] Names =
    [
        "id", "name", "path", "type", "mimeType", "size", "checksum", "revision", "authorType", "authorId", "description", "tags", "isPublic", "createdAt", "updatedAt",
    ];

    private static readonly FileExtensionContentTypeProvider Extensions = new() { Mappings = { [".md"] = "text/markdown", [".yaml"] = "text/yaml", [".yml"] = "text/yaml" } };

    public static string MimeTypeOf(string path) => Extensions.TryGetContentType(path, out var type) ? type : "text/plain";

    public static ResourceType TypeOf(string path, string mimeType) => mimeType switch
    {
        _ when mimeType.StartsWith("image/", StringComparison.Ordinal) => ResourceType.Image,
        _ when mimeType.StartsWith("audio/", StringComparison.Ordinal) => ResourceType.Audio,
        "application/json" or "text/csv" or "text/xml" or "text/yaml" => ResourceType.Data,
        _ => path.StartsWith("prompts/", StringComparison.Ordinal) ? ResourceType.Prompt : ResourceType.Document,
    };

    public static ValueMap Describe(Resource resource) => ValueMap.Of(
        Names,
        resource.Id,
        resource.Name,
        resource.Path,
        resource.Type.ToString().ToLowerInvariant(),
        resource.MimeType,
        resource.Size,
        resource.Checksum,
        resource.Revision,
        resource.CreatedBy is null ? "user" : "workflow",
        resource.CreatedBy,
        resource.Description,
        Json.Read(resource.Tags),
        resource.IsPublic,
        DateText.Of(resource.CreatedAt),
        DateText.Of(resource.UpdatedAt));
}
