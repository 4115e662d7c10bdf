using System.Security.Cryptography;
using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class EncodingFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("base64", "base64(text)", "The text's UTF-8 bytes in Base64", "base64('héllo')", "\"aMOpbGxv\"", 1, 1, a => Convert.ToBase64String(Encoding.UTF8.GetBytes(a.Text(0)))),
        new("base64Decode", "base64Decode(text)", "The text that was encoded", "base64Decode('aMOpbGxv')", "\"héllo\"", 1, 1, Base64Decode),
        new("urlEncode", "urlEncode(text)", "Safe as a part of a URL", "urlEncode('a b&c')", "\"a%20b%26c\"", 1, 1, a => Uri.EscapeDataString(a.Text(0))) { Aliases = ["encodeURIComponent"] },
        new("urlDecode", "urlDecode(text)", "The text that was encoded", "urlDecode('a%20b')", "\"a b\"", 1, 1, a => Uri.UnescapeDataString(a.Text(0))) { Aliases = ["decodeURIComponent"] },
        new("sha256", "sha256(text)", "The SHA-256 hash of the UTF-8 bytes, in hex", "sha256('')", "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"", 1, 1, a => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(a.Text(0))))),
        new("hmac", "hmac(text, key)", "The HMAC-SHA256 of the text, in hex", "hmac('what do ya want for nothing?', 'Jefe')", "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\"", 2, 2, a => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(a.Text(1)), Encoding.UTF8.GetBytes(a.Text(0))))),
        new("uuid", "uuid()", "A new random identifier", "uuid().length", "36", 0, 0, _ => Guid.NewGuid().ToString()),
    ];

    private static Value Base64Decode(Arguments a)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(a.Text(0)));
        }
        catch (FormatException)
        {
            throw a.Error("got text that is not Base64");
        }
    }
}
