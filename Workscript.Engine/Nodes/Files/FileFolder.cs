namespace Workscript.Engine.Nodes;

/// <summary>
/// The files that workflows may use: a folder, and nothing outside of it. Paths are as <see cref="FilePath"/> takes them. What cannot be done is
/// a <see cref="NodeException"/> with a code: <c>INVALID_PATH</c>, <c>NOT_ALLOWED</c>, <c>TOO_LARGE</c>, <c>QUOTA</c>, <c>FILE_ERROR</c>.
/// </summary>
public abstract class FileFolder
{
    /// <summary>The whole file; null when there is none.</summary>
    public abstract Task<byte[]?> ReadAsync(string path, CancellationToken cancellation);

    /// <summary>Writes a whole file, or nothing of it. Folders on the way are made.</summary>
    public abstract Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Adds to the end of a file, which is made when there is none.</summary>
    public abstract Task AppendAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Whether there is a file or a folder.</summary>
    public abstract Task<bool> ExistsAsync(string path, CancellationToken cancellation);

    /// <summary>Deletes a file or an empty folder; <paramref name="recursive"/> also deletes what is in a folder. False when there is nothing.</summary>
    public abstract Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation);

    /// <summary>Makes a folder, and those on the way. One that is there already is left as it is.</summary>
    public abstract Task CreateFolderAsync(string path, CancellationToken cancellation);

    /// <summary>What is in a folder, by name; null when there is none.</summary>
    public abstract Task<IReadOnlyList<FileEntry>?> ListAsync(string path, CancellationToken cancellation);

    /// <summary>Copies a file over whatever file is there. False when there is nothing to copy.</summary>
    public abstract Task<bool> CopyAsync(string path, string to, CancellationToken cancellation);

    /// <summary>Moves a file, over whatever file is there, or a folder. False when there is nothing to move.</summary>
    public abstract Task<bool> MoveAsync(string path, string to, CancellationToken cancellation);
}

/// <summary>A file, with its size in bytes, or a folder.</summary>
public sealed record FileEntry(string Name, bool IsFolder, long Size, DateTimeOffset ModifiedAt);
