using System.Buffers;
using System.Text;

namespace Workscript.Engine.Values;

/// <summary>A place in the state that can be written: a key, or a key and the members below it.</summary>
public sealed class StatePath : IEquatable<StatePath>
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly string[] _below;

    private StatePath(string key, string[] below)
    {
        Root = key;
        // What is set there would be too deep for a value; and the way there must not overflow the stack.
        _below = below.Length <= ValueLimits.MemberDepth
            ? below
            : throw new ValueLimitException($"A place in the state is deeper than {ValueLimits.MemberDepth} levels");
    }

    /// <summary>The key of the state.</summary>
    public string Root { get; }

    /// <summary>The members below the key, outermost first; none for the key itself.</summary>
    public ReadOnlySpan<string> Below => _below;

    /// <summary>The key itself, whatever characters it has.</summary>
    public static StatePath Key(string key) => new(key, []);

    public static StatePath Of(ReadOnlySpan<string> names) => new(names[0], names[1..].ToArray());

    /// <summary>Reads <c>a.b.c</c> or <c>$.a.b.c</c>, names of letters, digits and underscores; null if it is anything else, or too deep.</summary>
    public static StatePath? TryParse(string text) => OfDotted(text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text);

    /// <summary>Reads <c>a.b.c</c>, as <see cref="TryParse"/> does.</summary>
    internal static StatePath? OfDotted(string text)
    {
        if (!IsDotted(text))
        {
            return null;
        }

        return text.AsSpan().Count('.') switch
        {
            0 => Key(text),
            <= ValueLimits.MemberDepth => Of(text.Split('.')),
            _ => null,
        };
    }

    /// <summary>Whether the text is names of letters, digits and underscores with dots between them, and begins with no digit.</summary>
    internal static bool IsDotted(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('.'))
        {
            var name = text[range];
            if (name.IsEmpty || name.ContainsAnyExcept(NameCharacters))
            {
                return false;
            }
        }

        return !char.IsAsciiDigit(text[0]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote, as records keep it.</summary>
    /// <exception cref="FormatException">The text is no such path.</exception>
    public static StatePath Parse(string text)
    {
        var names = new List<string>();
        for (var at = 1; at < text.Length;)
        {
            names.Add(text[at] == '.' ? PlainName(text, ref at) : QuotedName(text, ref at));
        }

        return names.Count > 0 && text[0] == '$' ? new(names[0], [.. names.Skip(1)]) : throw NoPath(text);
    }

    /// <summary>Whether the other path is this one, or one below it.</summary>
    public bool Contains(StatePath other) => Root == other.Root && other.Below.StartsWith(Below);

    /// <summary>
    /// The value with the member at this path set or, when it is missing, removed; members on the way are made. A list has no members but its
    /// elements and the one after them: set below another name, it stays as it is.
    /// </summary>
    public Value Apply(Value root, Value value) => _below.Length == 0 ? value : Apply(root, _below, value);

    /// <summary>The first list on the way that has no place for the name that follows; null when this path can be set.</summary>
    internal StatePath? ListInTheWay(Value root)
    {
        for (var i = 0; i < _below.Length; i++)
        {
            if (root.AsList is { } list && PlaceIn(list, _below[i]) is null)
            {
                return new(Root, _below[..i]);
            }

            root = Child(root, _below[i]);
        }

        return null;
    }

    public bool Equals(StatePath? other) => other is not null && Root == other.Root && Below.SequenceEqual(other.Below);

    public override bool Equals(object? obj) => Equals(obj as StatePath);

    public override int GetHashCode() => HashCode.Combine(Root, _below.Length);

    /// <summary><c>$.a.b</c>, with <c>['x y']</c> for names that are not plain.</summary>
    public override string ToString()
    {
        var text = "$" + Member(Root);
        foreach (var name in _below)
        {
            text += Member(name);
        }

        return text;
    }

    private static Value Apply(Value parent, ReadOnlySpan<string> below, Value value)
    {
        var next = below.Length == 1 ? value : Apply(Child(parent, below[0]), below[1..], value);
        if (parent.AsList is { } list)
        {
            var place = PlaceIn(list, below[0]);
            return place is null || (place == list.Count && next.IsMissing) ? parent : list.With(place.Value, next.IsMissing ? Value.Null : next);
        }

        var map = parent.AsMap ?? ValueMap.Empty;
        return next.IsMissing ? map.Without(below[0]) : map.With(below[0], next);
    }

    private static int? PlaceIn(ValueList list, string name) => ValuePath.IndexIn(list, name) ?? (name == NumberText.Of(list.Count) ? list.Count : null);

    private static Value Child(Value parent, string name) =>
        parent.AsList is { } list && ValuePath.IndexIn(list, name) is { } index ? list[index] : parent[name];

    private static string Member(string name) => IsDotted(name) && !name.Contains('.') ? "." + name : $"['{name.Replace("\\", "\\\\").Replace("'", "\\'")}']";

    private static string PlainName(string text, ref int at)
    {
        var start = ++at;
        var length = text.AsSpan(start).IndexOfAny('.', '[');
        at = length < 0 ? text.Length : start + length;
        return text[start..at];
    }

    private static string QuotedName(string text, ref int at)
    {
        var name = new StringBuilder();
        for (at += 2; at < text.Length && text[at] != '\''; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
            name.Append(at < text.Length ? text[at] : throw NoPath(text));
        }

        at += 2;
        return at <= text.Length && text[at - 1] == ']' ? name.ToString() : throw NoPath(text);
    }

    private static FormatException NoPath(string text) => new($"'{text}' is not the path of a state change");
}
