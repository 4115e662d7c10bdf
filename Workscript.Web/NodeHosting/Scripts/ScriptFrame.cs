using System.Buffers.Binary;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>What goes between the server and a process that runs scripts: a length in four bytes, then so many bytes.</summary>
internal static class ScriptFrame
{
    private const int LengthBytes = 4;
    private const int MostBytes = 64 * 1024 * 1024;

    public static async Task WriteAsync(Stream stream, Action<BinaryWriter> write)
    {
        using var frame = new MemoryStream();
        using var writer = new BinaryWriter(frame);
        writer.Write(0);
        write(writer);
        writer.Flush();
        BinaryPrimitives.WriteInt32LittleEndian(frame.GetBuffer(), (int)frame.Length - LengthBytes);
        await stream.WriteAsync(frame.GetBuffer().AsMemory(0, (int)frame.Length));
        await stream.FlushAsync();
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is longer than any frame.</exception>
    public static async Task<BinaryReader?> ReadAsync(Stream stream)
    {
        var head = new byte[LengthBytes];
        if (await stream.ReadAtLeastAsync(head, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > MostBytes)
        {
            throw new InvalidDataException("A frame is longer than any can be");
        }

        var body = new byte[length];
        return await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false) < length ? null : new BinaryReader(new MemoryStream(body));
    }
}
