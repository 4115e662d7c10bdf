using System.IO.Compression;
using System.Text;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>States as snapshots and back: compressed, quickly rather than well.</summary>
internal static class Snapshots
{
    public static RunSnapshot Of(string runId, long sequence, ValueMap state)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(Json.Write(state)));
        }

        return new() { RunId = runId, Sequence = sequence, State = packed.ToArray() };
    }

    public static ValueMap Read(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var text = new MemoryStream();
        brotli.CopyTo(text);
        return Json.Read(text.GetBuffer().AsSpan(0, (int)text.Length)).AsMap!;
    }
}
