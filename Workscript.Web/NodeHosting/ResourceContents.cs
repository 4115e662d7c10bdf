using System.Security.Cryptography;
using Workscript.Engine.Nodes;
using Workscript.Web.Hosting;

namespace Workscript.Web.NodeHosting;

/// <summary>The contents of resources in the data folder, each in a file that is named by its checksum: equal contents are one file, and none ever changes.</summary>
public sealed class ResourceContents(DataFolder data, AtomicFiles atomic)
{
    public static string ChecksumOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public async Task WriteAsync(string checksum, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var place = PlaceOf(checksum);
        if (File.Exists(place))
        {
            return;
        }

        try
        {
            DataFolder.Make(Path.GetDirectoryName(place)!);
            await atomic.WriteAsync(place, content, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NodeException("FILE_ERROR", $"The content cannot be written: {e.Message.Replace(data.Path, "", StringComparison.Ordinal)}", e);
        }
    }

    /// <exception cref="NodeException">It is gone, or is no longer what was written.</exception>
    public async Task<byte[]> ReadAsync(string checksum, CancellationToken cancellation)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(PlaceOf(checksum), cancellation);
            return ChecksumOf(content) == checksum ? content : throw new NodeException("DAMAGED", "The resource's content was changed in the data folder");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NodeException("DAMAGED", "The resource's content cannot be read from the data folder", e);
        }
    }

    public void Delete(string checksum) => File.Delete(PlaceOf(checksum));

    private string PlaceOf(string checksum) => Path.Combine(data.Resources, checksum[..2], checksum);
}
