using System.Security.Cryptography;

namespace Workscript.Engine.Nodes.Security;

/// <summary>The hash functions by their names, plain and with a key.</summary>
internal static class Hashing
{
    private const uint Crc32Polynomial = 0xedb88320;

    private static readonly uint[] Crc32Table = MakeCrc32Table();

    public static IReadOnlyList<string> Algorithms { get; } = ["sha256", "sha384", "sha512", "sha1", "md5", "crc32"];

    /// <summary>The hash, or null when there is no such function.</summary>
    public static byte[]? Of(string algorithm, byte[] data) => algorithm switch
    {
        "sha256" => SHA256.HashData(data),
        "sha384" => SHA384.HashData(data),
        "sha512" => SHA512.HashData(data),
        "sha1" => SHA1.HashData(data),
        "md5" => MD5.HashData(data),
        "crc32" => Crc32(data),
        _ => null,
    };

    /// <summary>The HMAC (RFC 2104), or null when there is none of that name.</summary>
    public static byte[]? Of(string algorithm, byte[] data, byte[] key) => algorithm switch
    {
        "sha256" => HMACSHA256.HashData(key, data),
        "sha384" => HMACSHA384.HashData(key, data),
        "sha512" => HMACSHA512.HashData(key, data),
        "sha1" => HMACSHA1.HashData(key, data),
        "md5" => HMACMD5.HashData(key, data),
        _ => null,
    };

    /// <summary>The checksum of zip and png (ISO 3309), its highest byte first, as it is usually written.</summary>
    private static byte[] Crc32(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc = Crc32Table[(byte)crc ^ b] ^ (crc >> 8);
        }

        crc = ~crc;
        return [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }

    private static uint[] MakeCrc32Table()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
            {
                table[i] = (table[i] >> 1) ^ ((table[i] & 1) == 0 ? 0 : Crc32Polynomial);
            }
        }

        return table;
    }
}
