using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Works on one object of the state: its keys and values, its members deep inside, and merging it with another.</summary>
internal sealed class ObjectUtilitiesNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "operation", "field", "outputField"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "objectUtilities",
        Family = NodeFamily.Data,
        Summary = "Look into an object, change it deep inside, or merge two",
        Details = "A list counts as an object whose keys are its indexes. The object itself stays as it is: the result goes to `outputField`.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do")
            {
                Required = true,
                Choices = ["keys", "values", "entries", "has_field", "is_empty", "merge", "deep_merge", "clone", "deep_clone", "get_nested", "set_nested", "delete_nested"],
            },
            new("field", ParameterKind.Path, "Where in the state the object is"),
            new("data", ParameterKind.Json, "The object itself, in place of `field`"),
            new("outputField", ParameterKind.Path, "Where in the state the result goes; without it the field's name, or `data`, with `_` and the operation"),
            new("path", ParameterKind.Path, "The member inside, for has_field and the nested operations"),
            new("value", ParameterKind.Json, "What to set, for set_nested"),
            new("mergeWith", ParameterKind.Json, "Where in the state the other object is, or the object itself, for merging"),
            new("overwrite", ParameterKind.Switch, "Whether the other object's members replace equal ones") { Default = true },
        ],
        Edges =
        [
            new("success", "It is done; of has_field, the member is there") { Data = OutputNames },
            new("not_found", "The member is not there, for has_field and get_nested") { Data = OutputNames },
            new("error", "There is no such object, or a parameter is missing") { Data = ["error"] },
        ],
        StateKeys = ["{outputField}", "objectUtilResult"],
        Example = """
            {
              "id": "object-utilities-example",
              "name": "Settings over defaults",
              "version": "1.0.0",
              "initialState": { "defaults": { "color": "blue", "size": 10 }, "settings": { "size": 12 } },
              "workflow": [{ "objectUtilities": { "operation": "merge", "field": "defaults", "mergeWith": "settings", "outputField": "options" } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["operation"] is not { IsMissing: false } given || given.AsText is "")
        {
            return Outcome.Fail("Missing required parameter: operation");
        }

        // Who writes "$.order" for the field, where "order" is meant, gives the object itself, as in data.
        var own = context["data"] is { IsMissing: false } data ? data : context["field"];
        if (!Coerce.Truth(own))
        {
            return Outcome.Fail("Missing required parameter: field");
        }

        var field = context["field"].AsText is { Length: > 0 } path ? path : "data";
        var source = own.AsText is { } at ? context.StateAt(at) : own;
        if (source.IsNullOrMissing)
        {
            return Outcome.Fail($"Field not found: {field}");
        }

        if (AsObject(source) is not { } map)
        {
            return Outcome.Fail($"Field is not an object: {field}");
        }

        var operation = Coerce.Text(given);
        return Missing(context, operation) is { } missing ? Outcome.Fail(missing) : Answer(context, operation, field, source, map);
    }

    private static string? Missing(NodeContext context, string operation) => operation switch
    {
        "keys" or "values" or "entries" or "is_empty" or "clone" or "deep_clone" => null,
        "has_field" or "get_nested" or "set_nested" or "delete_nested" =>
            context["path"].AsText is { Length: > 0 } ? null : $"Missing required parameter: path for {operation} operation",
        "merge" or "deep_merge" when !Coerce.Truth(context["mergeWith"]) => $"Missing required parameter: mergeWith for {operation} operation",
        "merge" or "deep_merge" => Other(context) is null ? $"Merge source not found or not an object: {Coerce.Text(context["mergeWith"])}" : null,
        _ => $"Unknown operation: {operation}",
    };

    private static Outcome Answer(NodeContext context, string operation, string field, Value source, ValueMap map)
    {
        var output = context["outputField"].AsText is { Length: > 0 } named ? named : $"{field}_{operation}";
        var result = Result(context, operation, source, map);
        var isFound = operation is not ("has_field" or "get_nested") || !(result.IsMissing || (operation == "has_field" && !result.IsTrue));
        if (!result.IsMissing)
        {
            context.Set(StatePath.Of([.. ValuePath.Names(output)]), result);
            context.Set("objectUtilResult", result);
        }

        return Outcome.Take(isFound ? "success" : "not_found", ValueMap.Of(OutputNames, result.IsMissing ? Value.Null : result, operation, field, output));
    }

    private static Value Result(NodeContext context, string operation, Value source, ValueMap map)
    {
        var path = context.Text("path", "");
        switch (operation)
        {
            case "keys":
                return ValueList.Of(Array.ConvertAll(map.Names.ToArray(), Value.Of));
            case "values":
                return ValueList.Of(map.Values.ToArray());
            case "entries":
                return Entries(map);
            case "is_empty":
                return map.Count == 0;
            case "has_field":
                return !ValuePath.Read(source, path).IsMissing;
            case "get_nested":
                return ValuePath.Read(source, path);
            case "set_nested":
                return Changed(source, path, context["value"] is { IsMissing: false } value ? value : Value.Null);
            case "delete_nested":
                return HasMember(source, ValuePath.Names(path)) ? Changed(source, path, Value.Missing) : source;
            case "merge" or "deep_merge":
                return Merged(map, Other(context)!, context.Flag("overwrite", true), operation == "deep_merge");
            default:
                return source;
        }
    }

    private static ValueList Entries(ValueMap map)
    {
        var entries = new Value[map.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = ValueList.Of(map.Names[i], map.Values[i]);
        }

        return ValueList.Of(entries);
    }

    // A place in the state whose key is the object itself.
    private static Value Changed(Value source, string path, Value value) => StatePath.Of(["", .. ValuePath.Names(path)]).Apply(source, value);

    /// <summary>The length of a list is read like a member, but is none.</summary>
    private static bool HasMember(Value source, string[] path)
    {
        var parent = ValuePath.Read(source, path.AsSpan(..^1));
        return parent.AsList is { } list ? ValuePath.IndexIn(list, path[^1]) is not null : !parent[path[^1]].IsMissing;
    }

    private static ValueMap? Other(NodeContext context) => AsObject(context["mergeWith"].AsText is { } path ? context.StateAt(path) : context["mergeWith"]);

    private static ValueMap Merged(ValueMap map, ValueMap other, bool overwrites, bool isDeep)
    {
        var merged = ValueMap.Builder.From(map);
        foreach (var (name, value) in other)
        {
            var own = map[name];
            if (own.IsMissing || overwrites)
            {
                merged.Set(name, isDeep && own.AsMap is { } inner && value.AsMap is { } with ? Merged(inner, with, overwrites, isDeep) : value);
            }
        }

        return merged.Build();
    }

    private static ValueMap? AsObject(Value value)
    {
        if (value.AsList is not { } list)
        {
            return value.AsMap;
        }

        var map = new ValueMap.Builder(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            map.Set(NumberText.Of(i), list[i]);
        }

        return map.Build();
    }
}
