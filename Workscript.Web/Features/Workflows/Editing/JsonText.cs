using System.Globalization;
using System.Text;
using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>A JSON text with the places of its values: a change of it leaves every other byte as it is.</summary>
public sealed class JsonText
{
    private const int MostLevels = 64;

    private readonly byte[] _utf8;

    private JsonText(string text, byte[] utf8, JsonPart root) => (Text, _utf8, Root) = (text, utf8, root);

    public string Text { get; }

    public JsonPart Root { get; }

    /// <summary>The text with its parts; null when it is not JSON.</summary>
    public static JsonText? TryRead(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MostLevels + 1 });
            reader.Read();
            var root = Read(ref reader, null, "", 0, (int)reader.TokenStartIndex);
            return reader.Read() ? null : new JsonText(text, utf8, root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The part at a JSON pointer; null when there is none.</summary>
    public JsonPart? Find(string pointer)
    {
        if (pointer.Length == 0)
        {
            return Root;
        }

        var part = pointer[0] == '/' ? Root : null;
        foreach (var name in pointer[1..].Split('/'))
        {
            part = part?.Child(JsonPart.Unescaped(name));
        }

        return part;
    }

    public Value ValueOf(JsonPart part) => Json.Read(_utf8.AsSpan(part.Start..part.End));

    public string RawOf(JsonPart part) => Slice(part.Start, part.End);

    /// <summary>The white space at the start of the line, where nothing else stands before the place on it; null otherwise.</summary>
    public string? IndentBefore(int place)
    {
        var start = LineStart(place);
        return _utf8.AsSpan(start..place).ContainsAnyExcept((byte)' ', (byte)'\t') ? null : Slice(start, place);
    }

    /// <summary>The white space with which the line of the place begins.</summary>
    public string IndentOfLine(int place)
    {
        var start = LineStart(place);
        var length = _utf8.AsSpan(start..place).IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Slice(start, length < 0 ? place : start + length);
    }

    /// <summary>The text with stretches of it replaced, which must not overlap.</summary>
    public JsonText With(params ReadOnlySpan<JsonSplice> splices)
    {
        var sorted = splices.ToArray();
        Array.Sort(sorted, (a, b) => a.Start.CompareTo(b.Start));
        var text = new StringBuilder();
        var at = 0;
        foreach (var splice in sorted)
        {
            text.Append(Slice(at, splice.Start)).Append(splice.Text);
            at = splice.End;
        }

        var changed = text.Append(Slice(at, _utf8.Length)).ToString();
        return TryRead(changed) ?? throw new InvalidOperationException("A change has made of JSON something that is none");
    }

    private int LineStart(int place) => _utf8.AsSpan(0, place).LastIndexOf((byte)'\n') + 1;

    private string Slice(int start, int end) => Encoding.UTF8.GetString(_utf8.AsSpan(start..end));

    private static JsonPart Read(ref Utf8JsonReader reader, JsonPart? parent, string name, int index, int nameStart)
    {
        var part = new JsonPart(parent, name, index)
        {
            NameStart = nameStart,
            Start = (int)reader.TokenStartIndex,
            Kind = reader.TokenType switch
            {
                JsonTokenType.StartObject => ValueKind.Map,
                JsonTokenType.StartArray => ValueKind.List,
                JsonTokenType.String => ValueKind.Text,
                JsonTokenType.Number => ValueKind.Number,
                JsonTokenType.True or JsonTokenType.False => ValueKind.Boolean,
                _ => ValueKind.Null,
            },
        };
        if (part.Kind is ValueKind.Map or ValueKind.List)
        {
            part.Children = ReadChildren(ref reader, part);
        }

        part.End = (int)reader.BytesConsumed;
        return part;
    }

    private static List<JsonPart> ReadChildren(ref Utf8JsonReader reader, JsonPart part)
    {
        var children = new List<JsonPart>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var start = (int)reader.TokenStartIndex;
            var name = children.Count.ToString(CultureInfo.InvariantCulture);
            if (part.Kind == ValueKind.Map)
            {
                name = reader.GetString()!;
                reader.Read();
            }

            children.Add(Read(ref reader, part, name, children.Count, start));
        }

        return children;
    }
}

/// <summary>A value in a text: its name or place in what is around it, and the bytes that it takes.</summary>
public sealed class JsonPart(JsonPart? parent, string name, int index)
{
    public JsonPart? Parent => parent;

    /// <summary>The name in the map around it, or the place in the list, from 0.</summary>
    public string Name => name;

    /// <summary>Its place among the children of what is around it.</summary>
    public int Index => index;

    public required ValueKind Kind { get; init; }

    /// <summary>Where the name begins, or the value where it has none.</summary>
    public required int NameStart { get; init; }

    public required int Start { get; init; }

    /// <summary>Behind the last byte.</summary>
    public int End { get; set; }

    public IReadOnlyList<JsonPart> Children { get; set; } = [];

    public string Pointer => parent is null ? "" : $"{parent.Pointer}/{Escaped(name)}";

    public JsonPart? Child(string name) => Children.FirstOrDefault(child => child.Name == name);

    public static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescaped(string name) => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

/// <summary>What stands in a text in place of its bytes from the one to before the other.</summary>
public readonly record struct JsonSplice(int Start, int End, string Text);
