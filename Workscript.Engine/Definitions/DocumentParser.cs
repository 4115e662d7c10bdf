using System.Globalization;
using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>JSON text to a tree of <see cref="DocumentNode"/>s, with what is wrong with the text itself: its syntax, its depth, names given twice.</summary>
internal sealed class DocumentParser(ReadOnlyMemory<byte> utf8, DiagnosticList diagnostics)
{
    public const int MaxBytes = 2 * 1024 * 1024;
    public const int MaxDepth = 64;

    private const int FewMembers = 12;

    // The children so far of all nodes that are being read, those of the innermost last: each gets an array that fits when it is done.
    private readonly List<DocumentNode> _unfinished = [];

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
            diagnostics.Error(Codes.InvalidJson, "", $"This is not JSON that can be read: {Json.Problem(e)}", Place(e, reader));
            return null;
        }
    }

    private DocumentNode Node(ref Utf8JsonReader reader, DocumentNode? parent, string name, int? nameStart = null)
    {
        if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw new JsonException($"it is nested deeper than {MaxDepth} levels");
        }

        var start = Start(reader);
        var value = reader.TokenType switch
        {
            JsonTokenType.StartObject or JsonTokenType.StartArray => Value.Missing,
            JsonTokenType.String => Text(ref reader),
            _ => Json.Read(ref reader),
        };
        var kind = value.IsMissing ? (reader.TokenType == JsonTokenType.StartObject ? ValueKind.Map : ValueKind.List) : value.Kind;
        var node = new DocumentNode(parent, name) { NameStart = nameStart ?? start, Start = start, Kind = kind, Value = value };
        if (value.IsMissing)
        {
            node.Children = kind == ValueKind.Map ? ReadMembers(ref reader, node) : ReadItems(ref reader, node);
        }

        return node;
    }

    private DocumentNode[] ReadMembers(ref Utf8JsonReader reader, DocumentNode node)
    {
        var first = _unfinished.Count;
        HashSet<string>? names = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = Start(reader);
            var name = Text(ref reader);
            reader.Read();
            var member = Node(ref reader, node, name, start);
            if (IsNew(name, first, ref names))
            {
                _unfinished.Add(member);
                continue;
            }

            diagnostics.Error(Codes.DuplicateKey, member.Path, $"The name '{Shortened(name)}' is given twice in one object: remove or rename one of them", start);
        }

        return TakeFrom(first);
    }

    /// <summary>Whether no member from that place on has the name. A set is made where there are many.</summary>
    private bool IsNew(string name, int first, ref HashSet<string>? names)
    {
        if (_unfinished.Count - first >= FewMembers)
        {
            names ??= _unfinished.Skip(first).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            return names.Add(name);
        }

        for (var i = first; i < _unfinished.Count; i++)
        {
            if (_unfinished[i].Name == name)
            {
                return false;
            }
        }

        return true;
    }

    private DocumentNode[] ReadItems(ref Utf8JsonReader reader, DocumentNode node)
    {
        var first = _unfinished.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _unfinished.Add(Node(ref reader, node, (_unfinished.Count - first).ToString(CultureInfo.InvariantCulture)));
        }

        return TakeFrom(first);
    }

    private DocumentNode[] TakeFrom(int first)
    {
        var children = new DocumentNode[_unfinished.Count - first];
        _unfinished.CopyTo(first, children, 0, children.Length);
        _unfinished.RemoveRange(first, children.Length);
        return children;
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
