using System.Text;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// The language and the catalogue as one dense text, for language models that are to write workflows: as few words as it takes, the same for the
/// same catalogue.
/// </summary>
public static class Manifest
{
    public static string Write(NodeCatalog catalog)
    {
        var text = new StringBuilder(ManifestLanguage.Text.Replace("FUNCTIONS", Functions()));
        foreach (var info in catalog.Nodes.Select(node => node.Info))
        {
            Write(text, info);
        }

        return text.ToString();
    }

    private static string Functions() =>
        string.Join('\n', FunctionCatalog.Families.Select(family => $"- {family.Name}: {string.Join("; ", family.Functions.Select(function => function.Signature))}"));

    private static void Write(StringBuilder text, NodeInfo info)
    {
        text.Append($"\n{info.Id}: {info.Summary}\n");
        if (info.Parameters.Count > 0)
        {
            text.Append($"  in: {Join("; ", info.Parameters.Select(Describe))}\n");
        }

        text.Append($"  edges: {Join("; ", info.Edges.Select(Describe))}{(info.NamesOwnEdges ? "; and those that its config names" : "")}{(info.HandsOn ? "; hands on what it was given" : "")}\n");
        if (info.StateKeys.Count > 0)
        {
            text.Append($"  state: {Join(", ", info.StateKeys)}\n");
        }

        text.Append($"  e.g. {Json.Write(FindStep(Json.Read(info.Example)["workflow"], info))}\n");
    }

    private static string Describe(ParameterInfo parameter)
    {
        var kind = parameter.Kind switch
        {
            ParameterKind.Choice => string.Join('|', parameter.Choices),
            ParameterKind.Switch => "true|false",
            ParameterKind.Rows => $"[{{{Join("; ", parameter.Columns.Select(Describe))}}}]",
            _ => parameter.KindInWords,
        };
        return $"{parameter.Name}{(parameter.Required ? "*" : "")} {kind}{(parameter.Default.IsMissing ? "" : $" = {Json.Write(parameter.Default)}")}";
    }

    private static string Describe(EdgeInfo edge) =>
        $"{edge.Name}{(edge.Data.Count == 0 || edge.Name == "error" ? "" : $"{{{Join(",", edge.Data)}}}")}{(edge.FallsBackTo is { } general ? $" -> {general}" : "")}";

    /// <summary>The first step of the node in its example, without the document around it; missing when there is none.</summary>
    private static Value FindStep(Value steps, NodeInfo info)
    {
        foreach (var (name, value) in steps.AsMap ?? ValueMap.Empty)
        {
            if (name == info.Id || name == info.Id + "..." || (info.Id == SetStateNode.Id && name.StartsWith("$.", StringComparison.Ordinal)))
            {
                return ValueMap.Of(name, value);
            }

            if (FindStep(value, info) is { IsMissing: false } nested)
            {
                return nested;
            }
        }

        foreach (var step in steps.AsList ?? ValueList.Empty)
        {
            if (FindStep(step, info) is { IsMissing: false } found)
            {
                return found;
            }
        }

        return Value.Missing;
    }

    private static string Join(string separator, IEnumerable<string> parts) => string.Join(separator, parts);
}
