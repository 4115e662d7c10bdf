using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Changes the shape of an object: flat or nested, fewer members, other names.</summary>
internal sealed class TransformObjectNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "operation", "message"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "transformObject",
        Family = NodeFamily.Data,
        Summary = "Change the shape of an object",
        Details = "What is no object passes through as it is. `flatten` leaves out empty objects; with `depth`, what lies deeper keeps its own names.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = ["flatten", "unflatten", "pick", "omit", "renameKeys"] },
            new("data", ParameterKind.Json, "The object; without it the `data` of the inputs, else all of them"),
            new("separator", ParameterKind.Text, "What stands between the names of a flat object") { Default = "." },
            new("depth", ParameterKind.Integer, "How many levels to flatten; without it all"),
            new("keys", ParameterKind.List, "The members to pick or omit"),
            new("renameMap", ParameterKind.Map, "Old name to new name"),
            new("recursive", ParameterKind.Switch, "Whether to omit or rename in inner objects too") { Default = false },
        ],
        Edges = [new("success", "It is done") { Data = OutputNames }, new("error", "The operation is unknown, or lacks a parameter") { Data = ["error"] }],
        StateKeys = ["transformedObject"],
        Example = """
            {
              "id": "transform-object-example",
              "name": "Flatten an address",
              "version": "1.0.0",
              "initialState": { "person": { "name": "Ada", "address": { "city": "London", "zip": "W1" } } },
              "workflow": [{ "transformObject": { "operation": "flatten", "data": "$.person" } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["operation"] is not { IsMissing: false } given || given.AsText is "")
        {
            return Outcome.Fail("Missing required parameter: operation");
        }

        var operation = Coerce.Text(given);
        if (Missing(context, operation) is { } missing)
        {
            return Outcome.Fail(missing);
        }

        var data = context.Source("data") is { IsMissing: false } source ? source : context.Inputs();
        var result = data.AsMap is { } map ? Transformed(context, operation, map) : data;
        context.Set("transformedObject", result);
        return Outcome.Take("success", ValueMap.Of(OutputNames, result, operation, $"Object transformed with {operation}"));
    }

    private static string? Missing(NodeContext context, string operation) => operation switch
    {
        "flatten" or "unflatten" => null,
        "pick" or "omit" => context["keys"].AsList is null ? $"Missing required parameter: keys for {operation} operation" : null,
        "renameKeys" => context["renameMap"].AsMap is null ? "Missing required parameter: renameMap for renameKeys operation" : null,
        _ => $"Unknown operation: {operation}",
    };

    private static ValueMap Transformed(NodeContext context, string operation, ValueMap map)
    {
        var separator = context.Text("separator", ".");
        switch (operation)
        {
            case "flatten":
                var flat = new ValueMap.Builder();
                Flatten(flat, map, "", separator, context["depth"] is { IsNumber: true } depth ? depth.AsDouble : double.PositiveInfinity);
                return flat.Build();
            case "unflatten":
                return Unflatten(map, separator);
            case "pick":
                return Pick(map, context["keys"].AsList!);
            case "omit":
                var left = context["keys"].AsList!.Select(Coerce.Text).ToHashSet(StringComparer.Ordinal);
                return Renamed(map, name => left.Contains(name) ? null : name, context.Flag("recursive"));
            default:
                var names = context["renameMap"].AsMap!;
                return Renamed(map, name => names[name] is { IsMissing: false } other ? Coerce.Text(other) : name, context.Flag("recursive"));
        }
    }

    private static void Flatten(ValueMap.Builder flat, ValueMap map, string prefix, string separator, double depth)
    {
        foreach (var (name, value) in map)
        {
            if (value.AsMap is not { } inner)
            {
                flat.Set(prefix + name, value);
            }
            else if (depth > 1)
            {
                Flatten(flat, inner, prefix + name + separator, separator, depth - 1);
            }
            else
            {
                // Here the original lost the prefix, and documents may count on it.
                foreach (var (own, member) in inner)
                {
                    flat.Set(own, member);
                }
            }
        }
    }

    private static ValueMap Unflatten(ValueMap map, string separator)
    {
        var root = new Branch();
        foreach (var (name, value) in map)
        {
            var at = root;
            foreach (var part in separator.Length == 0 ? [name] : name.Split(separator))
            {
                at = at.Below(part);
            }

            at.Value = value;
        }

        return root.Build();
    }

    private static ValueMap Pick(ValueMap map, ValueList keys)
    {
        var picked = new ValueMap.Builder(keys.Count);
        foreach (var key in keys)
        {
            picked.SetIfPresent(Coerce.Text(key), map[Coerce.Text(key)]);
        }

        return picked.Build();
    }

    /// <summary>The map with other names; a member whose name becomes null is left out.</summary>
    private static ValueMap Renamed(ValueMap map, Func<string, string?> rename, bool isRecursive)
    {
        var renamed = new ValueMap.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            if (rename(name) is { } other)
            {
                renamed.Set(other, isRecursive ? RenamedWithin(value, rename) : value);
            }
        }

        return renamed.Build();
    }

    private static Value RenamedWithin(Value value, Func<string, string?> rename) => value.Kind switch
    {
        ValueKind.Map => Renamed(value.AsMap!, rename, isRecursive: true),
        ValueKind.List => ValueList.Of(value.AsList!.Select(item => RenamedWithin(item, rename)).ToArray()),
        _ => value,
    };

    /// <summary>A member of the nested object that is being made: a value, or members of its own.</summary>
    private sealed class Branch
    {
        private readonly List<(string Name, Branch Branch)> _order = [];
        private readonly Dictionary<string, Branch> _below = new(StringComparer.Ordinal);

        public Value Value { get; set; }

        public Branch Below(string name)
        {
            if (!_below.TryGetValue(name, out var branch))
            {
                _below.Add(name, branch = new());
                _order.Add((name, branch));
            }

            return branch;
        }

        public ValueMap Build()
        {
            var map = new ValueMap.Builder(_order.Count);
            foreach (var (name, branch) in _order)
            {
                map.Set(name, branch._order.Count > 0 ? branch.Build() : branch.Value);
            }

            return map.Build();
        }
    }
}
