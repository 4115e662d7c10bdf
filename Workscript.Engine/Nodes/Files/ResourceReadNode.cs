using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Reads a resource and what is said of it.</summary>
internal sealed class ResourceReadNode : INode
{
    private static readonly string[] OutputNames = ["content", "resource", "mimeType", "size"];
    private static readonly string[] ResponseTypes = ["text", "json", "binary"];

    public NodeInfo Info { get; } = new()
    {
        Id = "resource-read",
        Family = NodeFamily.Files,
        Summary = "Read a resource",
        Parameters =
        [
            ResourceStep.ById,
            ResourceStep.ByPath,
            new("responseType", ParameterKind.Choice, "What to make of the content: text, JSON (text where it is none), or base64") { Choices = ResponseTypes, Default = "text" },
            ResourceStep.Timeout,
        ],
        Edges =
        [
            new("success", "The resource is there") { Data = OutputNames },
            new("not_found", "There is no such resource") { Data = ["error", "path", "resourceId"] },
            new("error", "It could not be read") { Data = ["error", "code"] },
        ],
        StateKeys = ["resourceContent", "resourceMetadata"],
        Example = """
            {
              "id": "resource-read-example",
              "name": "Use a text that is kept on the server",
              "version": "1.0.0",
              "workflow": [
                { "resource-read": {
                    "path": "texts/welcome.md",
                    "success?": { "log": { "message": "$.resourceContent" } },
                    "not_found?": { "log": { "level": "warning", "message": "There is no welcome yet" } }
                } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (ResourceStep.KeyOf(context, out var problem) is not { } key)
        {
            return problem;
        }

        return ResourceStep.CheckChoice(context, "responseType", ResponseTypes)
            ?? await ResourceStep.RunAsync(context, token => ReadAsync(context, key, token), cancellation);
    }

    private static async Task<Outcome> ReadAsync(NodeContext context, ResourceKey key, CancellationToken cancellation)
    {
        if (await context.Host.Resources.ReadAsync(key, cancellation) is not { } found)
        {
            context.Set("resourceContent", Value.Null);
            context.Set("resourceMetadata", Value.Null);
            return ResourceStep.NotFound(key);
        }

        var content = Read(found.Content, ResourceStep.TextOf(context["responseType"]));
        context.Set("resourceContent", content);
        context.Set("resourceMetadata", found.Resource);
        return Outcome.Take("success", ValueMap.Of(OutputNames, content, found.Resource, found.Resource["mimeType"], found.Resource["size"]));
    }

    private static Value Read(byte[] content, string? type)
    {
        if (type == "binary")
        {
            return FileContent.Base64(content);
        }

        var text = FileContent.Text(content);
        try
        {
            return type == "json" ? ValueLimits.CheckMember(Json.Read(text)) : text;
        }
        catch (Exception e) when (e is JsonException or ValueLimitException)
        {
            return text;
        }
    }
}
