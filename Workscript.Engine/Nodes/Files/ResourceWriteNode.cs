using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Makes a resource, or gives one new content.</summary>
internal sealed class ResourceWriteNode : INode
{
    private static readonly string[] Modes = ["create", "update", "upsert"];

    public NodeInfo Info { get; } = new()
    {
        Id = "resource-write",
        Family = NodeFamily.Files,
        Summary = "Write a resource",
        Details = "Earlier contents are kept as the resource's history, the last fifty of them.",
        Parameters =
        [
            new("mode", ParameterKind.Choice, "Make one, change one, or whichever is needed") { Required = true, Choices = Modes },
            new("content", ParameterKind.Json, "The content: text as it is, lists and objects as JSON") { Required = true },
            new("encoding", ParameterKind.Choice, "Whether the content is text, or bytes as base64") { Choices = FileContent.Encodings, Default = "text" },
            new("path", ParameterKind.Text, "Where it is to be found") { Placeholder = "reports/{{$.month}}.json" },
            new("resourceId", ParameterKind.Text, "Which one to change, in place of a path"),
            new("name", ParameterKind.Text, "What to call it; the last part of its path without it"),
            new("type", ParameterKind.Choice, "What it is for; told from its path without it") { Choices = ResourceStep.Types },
            new("description", ParameterKind.Text, "What one should know about it"),
            new("tags", ParameterKind.List, "Words to find it by"),
            new("isPublic", ParameterKind.Switch, "Whether it is meant for everybody"),
            ResourceStep.Timeout,
        ],
        Edges =
        [
            new("created", "There is a new resource") { Data = ["resource", "resourceId"] },
            new("updated", "A resource has new content") { Data = ["resource", "resourceId", "previousChecksum"] },
            new("error", "It could not be written") { Data = ["error", "code", "path"] },
        ],
        StateKeys = ["writtenResource", "writtenResourceId"],
        Effect = NodeEffect.Repeatable,
        Example = """
            {
              "id": "resource-write-example",
              "name": "Keep a report",
              "version": "1.0.0",
              "initialState": { "report": { "orders": 12, "total": 480 } },
              "workflow": [
                { "resource-write": { "mode": "upsert", "path": "reports/today.json", "content": "$.report", "tags": ["daily"],
                    "created?": { "log": { "message": "A new report" } },
                    "updated?": { "log": { "message": "Revision {{$.writtenResource.revision}}" } } } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation) =>
        Problem(context) ?? await ResourceStep.RunAsync(context, token => WriteAsync(context, token), cancellation);

    private static Outcome? Problem(NodeContext context)
    {
        if (ResourceStep.TextOf(context["mode"]) is not { } mode)
        {
            return Outcome.Fail("Missing required parameter: mode", null, ValueMap.Of("expected", string.Join(", ", Modes)));
        }

        if (ResourceStep.CheckChoice(context, "mode", Modes) is { } unknown)
        {
            return unknown;
        }

        if (context["content"].IsNullOrMissing)
        {
            return Outcome.Fail("Missing required parameter: content");
        }

        var key = ResourceStep.KeyOf(context, out _);
        if (mode == "update" && key is null)
        {
            return Outcome.Fail("Either resourceId or path is required for update mode");
        }

        if (mode != "update" && key?.Path is null)
        {
            return Outcome.Fail($"Path is required for {mode} mode");
        }

        return ResourceStep.CheckChoice(context, "type", ResourceStep.Types) ?? ResourceStep.CheckChoice(context, "encoding", FileContent.Encodings);
    }

    private static async Task<Outcome> WriteAsync(NodeContext context, CancellationToken cancellation)
    {
        var mode = Coerce.Text(context["mode"]);
        var key = ResourceStep.KeyOf(context, out _)!.Value;
        var draft = new ResourceDraft(mode, mode == "update" ? key : key with { Id = null }, FileContent.Encode(context["content"], context.Text("encoding", "text")))
        {
            Name = ResourceStep.TextOf(context["name"]),
            Type = ResourceStep.TextOf(context["type"]),
            Description = ResourceStep.TextOf(context["description"]),
            Tags = context["tags"].AsList?.Select(Coerce.TemplateText).ToArray(),
            IsPublic = context["isPublic"].IsNullOrMissing ? null : context.Flag("isPublic"),
            WorkflowId = context.WorkflowId,
            RunId = context.RunId,
        };
        try
        {
            return Written(context, await context.Host.Resources.WriteAsync(draft, cancellation));
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code, ValueMap.Of([key.Id is null ? "path" : "resourceId"], key.Id ?? key.Path));
        }
    }

    private static Outcome Written(NodeContext context, ResourceWritten written)
    {
        var (resource, previous) = (written.Resource, written.PreviousChecksum);
        context.Set("writtenResource", resource);
        context.Set("writtenResourceId", resource["id"]);
        return previous is null
            ? Outcome.Take("created", ValueMap.Of(["resource", "resourceId"], resource, resource["id"]))
            : Outcome.Take("updated", ValueMap.Of(["resource", "resourceId", "previousChecksum"], resource, resource["id"], previous));
    }
}
