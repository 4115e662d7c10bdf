using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>What one <c>filesystem</c> step does.</summary>
internal sealed class FileStep(NodeContext context, string operation, string path, CancellationToken cancellation)
{
    private static readonly string[] FailureNames = ["operation", "path"];
    private static readonly string[] ContentNames = ["content", "path", "size"];
    private static readonly string[] ExistenceNames = ["exists", "path"];
    private static readonly string[] MissingNames = ["exists", "path", "error"];
    private static readonly string[] ListNames = ["entries", "count", "path"];
    private static readonly string[] EntryNames = ["name", "path", "type", "size", "modifiedAt"];
    private static readonly string[] TransferNames = ["path", "to"];

    private readonly string _encoding = context.Text("encoding", "text");

    private FileFolder Files => context.Host.Files;

    /// <exception cref="NodeException">The host cannot do it.</exception>
    public async ValueTask<Outcome> RunAsync()
    {
        if (!FileContent.Encodings.Contains(_encoding))
        {
            return Outcome.Fail($"Invalid encoding: {_encoding}. Must be one of {string.Join(", ", FileContent.Encodings)}");
        }

        return operation switch
        {
            "read" => await ReadAsync(),
            "write" or "append" => await WriteAsync(),
            "exists" => await ExistsAsync(),
            "delete" => await Files.DeleteAsync(path, context.Flag("recursive"), cancellation) ? Done("fileDeleted") : Missing(),
            "mkdir" => await CreateFolderAsync(),
            "list" => await ListAsync(),
            "copy" or "move" => await TransferAsync(),
            _ => Outcome.Fail($"Unknown operation: {operation}"),
        };
    }

    public Outcome Failed(string message, string code) => Outcome.Fail(message, code, ValueMap.Of(FailureNames, operation, path));

    private async Task<Outcome> ReadAsync()
    {
        if (await Files.ReadAsync(path, cancellation) is not { } bytes)
        {
            return Missing();
        }

        var content = FileContent.Decode(bytes, _encoding);
        context.Set("fileContent", content);
        return Outcome.Take("success", ValueMap.Of(ContentNames, content, path, bytes.Length));
    }

    private async Task<Outcome> WriteAsync()
    {
        if (context["content"].IsNullOrMissing)
        {
            return Outcome.Fail($"Missing content for {operation} operation");
        }

        var content = FileContent.Encode(context["content"], _encoding);
        await (operation == "write" ? Files.WriteAsync(path, content, cancellation) : Files.AppendAsync(path, content, cancellation));
        return Done("fileWritten");
    }

    private async Task<Outcome> ExistsAsync()
    {
        var exists = await Files.ExistsAsync(path, cancellation);
        context.Set("fileExists", exists);
        return Outcome.Take(exists ? "exists" : "not_exists", ValueMap.Of(ExistenceNames, exists, path));
    }

    private async Task<Outcome> CreateFolderAsync()
    {
        await Files.CreateFolderAsync(path, cancellation);
        return Done("dirCreated");
    }

    private async Task<Outcome> ListAsync()
    {
        if (await Files.ListAsync(path, cancellation) is not { } found)
        {
            return Missing();
        }

        var entries = new Value[found.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = found[i];
            entries[i] = ValueMap.Of(
                EntryNames, entry.Name, $"{path.TrimEnd('/')}/{entry.Name}", entry.IsFolder ? "folder" : "file", entry.Size, DateText.Of(entry.ModifiedAt));
        }

        var list = ValueList.Of(entries);
        context.Set("fileList", list);
        return Outcome.Take("success", ValueMap.Of(ListNames, list, list.Count, path));
    }

    private async Task<Outcome> TransferAsync()
    {
        if (!Coerce.Truth(context["to"]))
        {
            return Outcome.Fail($"Missing to for {operation} operation");
        }

        var to = Coerce.Text(context["to"]);
        var isCopy = operation == "copy";
        if (!await (isCopy ? Files.CopyAsync(path, to, cancellation) : Files.MoveAsync(path, to, cancellation)))
        {
            return Missing();
        }

        context.Set(isCopy ? "fileCopied" : "fileMoved", to);
        return Outcome.Take("success", ValueMap.Of(TransferNames, path, to));
    }

    private Outcome Done(string key)
    {
        context.Set(key, path);
        return Outcome.Take("success", ValueMap.Of("path", path));
    }

    /// <summary>Takes the finer edge only where it is named: without it, a missing file is an error.</summary>
    private Outcome Missing()
    {
        var message = $"There is no file or folder '{path}'";
        return context.NamesEdge("not_exists") ? Outcome.Take("not_exists", ValueMap.Of(MissingNames, false, path, message)) : Failed(message, "NOT_FOUND");
    }
}
