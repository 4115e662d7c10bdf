using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workscript.Engine.Values;

/// <summary>JSON text (RFC 8259) to values and back, also texts with half of a surrogate pair, which cutting texts can leave. Text is written compactly and, as ECMAScript does, without escapes that JSON does not need.</summary>
public static class Json
{
    // Any value that can exist can be read back, with what wraps it in a record; values themselves set the limit.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = ValueLimits.Depth + 16 };

    /// <summary>The value of a JSON text. Of two members with one name the last counts, in the place of the first.</summary>
    /// <exception cref="JsonException">The text is not JSON; the message says where.</exception>
    public static Value Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Read(string)"/>
    public static Value Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        try
        {
            reader.Read();
            var value = Read(ref reader);
            reader.Read();
            return value;
        }
        catch (ValueLimitException e)
        {
            throw new JsonException(e.Message, e);
        }
        catch (JsonException e) when (e.LineNumber is { } line)
        {
            throw new JsonException($"{Problem(e)} (line {line + 1}, byte {e.BytePositionInLine + 1})", e);
        }
    }

    /// <summary>What is wrong with a text, without the framework's own words for where, and for who calls it.</summary>
    internal static string Problem(JsonException e)
    {
        if (e.Message.Contains("isFinalBlock", StringComparison.Ordinal))
        {
            return "there is nothing in it";
        }

        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).Replace(" which is not supported in this mode. Change the reader options", "", StringComparison.Ordinal).TrimEnd('.', ' ');
    }

    /// <summary>The value that the reader stands on; leaves it on the value's last token.</summary>
    public static Value Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Value.Null,
        JsonTokenType.True => Value.True,
        JsonTokenType.False => Value.False,
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.String => ReadText(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadMap(ref reader),
        _ => throw new JsonException($"Unexpected {reader.TokenType}"),
    };

    public static string Write(Value value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>Writes the value as the writer's next value. A missing value is written as null.</summary>
    public static void Write(Utf8JsonWriter writer, Value value) => writer.WriteRawValue(Write(value), skipInputValidation: true);

    /// <summary>Indented by two spaces, for people.</summary>
    public static string WriteIndented(Value value)
    {
        var text = new StringBuilder();
        WriteIndented(text, value, 0);
        return text.ToString();
    }

    public static void Write(StringBuilder text, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                WriteText(text, value.AsText!);
                break;
            case ValueKind.List:
                WriteList(text, value.AsList!);
                break;
            case ValueKind.Map:
                WriteMap(text, value.AsMap!);
                break;
            case ValueKind.Missing or ValueKind.Null:
                text.Append("null");
                break;
            case ValueKind.Boolean:
                text.Append(value.IsTrue ? "true" : "false");
                break;
            case ValueKind.Number:
                text.Append(NumberText.Of(value));
                break;
        }
    }

    internal static Value Number(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && long.TryParse(utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return Value.Of(integer);
        }

        var number = double.Parse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture);
        return Value.Of(number == 0 ? 0d : number);
    }

    private static Value ReadNumber(ref Utf8JsonReader reader) => Number(reader.ValueSpan);

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return JsonEscapes.Read(reader.ValueSpan);
        }
    }

    private static Value ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return ValueList.Of(items);
    }

    private static Value ReadMap(ref Utf8JsonReader reader)
    {
        var map = new ValueMap.Builder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadText(ref reader);
            reader.Read();
            map.Set(name, Read(ref reader));
        }

        return map.Build();
    }

    private static void WriteList(StringBuilder text, ValueList list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Write(text, list[i]);
        }

        text.Append(']');
    }

    private static void WriteMap(StringBuilder text, ValueMap map)
    {
        text.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            WriteText(text, map.Names[i]);
            text.Append(':');
            Write(text, map.Values[i]);
        }

        text.Append('}');
    }

    private static void WriteText(StringBuilder text, string content)
    {
        text.Append('"');
        var plain = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            var isHalfPair = char.IsSurrogate(c) && !IsPairAt(content, i);
            if (c is >= ' ' and not '"' and not '\\' && !isHalfPair)
            {
                continue;
            }

            text.Append(content, plain, i - plain);
            plain = i + 1;
            AppendEscape(text, c);
        }

        text.Append(content, plain, content.Length - plain).Append('"');
    }

    private static bool IsPairAt(string content, int at) => char.IsHighSurrogate(content[at])
        ? at + 1 < content.Length && char.IsLowSurrogate(content[at + 1])
        : at > 0 && char.IsHighSurrogate(content[at - 1]);

    private static void AppendEscape(StringBuilder text, char c)
    {
        var letter = c switch
        {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => 'u',
        };
        text.Append('\\').Append(letter);
        if (letter == 'u')
        {
            text.Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteIndented(StringBuilder text, Value value, int level)
    {
        var (open, close, count) = value.AsList is { } list ? ('[', ']', list.Count) : value.AsMap is { } members ? ('{', '}', members.Count) : (' ', ' ', 0);
        if (count == 0)
        {
            Write(text, value);
            return;
        }

        text.Append(open);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(' ', (level + 1) * 2);
            if (value.AsMap is { } map)
            {
                WriteText(text, map.Names[i]);
                text.Append(": ");
            }

            WriteIndented(text, value.AsMap is { } named ? named.Values[i] : value.AsList![i], level + 1);
        }

        text.Append('\n').Append(' ', level * 2).Append(close);
    }
}
