using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>A JSON value with its name and its place in the text. A map keeps its members as they are written.</summary>
internal sealed class DocumentNode(DocumentNode? parent, string name)
{
    /// <summary>The name in the map around it, or the place in the list, from 0.</summary>
    public string Name => name;

    /// <summary>The JSON pointer of this node. Made when it is asked for: most nodes never are.</summary>
    public string Path => field ??= parent is null ? "" : $"{parent.Path}/{Escaped(name)}";

    /// <summary>Where the name begins, or the value where it has none: bytes from the start of the text.</summary>
    public required int NameStart { get; init; }

    /// <summary>Where the value begins: bytes from the start of the text.</summary>
    public required int Start { get; init; }

    public required ValueKind Kind { get; init; }

    /// <summary>The value. That of a list or a map is made when it is asked for: of steps it never is.</summary>
    public Value Value
    {
        get => field.IsMissing ? field = Made() : field;
        init;
    }

    /// <summary>The text, or null for any other kind.</summary>
    public string? Text => Kind == ValueKind.Text ? Value.AsText : null;

    public DocumentNode[] Members => Kind == ValueKind.Map ? Children : [];

    public DocumentNode[] Items => Kind == ValueKind.List ? Children : [];

    /// <summary>The members of a map, of which no two have one name, or the items of a list.</summary>
    public DocumentNode[] Children { private get; set; } = [];

    public DocumentNode? Member(string name)
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

    private Value Made()
    {
        var values = Array.ConvertAll(Children, child => child.Value);
        if (Kind == ValueKind.List)
        {
            return ValueList.Of(values);
        }

        return values.Length == 0 ? ValueMap.Empty : ValueMap.Of(Array.ConvertAll(Children, child => child.Name), values);
    }

    private static string Escaped(string name) => name.AsSpan().ContainsAny('~', '/') ? name.Replace("~", "~0").Replace("/", "~1") : name;
}
