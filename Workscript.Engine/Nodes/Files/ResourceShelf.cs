using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// The resources of the server: contents with a path, a name, a type, tags and a history. What is said of one is a map of <c>id</c>, <c>path</c>, <c>name</c>,
/// <c>type</c>, <c>mimeType</c>, <c>size</c> and so on. What cannot be done is a <see cref="NodeException"/> with a code.
/// </summary>
public abstract class ResourceShelf
{
    /// <summary>Null when there is no such resource.</summary>
    public abstract Task<ResourceContent?> ReadAsync(ResourceKey key, CancellationToken cancellation);

    /// <summary>Makes a resource or gives it new content: <c>RESOURCE_EXISTS</c> and <c>RESOURCE_NOT_FOUND</c> where the mode forbids it.</summary>
    public abstract Task<ResourceWritten> WriteAsync(ResourceDraft draft, CancellationToken cancellation);

    public abstract Task<ResourcePage> ListAsync(ResourceFilter filter, CancellationToken cancellation);
}

/// <summary>Which resource is meant: by its id, or else by its path.</summary>
public readonly record struct ResourceKey(string? Id, string? Path);

public sealed record ResourceContent(ValueMap Resource, byte[] Content);

/// <summary>What to write. Null leaves what is said of a resource as it is.</summary>
public sealed record ResourceDraft(string Mode, ResourceKey Key, ReadOnlyMemory<byte> Content)
{
    public string? Name { get; init; }

    public string? Type { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public bool? IsPublic { get; init; }

    /// <summary>The workflow and the run that write it.</summary>
    public required string WorkflowId { get; init; }

    public required string RunId { get; init; }
}

/// <summary>A resource as it is now. The checksum is that of the content before; null for a resource that is new.</summary>
public sealed record ResourceWritten(ValueMap Resource, string? PreviousChecksum);

/// <summary>Which resources a list has: those with any of the tags, whose name, path or description holds the search text.</summary>
public sealed record ResourceFilter(string? Type, IReadOnlyList<string> Tags, string? Search, string? AuthorType, string SortBy, int Offset, int Limit);

/// <summary>A part of a list, and how many there are in all.</summary>
public sealed record ResourcePage(ValueList Items, int Total);
