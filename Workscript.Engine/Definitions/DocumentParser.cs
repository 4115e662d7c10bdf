using System.Globalization;
using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>JSON text to a tree of <see cref="DocumentNode"/>s, with what is wrong with the text itself: its syntax, its depth, names given twice.</summary>
internal sealed class DocumentParser(ReadOnlyMemory<byte> utf8, DiagnosticList diagnostics)
{
    public const int MaxBytes = 2 * 1024 * 1024;
    public const int MaxDepth = 64;

    /// <summary>The tree; null, with a diagnostic, when the text is not JSON.</summary>
    public DocumentNode? Parse()
    {
        if (utf8.Length > MaxBytes)
        {
            diagnostics.Error(Codes.SchemaValidationError, "", $"The document is {utf8.Length:N0} bytes long; at most {MaxBytes:N0} (2 MiB) are allowed", 0);
            return null;
        }

        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        try
        {
            reader.Read();
            var root = Node(ref reader, null, "");
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            diagnostics.Error(Codes.InvalidJson, "", Message(e), Place(e, reader));
            return null;
        }
    }

    private DocumentNode Node(ref Utf8JsonReader reader, DocumentNode? parent, string name)
    {
        var node = new DocumentNode(parent, name) { Start = Start(reader) };
        if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw new JsonException($"it is nested deeper than {MaxDepth} levels");
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMembers(ref reader, node);
                break;
            case JsonTokenType.StartArray:
                ReadItems(ref reader, node);
                break;
            case JsonTokenType.String:
                node.Value = Text(ref reader);
                break;
            default:
                node.Value = Json.Read(ref reader);
                break;
        }

        return node;
    }

    private void ReadMembers(ref Utf8JsonReader reader, DocumentNode node)
    {
        var members = new List<DocumentMember>();
        var map = new ValueMap.Builder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = Start(reader);
            var name = Text(ref reader);
            reader.Read();
            var member = Node(ref reader, node, name);
            if (map.Contains(name))
            {
                diagnostics.Error(Codes.DuplicateKey, member.Path, $"The name '{Shortened(name)}' is given twice in one object: remove or rename one of them", start);
                continue;
            }

            members.Add(new(name, start, member));
            map.Set(name, member.Value);
        }

        node.Members = members;
        node.Value = map.Build();
    }

    private void ReadItems(ref Utf8JsonReader reader, DocumentNode node)
    {
        var items = new List<DocumentNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Node(ref reader, node, items.Count.ToString(CultureInfo.InvariantCulture)));
        }

        node.Items = items;
        node.Value = ValueList.Of(items.Select(item => item.Value).ToArray());
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text holds half of a surrogate pair", e);
        }
    }

    private static int Start(in Utf8JsonReader reader) => (int)reader.TokenStartIndex;

    private static string Message(JsonException e)
    {
        // The framework's messages end in places counted from 0, which ours replace.
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"This is not JSON that can be read: {(end < 0 ? e.Message : e.Message[..end]).TrimEnd('.', ' ')}";
    }

    private int Place(JsonException e, in Utf8JsonReader reader)
    {
        if (e.LineNumber is not { } line || e.BytePositionInLine is not { } column)
        {
            return Start(reader);
        }

        var at = 0;
        for (; line > 0; line--)
        {
            at += utf8.Span[at..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(at + column, utf8.Length);
    }

    internal static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
