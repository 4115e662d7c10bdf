using Workscript.Engine.Nodes;
using Workscript.Web.Hosting;

namespace Workscript.Web.NodeHosting;

/// <summary>The files of workflows, in the data folder. One change is made at a time, so that the quota holds.</summary>
public sealed class DataFiles : FileFolder, IDisposable
{
    private const long MostBytes = 64L << 20;
    private const int MostListed = 10_000;

    private static readonly EnumerationOptions WithoutLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly string _data;
    private readonly FileRoot _root;
    private readonly AtomicFiles _atomic;
    private readonly FileQuota _quota;
    private readonly SemaphoreSlim _changing = new(1);

    public DataFiles(DataFolder data, AtomicFiles atomic, IConfiguration configuration)
    {
        _data = data.Path;
        _root = new(data.Files);
        _atomic = atomic;
        _quota = new(FileQuota.Bytes(configuration, FileQuota.Setting));
    }

    public override Task<byte[]?> ReadAsync(string path, CancellationToken cancellation) => LookAsync<byte[]?>(path, async place =>
    {
        if (!File.Exists(place))
        {
            RefuseFolder(place, path);
            return null;
        }

        CheckSize(new FileInfo(place).Length, path);
        return await File.ReadAllBytesAsync(place, cancellation);
    });

    public override Task<bool> ExistsAsync(string path, CancellationToken cancellation) => LookAsync(path, place => Task.FromResult(Path.Exists(place)));

    public override Task<IReadOnlyList<FileEntry>?> ListAsync(string path, CancellationToken cancellation) => LookAsync<IReadOnlyList<FileEntry>?>(path, place =>
    {
        if (!Directory.Exists(place))
        {
            return Task.FromResult<IReadOnlyList<FileEntry>?>(null);
        }

        var entries = new DirectoryInfo(place).EnumerateFileSystemInfos("*", WithoutLinks).Take(MostListed + 1)
            .Select(info => new FileEntry(info.Name, info is DirectoryInfo, info is FileInfo file ? file.Length : 0, info.LastWriteTimeUtc))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        return entries.Count <= MostListed
            ? Task.FromResult<IReadOnlyList<FileEntry>?>(entries)
            : throw new NodeException("TOO_LARGE", $"'{path}' has more than {MostListed:N0} entries: keep them in several folders");
    });

    public override Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation) => ChangeAsync(path, async place =>
    {
        Prepare(place, path, content.Length, content.Length - SizeOf(place));
        await _atomic.WriteAsync(place, content, cancellation);
        return true;
    }, cancellation);

    public override Task AppendAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation) => ChangeAsync(path, async place =>
    {
        Prepare(place, path, SizeOf(place) + content.Length, content.Length);
        await AtomicFiles.AppendAsync(place, content, cancellation);
        return true;
    }, cancellation);

    public override Task<bool> CopyAsync(string path, string to, CancellationToken cancellation) => ChangeAsync(path, async place =>
    {
        if (!File.Exists(place))
        {
            RefuseFolder(place, path);
            return false;
        }

        var target = _root.Resolve(to);
        if (target != place)
        {
            Prepare(target, to, SizeOf(place), SizeOf(place) - SizeOf(target));
            await _atomic.CopyAsync(place, target, cancellation);
        }

        return true;
    }, cancellation);

    public override Task<bool> MoveAsync(string path, string to, CancellationToken cancellation) => ChangeAsync(path, place =>
    {
        var target = _root.Resolve(to);
        RefuseRoot(place, path);
        if (File.Exists(place))
        {
            Prepare(target, to, 0, 0);
            File.Move(place, target, overwrite: true);
            return Task.FromResult(true);
        }

        if (!Directory.Exists(place))
        {
            return Task.FromResult(false);
        }

        if (Path.Exists(target) || target.StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new NodeException("NOT_ALLOWED", $"'{path}' cannot become '{to}': that is there already, or in the folder itself");
        }

        Prepare(target, to, 0, 0);
        Directory.Move(place, target);
        return Task.FromResult(true);
    }, cancellation);

    public override Task CreateFolderAsync(string path, CancellationToken cancellation) => ChangeAsync(path, place =>
    {
        if (!Directory.Exists(place))
        {
            _quota.Claim(_root.Folder, 0, FilePath.Names(path).Count);
            DataFolder.Make(place);
        }

        return Task.FromResult(true);
    }, cancellation);

    public override Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation) => ChangeAsync(path, place =>
    {
        RefuseRoot(place, path);
        if (File.Exists(place))
        {
            File.Delete(place);
            return Task.FromResult(true);
        }

        if (!Directory.Exists(place))
        {
            return Task.FromResult(false);
        }

        if (!recursive && Directory.EnumerateFileSystemEntries(place).Any())
        {
            throw new NodeException("NOT_EMPTY", $"'{path}' is a folder with something in it: delete that first, or set recursive");
        }

        Directory.Delete(place, recursive);
        return Task.FromResult(true);
    }, cancellation);

    public void Dispose() => _changing.Dispose();

    private async Task<T> ChangeAsync<T>(string path, Func<string, Task<T>> change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            return await LookAsync(path, change);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<T> LookAsync<T>(string path, Func<string, Task<T>> work)
    {
        try
        {
            return await work(_root.Resolve(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where the data folder is, is nobody's business.
            var reason = e.Message.Replace(_root.Folder, "", StringComparison.Ordinal).Replace(_data, "", StringComparison.Ordinal);
            throw new NodeException("FILE_ERROR", $"'{path}': {reason}", e);
        }
    }

    /// <summary>Makes room for a file, and the folders on the way to it.</summary>
    private void Prepare(string place, string path, long size, long more)
    {
        RefuseRoot(place, path);
        RefuseFolder(place, path);
        CheckSize(size, path);
        _quota.Claim(_root.Folder, more, FilePath.Names(path).Count);
        DataFolder.Make(Path.GetDirectoryName(place)!);
    }

    private static long SizeOf(string place) => new FileInfo(place) is { Exists: true } file ? file.Length : 0;

    private void RefuseRoot(string place, string path)
    {
        if (place == _root.Folder)
        {
            throw new NodeException("NOT_ALLOWED", $"'{path}' is the folder for files itself");
        }
    }

    private static void RefuseFolder(string place, string path)
    {
        if (Directory.Exists(place))
        {
            throw new NodeException("IS_FOLDER", $"'{path}' is a folder");
        }
    }

    private static void CheckSize(long bytes, string path)
    {
        if (bytes > MostBytes)
        {
            throw new NodeException("TOO_LARGE", $"'{path}' has {bytes >> 20} MiB; a file may have {MostBytes >> 20}");
        }
    }
}
