using System.Buffers;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>
/// The steps of a document, nested ones included. A step is <c>"node"</c>, <c>{ "node": { config } }</c> or <c>{ "$.path": value }</c>; the config
/// holds parameters, routes (<c>"edge?"</c>) and options (<c>"@name"</c>).
/// </summary>
internal sealed class StepReader(NodeCatalog catalog, DiagnosticList diagnostics)
{
    public const int MaxSteps = 10_000;

    private const string LoopSuffix = "...";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly TemplateReader _templates = new(diagnostics);
    private readonly OptionsReader _options = new(diagnostics);
    private readonly INode? _setter = catalog.Find(SetStateNode.Id);
    private DocumentNode[] _items = [];
    private int _count;

    // Which top-level step has a key, for the edges that name one.
    private Dictionary<string, int> TopLevel => field ??= FindTopLevel();

    /// <summary>The steps of the document's list, and how many there are with the nested ones; null when the list itself is no list.</summary>
    public (Step[] Steps, int Count)? Read(DocumentNode workflow)
    {
        if (workflow.Kind != ValueKind.List)
        {
            return null;
        }

        _items = workflow.Items;
        if (_items.Length == 0)
        {
            Wrong(workflow, "workflow must NOT have fewer than 1 items: at least one step");
        }

        var steps = new List<Step>(_items.Length);
        foreach (var item in _items)
        {
            if (ReadStep(item, isTopLevel: true) is { } step)
            {
                steps.Add(step);
            }
        }

        if (_count > MaxSteps)
        {
            Wrong(workflow, $"The document has {_count:N0} steps; at most {MaxSteps:N0} are allowed");
        }

        return ([.. steps], _count);
    }

    private Dictionary<string, int> FindTopLevel()
    {
        var topLevel = new Dictionary<string, int>(_items.Length, StringComparer.Ordinal);
        for (var i = 0; i < _items.Length; i++)
        {
            if (KeyOf(_items[i]) is { } key)
            {
                topLevel.TryAdd(key, i);
            }
        }

        return topLevel;
    }

    private static string? KeyOf(DocumentNode node) => node.Text ?? (node.Members.Length == 1 ? node.Members[0].Name : null);

    private Step? ReadStep(DocumentNode node, bool isTopLevel)
    {
        if (node.Text is { } key)
        {
            return Make(node, key, node.Start, null, isTopLevel, isTarget: false);
        }

        if (node.Kind != ValueKind.Map)
        {
            Wrong(node, "A step must be string or object: \"node\" or { \"node\": { ... } }");
            return null;
        }

        if (node.Members.Length != 1)
        {
            Wrong(node, node.Members.Length == 0
                ? "A step must NOT have fewer than 1 properties: its one key names the node"
                : $"A step must NOT have more than 1 properties: put {string.Join(" and ", node.Members.Take(3).Select(m => $"'{DocumentParser.Shortened(m.Name)}'"))} into steps of their own");
            return null;
        }

        var member = node.Members[0];
        return Make(node, member.Name, member.NameStart, member, isTopLevel, isTarget: false);
    }

    // A target is a step that is only named, where an edge leads.
    private Step? Make(DocumentNode node, string key, int start, DocumentNode? config, bool isTopLevel, bool isTarget)
    {
        var index = _count++;
        if (key.StartsWith('$'))
        {
            return MakeSetter(node, key, start, config, index, isTopLevel, isTarget);
        }

        var isLoop = key.EndsWith(LoopSuffix, StringComparison.Ordinal);
        var id = isLoop ? key[..^LoopSuffix.Length] : key;
        var found = catalog.Find(id);
        if (found is null)
        {
            ReportUnknown(node, id, start, isTopLevel, isTarget);
        }

        if (config is { Kind: not ValueKind.Map })
        {
            Wrong(config, $"The config of '{DocumentParser.Shortened(key)}' must be object");
            return null;
        }

        // An unknown node's config is read all the same, so that everything wrong in it shows at once.
        var parts = config is null ? ConfigParts.None : ReadParts(config, found?.Info);
        if (found is null)
        {
            parts.Routes.ForEach(route => ReadRoute(route, null, isTopLevel));
            return null;
        }

        NodeCheck.Check(found.Info, node, start, parts, isTarget, diagnostics);
        var step = NewStep(node, key, found, isLoop, index, isTopLevel, parts, _templates.Config(parts.Parameters, found.Info), _templates.Deferred(parts.Parameters, found.Info));
        step.Routes = ReadRoutes(parts, found.Info, isTopLevel);
        if (isLoop)
        {
            NodeCheck.CheckLoop(step, node, start, diagnostics);
        }

        return step;
    }

    private Step? MakeSetter(DocumentNode node, string key, int start, DocumentNode? config, int index, bool isTopLevel, bool isTarget)
    {
        if (isTarget && !TopLevel.ContainsKey(key))
        {
            diagnostics.Error(Codes.EdgeTargetNotFound, node.Path, $"Edge references non-existent node '{DocumentParser.Shortened(key)}'{Suggestion.For(key, TopLevel.Keys)}", start);
            return null;
        }

        var dotted = key.StartsWith("$.", StringComparison.Ordinal) ? key[2..] : "";
        var place = StatePath.OfDotted(dotted);
        if (place is null)
        {
            diagnostics.Error(Codes.InvalidStateSetterSyntax, config?.Path ?? node.Path, $"'{DocumentParser.Shortened(key)}' is no place in the state: write $.name or $.name.below, with letters, digits and '_', at most {ValueLimits.MemberDepth} levels", start);
        }

        if (_setter is null)
        {
            ReportUnknown(node, SetStateNode.Id, start, isTopLevel, isTarget);
            return null;
        }

        var parts = config is { Kind: ValueKind.Map } ? ReadParts(config, null) : ConfigParts.None;
        var step = NewStep(node, key, _setter, false, index, isTopLevel, parts, _templates.Setter(dotted, config, parts), place: place);
        step.Routes = ReadRoutes(parts, _setter.Info, isTopLevel);
        return step;
    }

