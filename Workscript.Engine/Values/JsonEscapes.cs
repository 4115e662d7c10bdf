using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workscript.Engine.Values;

/// <summary>
/// The escapes of a JSON string, for texts that hold half of a surrogate pair: the framework reads none, ECMAScript does, and a value must be
/// read back from what was written of it.
/// </summary>
internal static class JsonEscapes
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of what stands between the quotes, whose escapes a reader found to be well-formed.</summary>
    /// <exception cref="JsonException">It is not UTF-8.</exception>
    public static string Read(ReadOnlySpan<byte> utf8)
    {
        var written = Decode(utf8);
        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != '\\')
            {
                text.Append(written[i]);
                continue;
            }

            text.Append(CharacterAt(written, ++i));
            i += written[i] == 'u' ? 4 : 0;
        }

        return text.ToString();
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new JsonException("A text is not UTF-8", e);
        }
    }

    private static char CharacterAt(string written, int at) => written[at] switch
    {
        'u' => (char)ushort.Parse(written.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        var itself => itself,
    };
}
