using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Reads and writes files in the server's folder for them, which a path cannot leave.</summary>
internal sealed class FilesystemNode : INode
{
    public NodeInfo Info { get; } = new()
    {
        Id = "filesystem",
        Family = NodeFamily.Files,
        Summary = "Read and write files in the data folder",
        Details = "Paths begin at the `files` folder of the data folder, with or without a leading slash, and cannot leave it. `write` replaces a file as a whole: " +
            "whoever reads it sees the old or the new one. Folders on the way are made.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = ["read", "write", "append", "exists", "delete", "mkdir", "list", "copy", "move"] },
            new("path", ParameterKind.Text, "Which file or folder") { Required = true, Placeholder = "reports/{{$.month}}.csv" },
            new("content", ParameterKind.Json, "What to write or append: text as it is, lists and objects as JSON"),
            new("encoding", ParameterKind.Choice, "Whether the content is text, or bytes as base64") { Choices = FileContent.Encodings, Default = "text" },
            new("to", ParameterKind.Text, "Where to copy or move it; a file that is there is replaced") { Placeholder = "archive/{{$.month}}.csv" },
            new("recursive", ParameterKind.Switch, "Delete a folder with all that is in it") { Default = false },
        ],
        Edges =
        [
            new("success", "It is done") { Data = ["path", "content", "size", "to", "entries", "count"] },
            new("exists", "There is such a file or folder") { Data = ["exists", "path"] },
            new("not_exists", "There is no such file or folder") { Data = ["exists", "path", "error"], FallsBackTo = "error" },
            new("error", "It could not be done") { Data = ["error", "code", "operation", "path"] },
        ],
        StateKeys = ["fileContent", "fileWritten", "fileExists", "fileDeleted", "dirCreated", "fileList", "fileCopied", "fileMoved"],
        Effect = NodeEffect.Once,
        Example = """
            {
              "id": "filesystem-example",
              "name": "Keep a log in a file",
              "version": "1.0.0",
              "workflow": [
                { "filesystem": { "operation": "append", "path": "logs/visits.txt", "content": "somebody came\n" } },
                { "filesystem": { "operation": "read", "path": "logs/visits.txt", "success?": { "log": { "message": "$.fileContent" } } } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (!Coerce.Truth(context["operation"]) || !Coerce.Truth(context["path"]))
        {
            return Outcome.Fail("Missing operation or path");
        }

        var step = new FileStep(context, Coerce.Text(context["operation"]), Coerce.Text(context["path"]), cancellation);
        try
        {
            return await step.RunAsync();
        }
        catch (NodeException e)
        {
            return step.Failed(e.Message, e.Code);
        }
    }

    public NodeEffect EffectOf(NodeContext context) => Coerce.Text(context["operation"]) switch
    {
        "read" or "exists" or "list" => NodeEffect.None,
        "write" or "mkdir" or "copy" => NodeEffect.Repeatable,
        _ => NodeEffect.Once,
    };
}
