using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>Where the references of a schema lead: by <c>$id</c>, <c>$anchor</c>, <c>$dynamicAnchor</c> and JSON pointer.</summary>
internal sealed class SchemaIndex
{
    private static readonly Uri Nameless = new("schema:///");

    private static readonly string[] OfOne = ["items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else"];
    private static readonly string[] OfList = ["allOf", "anyOf", "oneOf", "prefixItems"];
    private static readonly string[] OfMap = ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"];

    private readonly Dictionary<ValueMap, Uri> _bases = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Value> _byUri = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dynamic = new(StringComparer.Ordinal);

    public SchemaIndex(Value root)
    {
        _byUri[Nameless.AbsoluteUri] = root;
        Root = Nameless;
        Add(root, Nameless);
        Root = BaseOf(root, Nameless);
    }

    public Uri Root { get; }

    /// <summary>Whether anything asks which members and items other keywords looked at.</summary>
    public bool HasUnevaluated { get; private set; }

    /// <summary>The base of the resource that the schema is in; the one given where it is no part of this index.</summary>
    public Uri BaseOf(Value schema, Uri around) => schema.AsMap is { } map && _bases.TryGetValue(map, out var own) ? own : around;

    /// <summary>What a reference leads to, and the base there.</summary>
    /// <exception cref="SchemaException">It leads nowhere within the schema.</exception>
    public (Value Schema, Uri Base) Resolve(string reference, Uri around)
    {
        if (!Uri.TryCreate(around, reference, out var target))
        {
            throw new SchemaException($"The reference '{reference}' of the schema is no URI reference");
        }

        var resource = WithoutFragment(target);
        var fragment = Uri.UnescapeDataString(target.Fragment.TrimStart('#'));
        var found = fragment.Length == 0 || fragment[0] == '/'
            ? _byUri.TryGetValue(resource, out var root) ? At(root, fragment) : Value.Missing
            : _byUri.GetValueOrDefault($"{resource}#{fragment}");
        return found.IsMissing
            ? throw new SchemaException($"The reference '{reference}' of the schema leads nowhere: only what is within the schema can be referred to")
            : (found, BaseOf(found, new Uri(resource)));
    }

    /// <summary>The schema of a <c>$dynamicAnchor</c> in a resource; missing when it has none of that name.</summary>
    public Value Dynamic(Uri resource, string anchor)
    {
        var uri = $"{WithoutFragment(resource)}#{anchor}";
        return _dynamic.Contains(uri) ? _byUri[uri] : Value.Missing;
    }

    private void Add(Value schema, Uri around)
    {
        if (schema.AsMap is not { } map || _bases.ContainsKey(map))
        {
            return;
        }

        var own = around;
        if (map["$id"].AsText is { } id && Uri.TryCreate(around, id, out var named))
        {
            own = new Uri(WithoutFragment(named));
            _byUri[own.AbsoluteUri] = schema;
        }

        _bases.Add(map, own);
        Name(map["$anchor"], schema, own);
        Name(map["$dynamicAnchor"], schema, own);
        if (map["$dynamicAnchor"].AsText is { } anchor)
        {
            _dynamic.Add($"{own.AbsoluteUri}#{anchor}");
        }

        HasUnevaluated |= map.Contains("unevaluatedItems") || map.Contains("unevaluatedProperties");
        AddBelow(map, own);
    }

    private void Name(Value anchor, Value schema, Uri own)
    {
        if (anchor.AsText is { } name)
        {
            _byUri[$"{own.AbsoluteUri}#{name}"] = schema;
        }
    }

    private void AddBelow(ValueMap map, Uri own)
    {
        foreach (var keyword in OfOne)
        {
            Add(map[keyword], own);
        }

        foreach (var schema in OfList.SelectMany(keyword => map[keyword].AsList ?? ValueList.Empty))
        {
            Add(schema, own);
        }

        foreach (var (_, schema) in OfMap.SelectMany(keyword => map[keyword].AsMap ?? ValueMap.Empty))
        {
            Add(schema, own);
        }
    }

    private static Value At(Value root, string pointer)
    {
        var value = root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            value = ValuePath.Child(value, part.Replace("~1", "/").Replace("~0", "~"));
        }

        return value;
    }

    private static string WithoutFragment(Uri uri) => uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);
}
