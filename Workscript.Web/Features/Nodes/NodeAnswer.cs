using Workscript.Engine.Nodes;
using Workscript.Web.Features.Api;

namespace Workscript.Web.Features.Nodes;

/// <summary>A node as the catalogue declares it.</summary>
public sealed record NodeAnswer(
    string Id, NodeFamily Family, string Summary, string? Details, IReadOnlyList<ParameterAnswer> Parameters, IReadOnlyList<EdgeAnswer> Edges,
    IReadOnlyList<string> StateKeys, NodeEffect Effect, bool NamesOwnEdges, bool TakesAnyParameter, bool FillsNames, bool HandsOn, RawJson Example)
{
    public static NodeAnswer Of(NodeInfo node) => new(
        node.Id, node.Family, node.Summary, node.Details, [.. node.Parameters.Select(ParameterAnswer.Of)], [.. node.Edges.Select(EdgeAnswer.Of)],
        node.StateKeys, node.Effect, node.NamesOwnEdges, node.TakesAnyParameter, node.FillsNames, node.HandsOn, new(node.Example));
}

/// <summary>A parameter of a node. Columns are the members of a row, for a list of rows.</summary>
public sealed record ParameterAnswer(
    string Name, ParameterKind Kind, bool Required, RawJson? Default, IReadOnlyList<string> Choices, string Help, string? Subject, string? Placeholder,
    IReadOnlyList<ParameterAnswer> Columns)
{
    public static ParameterAnswer Of(ParameterInfo parameter) => new(
        parameter.Name, parameter.Kind, parameter.Required, RawJson.OrNull(parameter.Default), parameter.Choices, parameter.Help, parameter.Subject, parameter.Placeholder,
        [.. parameter.Columns.Select(Of)]);
}

/// <summary>An edge that a node can take, and the members of the data handed over along it.</summary>
public sealed record EdgeAnswer(string Name, string Help, string? FallsBackTo, IReadOnlyList<string> Data)
{
    public static EdgeAnswer Of(EdgeInfo edge) => new(edge.Name, edge.Help, edge.FallsBackTo, edge.Data);
}
