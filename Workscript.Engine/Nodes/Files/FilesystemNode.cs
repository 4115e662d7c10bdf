using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Reads and writes files in the server's folder for them, which a path cannot leave.</summary>
internal sealed class FilesystemNode : INode
{
    private static readonly string[] Operations = ["read", "write", "append", "exists", "delete", "mkdir", "list", "copy", "move"];
    private static readonly string[] EntryNames = ["name", "path", "type", "size", "modifiedAt"];

    public NodeInfo Info { get; } = new()
    {
        Id = "filesystem",
        Family = NodeFamily.Files,
        Summary = "Read and write files in the data folder",
        Details = "Paths begin at the `files` folder of the data folder, with or without a leading slash, and cannot leave it. `write` replaces a file as a whole: " +
            "whoever reads it sees the old or the new one. Folders on the way are made.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = Operations },
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

        var operation = Coerce.Text(context["operation"]);
        var path = Coerce.Text(context["path"]);
        try
        {
            return await ExecuteAsync(new(context, operation, path, context.Text("encoding", "text"), cancellation));
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code, ValueMap.Of(["operation", "path"], operation, path));
        }
    }

    private static async Task<Outcome> ExecuteAsync(Call call)
    {
        if (!FileContent.Encodings.Contains(call.Encoding))
        {
            return Outcome.Fail($"Invalid encoding: {call.Encoding}. Must be one of {string.Join(", ", FileContent.Encodings)}");
        }

        return call.Operation switch
        {
            "read" => await ReadAsync(call),
            "write" or "append" => await WriteAsync(call),
            "exists" => await ExistsAsync(call),
            "delete" => await call.Files.DeleteAsync(call.Path, call.Context.Flag("recursive"), call.Cancellation) ? Done(call, "fileDeleted", call.Path) : Missing(call),
            "mkdir" => await CreateFolderAsync(call),
            "list" => await ListAsync(call),
            "copy" or "move" => await TransferAsync(call),
            _ => Outcome.Fail($"Unknown operation: {call.Operation}"),
        };
    }

    private static async Task<Outcome> ReadAsync(Call call)
    {
        if (await call.Files.ReadAsync(call.Path, call.Cancellation) is not { } bytes)
        {
            return Missing(call);
        }

        var content = FileContent.Decode(bytes, call.Encoding);
        call.Context.Set("fileContent", content);
        return Outcome.Take("success", ValueMap.Of(["content", "path", "size"], content, call.Path, bytes.Length));
    }

    private static async Task<Outcome> WriteAsync(Call call)
    {
        if (call.Context["content"].IsNullOrMissing)
        {
            return Outcome.Fail($"Missing content for {call.Operation} operation");
        }

        var content = FileContent.Encode(call.Context["content"], call.Encoding);
        await (call.Operation == "write" ? call.Files.WriteAsync(call.Path, content, call.Cancellation) : call.Files.AppendAsync(call.Path, content, call.Cancellation));
        return Done(call, "fileWritten", call.Path);
    }

    private static async Task<Outcome> ExistsAsync(Call call)
    {
        var exists = await call.Files.ExistsAsync(call.Path, call.Cancellation);
        call.Context.Set("fileExists", exists);
        return Outcome.Take(exists ? "exists" : "not_exists", ValueMap.Of(["exists", "path"], exists, call.Path));
    }

    private static async Task<Outcome> CreateFolderAsync(Call call)
    {
        await call.Files.CreateFolderAsync(call.Path, call.Cancellation);
        return Done(call, "dirCreated", call.Path);
    }

    private static async Task<Outcome> ListAsync(Call call)
    {
        if (await call.Files.ListAsync(call.Path, call.Cancellation) is not { } found)
        {
            return Missing(call);
        }

        var folder = call.Path.TrimEnd('/');
        var entries = new Value[found.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = found[i];
            entries[i] = ValueMap.Of(EntryNames, entry.Name, $"{folder}/{entry.Name}", entry.IsFolder ? "folder" : "file", entry.Size, DateText.Of(entry.ModifiedAt));
        }

        var list = ValueList.Of(entries);
        call.Context.Set("fileList", list);
        return Outcome.Take("success", ValueMap.Of(["entries", "count", "path"], list, list.Count, call.Path));
    }

    private static async Task<Outcome> TransferAsync(Call call)
    {
        if (!Coerce.Truth(call.Context["to"]))
        {
            return Outcome.Fail($"Missing to for {call.Operation} operation");
        }

        var to = Coerce.Text(call.Context["to"]);
        var isCopy = call.Operation == "copy";
        if (!await (isCopy ? call.Files.CopyAsync(call.Path, to, call.Cancellation) : call.Files.MoveAsync(call.Path, to, call.Cancellation)))
        {
            return Missing(call);
        }

        call.Context.Set(isCopy ? "fileCopied" : "fileMoved", to);
        return Outcome.Take("success", ValueMap.Of(["path", "to"], call.Path, to));
    }

    private static Outcome.Taken Done(Call call, string key, string path)
    {
        call.Context.Set(key, path);
        return new("success", ValueMap.Of("path", path));
    }

    /// <summary>Taken as the finer edge only where it is named: without it, a missing file is an error.</summary>
    private static Outcome Missing(Call call)
    {
        var message = $"There is no file or folder '{call.Path}'";
        return call.Context.NamesEdge("not_exists")
            ? Outcome.Take("not_exists", ValueMap.Of(["exists", "path", "error"], false, call.Path, message))
            : Outcome.Fail(message, "NOT_FOUND", ValueMap.Of(["operation", "path"], call.Operation, call.Path));
    }

    private sealed record Call(NodeContext Context, string Operation, string Path, string Encoding, CancellationToken Cancellation)
    {
        public FileFolder Files => Context.Host.Files;
    }
}
