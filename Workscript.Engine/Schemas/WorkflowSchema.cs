using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>
/// The JSON Schema (draft 2020-12) of a workflow, made from the catalogue. It refuses what the reader refuses for its shape, and accepts what the
/// reader only warns of: what a node declares of a parameter is help for an editor, in descriptions, defaults and examples, never a constraint.
/// </summary>
public static class WorkflowSchema
{
    private const string Setter = @"^\$\.[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$";

    /// <summary>The schema as JSON text, the same for the same catalogue.</summary>
    public static string Write(NodeCatalog catalog)
    {
        var nodes = catalog.Nodes.Select(node => node.Info).OrderBy(info => info.Id, StringComparer.Ordinal).ToList();
        var frame = Json.Read(SchemaFrame.Text).AsMap!;
        var definitions = ValueMap.Builder.From(frame["$defs"].AsMap!);
        definitions.Set("stepName", StepName(nodes));
        definitions.Set("stepObject", StepObject(nodes));
        foreach (var info in nodes)
        {
            definitions.Set(DefinitionName(info), Config(info));
        }

        return Json.WriteIndented(frame.With("$defs", definitions.Build())) + "\n";
    }

    /// <summary>A step that is only named. A setter's name is a target where it is a top-level step; elsewhere it has no value to set.</summary>
    private static ValueMap StepName(List<NodeInfo> nodes) => new ValueMap.Builder()
        .Set("type", "string")
        .Set("anyOf", List(
            ValueMap.Of("enum", List(nodes.Select(info => Value.Of(info.Id)))),
            Pattern($@"^({string.Join('|', nodes.Select(info => info.Id))})\.\.\.$"),
            Pattern(Setter)))
        .Build();

    /// <summary>A step with its config. Editors offer a node's name, and as a loop those that are made for it; the others are patterns, which are not offered.</summary>
    private static ValueMap StepObject(List<NodeInfo> nodes)
    {
        var offered = new ValueMap.Builder();
        var others = new ValueMap.Builder().Set(Setter, Reference("setter"));
        foreach (var info in nodes)
        {
            var loop = $"{info.Id}...";
            if (info.Id == SetStateNode.Id)
            {
                others.Set($@"^{info.Id}(\.\.\.)?$", Reference(DefinitionName(info)));
            }
            else if (info.Example.Contains($"\"{loop}\""))
            {
                offered.Set(loop, Reference(DefinitionName(info))).Set(info.Id, Reference(DefinitionName(info)));
            }
            else
            {
                offered.Set(info.Id, Reference(DefinitionName(info)));
                others.Set($@"^{info.Id}\.\.\.$", Reference(DefinitionName(info)));
            }
        }

        return new ValueMap.Builder()
            .Set("type", "object")
            .Set("minProperties", 1)
            .Set("maxProperties", 1)
            .Set("properties", offered.Build())
            .Set("patternProperties", others.Build())
            .Set("additionalProperties", false)
            .Build();
    }

    private static ValueMap Config(NodeInfo info)
    {
        var properties = new ValueMap.Builder();
        foreach (var parameter in info.Parameters)
        {
            properties.Set(parameter.Name, Parameter(parameter));
        }

        foreach (var edge in info.Edges)
        {
            properties.Set(edge.Name + "?", ValueMap.Of("description", Describe(edge)));
        }

        return new ValueMap.Builder()
            .Set("description", info.Details is { } details ? $"{info.Summary}. {details}" : info.Summary)
            .Set("allOf", List(Reference("config")))
            .Set("properties", properties.Build())
            .Build();
    }

    private static ValueMap Parameter(ParameterInfo parameter)
    {
        var schema = new ValueMap.Builder().Set("description", $"{parameter.Help} ({parameter.KindInWords}{(parameter.Required ? ", required" : "")})");
        schema.SetIfPresent("default", parameter.Default);
        if (Examples(parameter) is { Count: > 0 } examples)
        {
            schema.Set("examples", examples);
        }

        if (parameter.Columns.Count > 0)
        {
            var columns = new ValueMap.Builder();
            foreach (var column in parameter.Columns)
            {
                columns.Set(column.Name, Parameter(column));
            }

            schema.Set("items", ValueMap.Of("properties", columns.Build()));
        }

        return schema.Build();
    }

    private static ValueList Examples(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Choice => List(parameter.Choices.Select(choice => Value.Of(choice))),
        ParameterKind.Switch => List(Value.True, Value.False),
        ParameterKind.List or ParameterKind.Rows or ParameterKind.Map => ValueList.Empty,
        _ => parameter.Placeholder is { } placeholder ? List(placeholder) : ValueList.Empty,
    };

    private static string Describe(EdgeInfo edge)
    {
        var data = edge.Data.Count > 0 ? $". Hands on {string.Join(", ", edge.Data)}" : "";
        var general = edge.FallsBackTo is { } other ? $". Where it is not named, {other}? is taken" : "";
        return edge.Help + data + general;
    }

    private static string DefinitionName(NodeInfo info) => $"node-{info.Id}";

    private static ValueMap Reference(string definition) => ValueMap.Of("$ref", $"#/$defs/{definition}");

    private static ValueMap Pattern(string pattern) => ValueMap.Of("pattern", pattern);

    private static ValueList List(params Value[] values) => ValueList.Of(values);

    private static ValueList List(IEnumerable<Value> values) => ValueList.Of(values.ToArray());
}