    private Route[] ReadRoutes(ConfigParts parts, NodeInfo info, bool isTopLevel)
    {
        if (parts.Routes.Count == 0)
        {
            return [];
        }

        var routes = new List<Route>(parts.Routes.Count);
        foreach (var member in parts.Routes)
        {
            if (ReadRoute(member, info, isTopLevel) is { } route)
            {
                routes.Add(route);
            }
        }

        return [.. routes];
    }

    private static Step NewStep(DocumentNode node, string key, INode found, bool isLoop, int index, bool isTopLevel, ConfigParts parts, ConfigTemplate template, IReadOnlyDictionary<string, Expression>? deferred = null, StatePath? place = null) => new()
    {
        Index = index,
        Path = node.Path,
        Key = key,
        Node = found,
        Info = found.Info,
        IsLoop = isLoop,
        IsTopLevel = isTopLevel,
        Config = template,
        Deferred = deferred ?? Step.NoneDeferred,
        SetPath = place,
        Options = parts.Options,
    };

    private ConfigParts ReadParts(DocumentNode config, NodeInfo? info)
    {
        var parameters = new List<DocumentNode>();
        var routes = new List<DocumentNode>();
        foreach (var member in config.Members)
        {
            if (member.Name.StartsWith('@'))
            {
                continue;
            }

            if (member.Name.EndsWith('?') && IsName(member.Name.AsSpan()[..^1]))
            {
                routes.Add(member);
            }
            else if (info is null || IsName(member.Name.AsSpan()[..(member.Name.EndsWith(LoopSuffix, StringComparison.Ordinal) ? ^LoopSuffix.Length : ^0)]))
            {
                parameters.Add(member);
            }
            else
            {
                Wrong(member, $"'{DocumentParser.Shortened(member.Name)}' must match pattern \"^[a-zA-Z0-9_-]+$\": parameters have letters, digits, '-' and '_'; edges end in '?'", member.NameStart);
            }
        }

        return new(parameters, routes, _options.Read(config));
    }

    private static bool IsName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(NameCharacters);

    private Route? ReadRoute(DocumentNode node, NodeInfo? info, bool isTopLevel)
    {
        // The node takes its edges by the very strings of its declaration, which makes finding the route a comparison of references.
        var edge = info?.Edge(node.Name[..^1])?.Name ?? node.Name[..^1];
        switch (node.Kind)
        {
            case ValueKind.Null:
                return new(edge, []);
            case ValueKind.Text when isTopLevel && TopLevel.TryGetValue(node.Text!, out var target):
                return new(edge, [], target);
            case ValueKind.Text:
                return OneStep(edge, Make(node, node.Text!, node.Start, null, false, isTarget: true));
            case ValueKind.Map:
                return OneStep(edge, ReadStep(node, isTopLevel: false));
            case ValueKind.List when node.Items.Length > 0:
                return new(edge, node.Items.Select(ReadItem).OfType<Step>().ToArray());
            default:
                Wrong(node, node.Kind == ValueKind.List
                    ? $"The edge '{node.Name}' must NOT have fewer than 1 items: write null where nothing is to be done"
                    : $"The edge '{node.Name}' must be null, a node's name, a step or a list of steps");
                return null;
        }
    }

    private Step? ReadItem(DocumentNode item)
    {
        if (item.Kind == ValueKind.List)
        {
            Wrong(item, "An edge's list must hold steps, not lists");
            return null;
        }

        return item.Text is { } target ? Make(item, target, item.Start, null, false, isTarget: true) : ReadStep(item, isTopLevel: false);
    }

    private static Route? OneStep(string edge, Step? step) => step is null ? null : new(edge, [step]);

    private void ReportUnknown(DocumentNode node, string id, int start, bool isTopLevel, bool isTarget)
    {
        var shown = DocumentParser.Shortened(id);
        var suggestion = Suggestion.For(id, catalog.Nodes.Select(known => known.Info.Id));
        if (isTarget)
        {
            diagnostics.Error(Codes.EdgeTargetNotFound, node.Path, $"Edge references non-existent node '{shown}': it is neither a top-level step nor a node{suggestion}", start);
            return;
        }

        diagnostics.Error(Codes.NodeTypeNotFound, node.Path, $"{(isTopLevel ? "Node" : "Nested node")} type '{shown}' not found in registry{suggestion}", start);
    }

    private void Wrong(DocumentNode node, string message, int? start = null) => diagnostics.Error(Codes.SchemaValidationError, node.Path, message, start ?? node.Start);
}

/// <summary>A config taken apart.</summary>
internal sealed record ConfigParts(List<DocumentNode> Parameters, List<DocumentNode> Routes, StepOptions Options)
{
    public static ConfigParts None { get; } = new([], [], StepOptions.None);
}
