using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Other ways to write a text, and hashes of it. Bytes are those of UTF-8; hashes are written in hex.</summary>
internal static class EncodingFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("base64", "base64(text)", "The text's UTF-8 bytes in Base64", "base64('héllo')", "\"aMOpbGxv\"", 1, 1, a => Convert.ToBase64String(Bytes(a, 0))),
        new("base64Decode", "base64Decode(text)", "The text that was encoded, in Base64 of either kind", "base64Decode('aMOpbGxv')", "\"héllo\"", 1, 1, Base64Decode),
        new("base64Url", "base64Url(text)", "In Base64 that is safe in addresses", "base64Url('a?>')", "\"YT8-\"", 1, 1, a => Base64Url.EncodeToString(Bytes(a, 0))),
        new("hex", "hex(text)", "The text's UTF-8 bytes in hex", "hex('hé')", "\"68c3a9\"", 1, 1, a => Convert.ToHexStringLower(Bytes(a, 0))),
        new("hexDecode", "hexDecode(text)", "The text that was encoded", "hexDecode('68c3a9')", "\"hé\"", 1, 1, HexDecode),
        new("urlEncode", "urlEncode(text)", "Safe as a part of a URL", "urlEncode('a b&c')", "\"a%20b%26c\"", 1, 1, a => UrlEncoded(a.Text(0))) { Aliases = ["encodeURIComponent"] },
        new("urlDecode", "urlDecode(text)", "The text that was encoded", "urlDecode('a%20b')", "\"a b\"", 1, 1, a => Uri.UnescapeDataString(a.Text(0))) { Aliases = ["decodeURIComponent"] },
        new("urlQuery", "urlQuery(object)", "The object as the query of a URL; a list gives its name several times", "urlQuery({q: 'a b', tag: ['x', 'y']})", "\"q=a%20b&tag=x&tag=y\"", 1, 1, Query),
        new("parseQuery", "parseQuery(text)", "The object of such a query; a name that comes several times has a list", "parseQuery('?q=a+b&tag=x&tag=y')", "{\"q\":\"a b\",\"tag\":[\"x\",\"y\"]}", 1, 1, ParseQuery),
        new("htmlEncode", "htmlEncode(text)", "Safe as text in HTML and XML", "htmlEncode('<b> & \"c\"')", "\"&lt;b&gt; &amp; &quot;c&quot;\"", 1, 1, HtmlEncode),
        new("htmlDecode", "htmlDecode(text)", "With HTML's entities read", "htmlDecode('caf&eacute; &amp; &#169;')", "\"café & ©\"", 1, 1, a => System.Net.WebUtility.HtmlDecode(a.Text(0))),
        new("sha256", "sha256(text)", "The SHA-256 hash", "sha256('')", "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"", 1, 1, a => Convert.ToHexStringLower(SHA256.HashData(Bytes(a, 0)))),
        new("sha512", "sha512(text)", "The SHA-512 hash", "sha512('abc').slice(0, 16)", "\"ddaf35a193617aba\"", 1, 1, a => Convert.ToHexStringLower(SHA512.HashData(Bytes(a, 0)))),
        new("sha1", "sha1(text)", "The SHA-1 hash, for services that still ask for it", "sha1('abc')", "\"a9993e364706816aba3e25717850c26c9cd0d89d\"", 1, 1, a => Convert.ToHexStringLower(SHA1.HashData(Bytes(a, 0)))),
        new("md5", "md5(text)", "The MD5 hash, for services that still ask for it", "md5('abc')", "\"900150983cd24fb0d6963f7d28e17f72\"", 1, 1, a => Convert.ToHexStringLower(MD5.HashData(Bytes(a, 0)))),
        new("hmac", "hmac(text, key, hash?)", "The HMAC of the text by SHA-256, or by sha512 or sha1", "hmac('what do ya want for nothing?', 'Jefe')", "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\"", 2, 3, Hmac),
        new("uuid", "uuid()", "A new random identifier", "uuid().length", "36", 0, 0, _ => Guid.NewGuid().ToString()),
    ];

    private static byte[] Bytes(Arguments a, int index) => Encoding.UTF8.GetBytes(a.Text(index));

    private static Value Base64Decode(Arguments a)
    {
        try
        {
            var text = a.Text(0).Replace('-', '+').Replace('_', '/');
            return Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            throw a.Error("got text that is not Base64");
        }
    }

    private static Value HexDecode(Arguments a)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(a.Text(0)));
        }
        catch (FormatException)
        {
            throw a.Error("got text that is not hex");
        }
    }

    private static string UrlEncoded(string text)
    {
        // A character becomes up to three bytes, and each of those three characters.
        ValueLimits.CheckText(text.Length <= ValueLimits.Text / 9 ? 0 : Encoding.UTF8.GetByteCount(text) * 3L);
        return Uri.EscapeDataString(text);
    }

    private static Value Query(Arguments a)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in a.Map(0))
        {
            foreach (var item in value.AsList is { } list ? list.AsSpan() : [value])
            {
                query.Append(query.Length == 0 ? "" : "&").Append(UrlEncoded(name)).Append('=').Append(UrlEncoded(a.TextOf(item)));
                ValueLimits.CheckText(query.Length);
            }
        }

        return query.ToString();
    }

    private static Value ParseQuery(Arguments a)
    {
        var members = new Dictionary<string, List<Value>>(StringComparer.Ordinal);
        var text = a.Text(0);
        foreach (var range in text.AsSpan().TrimStart('?').Split('&'))
        {
            a.Scope.Spend(1);
            var pair = text.AsSpan().TrimStart('?')[range];
            var equals = pair.IndexOf('=');
            if (pair.Length > 0)
            {
                var name = Decoded(equals < 0 ? pair : pair[..equals]);
                (members.TryGetValue(name, out var values) ? values : members[name] = []).Add(equals < 0 ? "" : Decoded(pair[(equals + 1)..]));
            }
        }

        var map = new ValueMap.Builder(members.Count);
        foreach (var (name, values) in members)
        {
            map.Set(name, values.Count == 1 ? values[0] : ValueList.Of(values));
        }

        return map.Build();
    }

    private static string Decoded(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));

    private static Value HtmlEncode(Arguments a)
    {
        var html = new StringBuilder();
        foreach (var c in a.Text(0))
        {
            _ = c switch
            {
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '&' => html.Append("&amp;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                _ => html.Append(c),
            };
            ValueLimits.CheckText(html.Length);
        }

        return html.ToString();
    }

    private static Value Hmac(Arguments a)
    {
        var (text, key) = (Bytes(a, 0), Bytes(a, 1));
        return Convert.ToHexStringLower(a.Text(2, "sha256") switch
        {
            "sha256" => HMACSHA256.HashData(key, text),
            "sha512" => HMACSHA512.HashData(key, text),
            "sha1" => HMACSHA1.HashData(key, text),
            var other => throw a.Error($"knows no hash '{other}': sha256, sha512 and sha1 are"),
        });
    }
}
