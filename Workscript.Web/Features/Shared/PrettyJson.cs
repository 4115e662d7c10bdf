using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Workscript.Web.Features.Shared;

/// <summary>JSON text laid out for the eye, as far as a page should show it; the rest is for the download.</summary>
public sealed class PrettyJson
{
    /// <summary>Characters.</summary>
    public const int Most = 64 * 1024;

    private const int LongestLine = 48;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();
    private int _depth;
    private int _inline;
    private bool _isFirst = true;
    private bool _followsName;

    private PrettyJson(string json, bool isCut)
    {
        IsCut = isCut;
        Write(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Whether there is more of it than <see cref="Html"/> shows.</summary>
    public bool IsCut { get; }

    public IHtmlContent Html => new HtmlString(_html.ToString());

    /// <summary>Lays out a JSON text; one that <paramref name="isCut"/> ends somewhere in the middle.</summary>
    public static PrettyJson Of(string json, bool isCut = false) => json.Length > Most ? new(json[..Most], true) : new(json, isCut);

    private void Write(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: !IsCut, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        while (reader.Read())
        {
            WriteToken(ref reader);
        }

        if (IsCut)
        {
            // The token that the cut went through, a long text as a rule, as far as it goes.
            _html.Append(Encoder.Encode(Encoding.UTF8.GetString(utf8[(int)reader.BytesConsumed..]).TrimEnd('\uFFFD'))).Append('…');
        }
    }

    private void WriteToken(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Begin();
                _html.Append(reader.TokenType == JsonTokenType.StartObject ? '{' : '[');
                _inline += _inline > 0 || IsShort(reader) ? 1 : 0;
                (_depth, _isFirst) = (_depth + 1, true);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _depth--;
                NewLine(unless: _isFirst || _inline > 0);
                _inline -= _inline > 0 ? 1 : 0;
                _html.Append(reader.TokenType == JsonTokenType.EndObject ? '}' : ']');
                _isFirst = false;
                break;
            case JsonTokenType.PropertyName:
                Begin();
                Span('k', $"\"{Raw(ref reader)}\"");
                _html.Append(": ");
                _followsName = true;
                break;
            case JsonTokenType.String:
                Begin();
                Span('s', $"\"{Raw(ref reader)}\"");
                break;
            case JsonTokenType.Number:
                Begin();
                Span('n', Raw(ref reader));
                break;
            default:
                Begin();
                Span('l', Raw(ref reader));
                break;
        }
    }

    private void Begin()
    {
        if (_followsName)
        {
            _followsName = false;
            _isFirst = false;
            return;
        }

        if (!_isFirst)
        {
            _html.Append(',');
        }

        if (_inline > 0)
        {
            _html.Append(_isFirst ? "" : " ");
        }

        NewLine(unless: _depth == 0 || _inline > 0);
        _isFirst = false;
    }

    /// <summary>Whether what begins here is a list without lists or objects in it that fits a line. The reader is a copy: looking ahead costs it nothing.</summary>
    private static bool IsShort(Utf8JsonReader ahead)
    {
        var start = ahead.BytesConsumed;
        if (ahead.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (ahead.Read() && ahead.BytesConsumed - start <= LongestLine)
        {
            if (ahead.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            if (ahead.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                return false;
            }
        }

        return false;
    }

    private void NewLine(bool unless)
    {
        if (!unless)
        {
            _html.Append('\n').Append(' ', _depth * 2);
        }
    }

    private void Span(char kind, string text) =>
        _html.Append("<span class=").Append(kind).Append('>').Append(Encoder.Encode(text)).Append("</span>");

    // As it is written, escapes and all.
    private static string Raw(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan);
}
