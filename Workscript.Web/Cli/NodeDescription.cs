using System.Text;
using Workscript.Engine.Nodes;

namespace Workscript.Web.Cli;

/// <summary>All that a node declares of itself, for a terminal.</summary>
internal static class NodeDescription
{
    public static string Of(NodeInfo info)
    {
        var text = new StringBuilder($"{info.Id}: {info.Summary}\n");
        if (info.Details is { } details)
        {
            text.Append('\n').Append(details.Trim()).Append('\n');
        }

        Section(text, "Parameters", [.. info.Parameters.SelectMany(parameter => Rows(parameter, ""))]);
        Section(text, "Edges", [.. info.Edges.Select(edge => (edge.Name, Help(edge)))]);
        Section(text, "Writes to the state", [.. info.StateKeys.Select(key => (key, ""))]);
        Section(text, "Worth knowing", [.. Remarks(info).Select(remark => (remark, ""))]);
        return text.Append("\nExample\n").Append(info.Example.Trim()).ToString();
    }

    private static void Section(StringBuilder text, string title, (string Name, string Help)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append('\n');
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, help) in rows)
        {
            text.Append($"  {name.PadRight(width)}  {help}".TrimEnd()).Append('\n');
        }
    }

    /// <summary>A parameter, and under it the members of its rows.</summary>
    private static IEnumerable<(string Name, string Help)> Rows(ParameterInfo parameter, string indent) =>
        parameter.Columns.SelectMany(column => Rows(column, indent + "  "))
            .Prepend(($"{indent}{parameter.Name} ({parameter.KindInWords}{(parameter.Required ? ", required" : "")})", Help(parameter)));

    private static string Help(ParameterInfo parameter)
    {
        var choices = parameter.Choices.Count > 0 ? $": {string.Join(", ", parameter.Choices)}" : "";
        var otherwise = parameter.Default.IsMissing ? "" : $"; default {parameter.Default}";
        var example = parameter.Placeholder is { } placeholder ? $"; such as {placeholder}" : "";
        return parameter.Help + choices + otherwise + example;
    }

    private static string Help(EdgeInfo edge)
    {
        var data = edge.Data.Count > 0 ? $"; hands on {string.Join(", ", edge.Data)}" : "";
        var general = edge.FallsBackTo is { } other ? $"; where it is not named, {other} is taken" : "";
        return edge.Help + data + general;
    }

    private static IEnumerable<string> Remarks(NodeInfo info)
    {
        (bool Holds, string Words)[] remarks =
        [
            (info.NamesOwnEdges, "Its config names further edges"),
            (info.TakesAnyParameter, "Further parameters are part of its data"),
            (info.FillsNames, "{{name}} in its texts stands for a member of the step's inputs"),
            (info.HandsOn, "It hands on what it was given"),
            (info.Effect == NodeEffect.Repeatable, "Its effect outside the run may be repeated without harm"),
            (info.Effect == NodeEffect.Once, "Its effect outside the run must not happen twice"),
        ];
        return remarks.Where(remark => remark.Holds).Select(remark => remark.Words);
    }
}
