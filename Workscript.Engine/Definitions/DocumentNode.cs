using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>A JSON value with its place in the text. A map keeps its members as they are written.</summary>
internal sealed class DocumentNode(DocumentNode? parent, string name)
{
    /// <summary>The JSON pointer of this node. Made when it is asked for: most nodes never are.</summary>
    public string Path => field ??= parent is null ? "" : $"{parent.Path}/{name.Replace("~", "~0").Replace("/", "~1")}";

    /// <summary>Bytes from the start of the text.</summary>
    public required int Start { get; init; }

    public Value Value { get; set; }

    public IReadOnlyList<DocumentMember> Members { get; set; } = [];

    public IReadOnlyList<DocumentNode> Items { get; set; } = [];

    public ValueKind Kind => Value.Kind;

    public DocumentMember? Member(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}

internal sealed record DocumentMember(string Name, int NameStart, DocumentNode Node);
