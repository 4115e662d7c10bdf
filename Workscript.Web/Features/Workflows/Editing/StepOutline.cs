using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The steps of a text as a tree, in reading order. It does not ask whether the text is a valid workflow: what cannot be told is left out.</summary>
public sealed class StepOutline
{
    public const string StepsPointer = "/workflow";
    private const string LoopSuffix = "...";

    private readonly JsonText _text;
    private readonly NodeCatalog _catalog;
    private readonly HashSet<string> _topLevel;
    private readonly Dictionary<string, WrittenStep> _byPath = [];

    private StepOutline(JsonText text, NodeCatalog catalog)
    {
        _text = text;
        _catalog = catalog;
        var items = text.Find(StepsPointer) is { Kind: ValueKind.List } list ? list.Children : [];
        _topLevel = items.Select(KeyOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Steps = [.. items.Select(item => Read(item, depth: 0))];
    }

    public IReadOnlyList<WrittenStep> Steps { get; }

    public int Count => _byPath.Count;

    /// <summary>All steps, in reading order.</summary>
    public IEnumerable<WrittenStep> All => Steps.SelectMany(WithNested);

    public static StepOutline Of(JsonText text, NodeCatalog catalog) => new(text, catalog);

    public WrittenStep? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The step that a place in the text belongs to: the innermost of those around it.</summary>
    public WrittenStep? Around(string pointer)
    {
        for (var path = pointer; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            if (Find(path) is { } step)
            {
                return step;
            }
        }

        return null;
    }

    private WrittenStep Read(JsonPart part, int depth)
    {
        var key = KeyOf(part) ?? "";
        var config = part is { Kind: ValueKind.Map, Children: [var member] } ? member : null;
        var isLoop = key.EndsWith(LoopSuffix, StringComparison.Ordinal);
        var isSetter = key.StartsWith('$');
        var info = _catalog.Find(isSetter ? SetterId : isLoop ? key[..^LoopSuffix.Length] : key)?.Info;
        var options = config?.Kind == ValueKind.Map ? config.Children.Where(child => child.Name.StartsWith('@')).ToDictionary(child => child.Name, _text.ValueOf) : [];
        var step = new WrittenStep(part, config, key, info, isLoop, isSetter)
        {
            Number = _byPath.Count + 1,
            Depth = depth,
            Name = options.GetValueOrDefault("@name").AsText,
            IsDisabled = options.GetValueOrDefault("@disabled").IsTrue,
            IsPinned = options.ContainsKey("@pin"),
            Summary = Summarize(config, isSetter),
        };
        _byPath.TryAdd(step.Path, step);
        step.Edges = config?.Kind == ValueKind.Map ? [.. config.Children.Where(IsEdge).Select(edge => ReadEdge(edge, info, depth))] : [];
        return step;
    }

    private WrittenEdge ReadEdge(JsonPart part, NodeInfo? info, int depth)
    {
        var name = part.Name[..^1];
        var jump = part.Kind == ValueKind.Text && _text.ValueOf(part).AsText is { } target && _topLevel.Contains(target) ? target : null;
        IEnumerable<JsonPart> steps = part.Kind switch
        {
            ValueKind.List => part.Children,
            ValueKind.Map => [part],
            ValueKind.Text when jump is null => [part],
            _ => [],
        };
        return new(part, name, info?.Edge(name), [.. steps.Select(step => Read(step, depth + 1))], jump);
    }

    private static IEnumerable<WrittenStep> WithNested(WrittenStep step) => step.Edges.SelectMany(edge => edge.Steps).SelectMany(WithNested).Prepend(step);

    private string? KeyOf(JsonPart step) => step.Kind switch
    {
        ValueKind.Text => _text.ValueOf(step).AsText,
        ValueKind.Map when step.Children is [var only] => only.Name,
        _ => null,
    };

    /// <summary>What the step is about, in a line: the value of a setter, else the first parameters.</summary>
    private string Summarize(JsonPart? config, bool isSetter)
    {
        if (config is null)
        {
            return "";
        }

        if (isSetter && (config.Kind != ValueKind.Map || config.Child("value") is null))
        {
            return "= " + Shown(config);
        }

        return string.Join(", ", config.Children.Where(child => config.Kind == ValueKind.Map && !IsEdge(child) && !child.Name.StartsWith('@')).Take(2).Select(Shown));
    }

    private string Shown(JsonPart part)
    {
        var value = part.Kind is ValueKind.Map or ValueKind.List && part.End - part.Start > 400 ? Value.Of("…") : _text.ValueOf(part);
        return Data.Texts.Shorten((value.AsText ?? value.ToString()).ReplaceLineEndings(" "), 60);
    }

    internal static bool IsEdge(JsonPart member) => member.Name.Length > 1 && member.Name.EndsWith('?');

    internal const string SetterId = "__state_setter__";
}

/// <summary>A step as it is written: <paramref name="Part"/> is all of it, <paramref name="Config"/> what stands behind its key, if anything does.</summary>
public sealed record WrittenStep(JsonPart Part, JsonPart? Config, string Key, NodeInfo? Node, bool IsLoop, bool IsSetter)
{
    /// <summary>The document itself, whose head is changed as a step's config is.</summary>
    public static WrittenStep Head(JsonText text) => new(text.Root, text.Root, "", null, IsLoop: false, IsSetter: false);

    /// <summary>The JSON pointer, by which findings and records name the step too.</summary>
    public string Path { get; } = Part.Pointer;

    /// <summary>Its place in reading order, from 1.</summary>
    public int Number { get; init; }

    public int Depth { get; init; }

    public string? Name { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>Whether it stands for itself in test runs.</summary>
    public bool IsPinned { get; init; }

    public string Summary { get; init; } = "";

    public IReadOnlyList<WrittenEdge> Edges { get; set; } = [];

    /// <summary>Whether it is not a step, but the document around them.</summary>
    public bool IsHead => Part.Parent is null;

    /// <summary>Whether it stands in a list, where it can have neighbours.</summary>
    public bool IsListed => Part.Parent?.Kind == ValueKind.List;

    /// <summary>The declared edges that the step does not name.</summary>
    public IEnumerable<EdgeInfo> OtherEdges => Node is null ? [] : Node.Edges.Where(edge => Edges.All(named => named.Name != edge.Name));

    /// <summary>Where its config is, or would be.</summary>
    public string ConfigPath => $"{Path}/{JsonPart.Escaped(Key)}";
}

/// <summary>An edge that a step names: its steps, or the top-level step that it jumps to; neither where it leads nowhere.</summary>
public sealed record WrittenEdge(JsonPart Part, string Name, EdgeInfo? Info, IReadOnlyList<WrittenStep> Steps, string? JumpTo)
{
    public string Path { get; } = Part.Pointer;
}
