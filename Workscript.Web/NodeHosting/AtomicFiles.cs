using Workscript.Web.Hosting;

namespace Workscript.Web.NodeHosting;

/// <summary>Puts whole files in place: they are written elsewhere in the data folder, to the disk, and then take their name in one stroke.</summary>
public sealed class AtomicFiles(DataFolder data, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Longer than any write takes: what is older was left by a process that died.
    private static readonly TimeSpan Left = TimeSpan.FromDays(1);

    // Tried again when it fails.
    private readonly Lazy<string> _incoming = new(() => Prepare(data.Incoming, time.GetUtcNow().UtcDateTime), LazyThreadSafetyMode.PublicationOnly);

    public Task WriteAsync(string target, ReadOnlyMemory<byte> content, CancellationToken cancellation) => PutAsync(target, async temporary =>
    {
        await using var file = Open(temporary, FileMode.CreateNew);
        await file.WriteAsync(content, cancellation);
        file.Flush(flushToDisk: true);
    });

    public Task CopyAsync(string source, string target, CancellationToken cancellation) => PutAsync(target, async temporary =>
    {
        await using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var file = Open(temporary, FileMode.CreateNew);
        await from.CopyToAsync(file, cancellation);
        file.Flush(flushToDisk: true);
    });

    /// <summary>Adds to the end of a file. This alone is not atomic: a crash may leave a part.</summary>
    public static async Task AppendAsync(string target, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var file = Open(target, FileMode.Append);
        await file.WriteAsync(content, cancellation);
        file.Flush(flushToDisk: true);
    }

    private async Task PutAsync(string target, Func<string, Task> write)
    {
        var temporary = Path.Combine(_incoming.Value, Guid.NewGuid().ToString("N"));
        try
        {
            await write(temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new(path, options);
    }

    private static string Prepare(string folder, DateTime now)
    {
        DataFolder.Make(folder);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < now - Left))
        {
            file.Delete();
        }

        return folder;
    }
}
