using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>
/// Compares a step with its node's declaration. All findings are warnings: the language's first version found these things only while running,
/// and its documents still have to be accepted.
/// </summary>
internal static class NodeCheck
{
    public static void Check(NodeInfo info, DocumentNode node, int start, ConfigParts parts, bool isTarget, DiagnosticList diagnostics)
    {
        foreach (var parameter in info.Parameters.Where(p => p.Required && parts.Parameters.TrueForAll(given => given.Name != p.Name)))
        {
            var because = isTarget ? $": '{info.Id}' is only named here, so it runs without a config" : "";
            diagnostics.Warning(Codes.MissingParameter, node.Path, $"'{info.Id}' needs the parameter '{parameter.Name}' ({parameter.Help}){because}", start);
        }

        foreach (var given in parts.Parameters)
        {
            if (info.Parameter(given.Name) is { } parameter)
            {
                CheckLiteral(parameter, given, diagnostics);
            }
            else if (!info.TakesAnyParameter)
            {
                diagnostics.Warning(Codes.UnknownParameter, given.Node.Path, $"'{info.Id}' has no parameter '{DocumentParser.Shortened(given.Name)}'{Suggestion.For(given.Name, info.Parameters.Select(p => p.Name))}", given.NameStart);
            }
        }

        foreach (var route in parts.Routes.Where(route => !info.NamesOwnEdges && info.Edge(route.Name[..^1]) is null && route.Name != "error?"))
        {
            diagnostics.Warning(Codes.UnknownEdge, route.Node.Path, $"'{info.Id}' never takes the edge '{route.Name[..^1]}'{Suggestion.For(route.Name[..^1], info.Edges.Select(e => e.Name))}", route.NameStart);
        }
    }

    /// <summary>Warns of a loop each of whose edges leads to steps, so that it goes on until a limit ends it.</summary>
    public static void CheckLoop(Step step, DocumentNode node, int start, DiagnosticList diagnostics)
    {
        var canEnd = step.Info.NamesOwnEdges || step.Info.Edges.Any(edge => step.RouteFor(edge.Name) is not { } route || route.IsNull || route.JumpTo is not null);
        if (!canEnd)
        {
            diagnostics.Warning(Codes.LoopNeverEnds, node.Path, $"This loop never ends: every edge of '{step.Info.Id}' leads to steps. Write null for the edge that is to leave it", start);
        }
    }

    private static void CheckLiteral(ParameterInfo parameter, DocumentMember given, DiagnosticList diagnostics)
    {
        var value = given.Node.Value;
        var isWrittenLater = value.AsText is { } text && (text.StartsWith("$.", StringComparison.Ordinal) || text.Contains("{{"));
        if (isWrittenLater || value.IsNull || Fits(parameter, value))
        {
            return;
        }

        var message = parameter.Kind == ParameterKind.Choice
            ? $"'{parameter.Name}' must be one of {string.Join(", ", parameter.Choices)}{Suggestion.For(Coerce.Text(value), parameter.Choices)}"
            : $"'{parameter.Name}' must be {Wanted(parameter.Kind)}";
        diagnostics.Warning(Codes.InvalidParameter, given.Node.Path, message, given.Node.Start);
    }

    private static bool Fits(ParameterInfo parameter, Value value) => parameter.Kind switch
    {
        ParameterKind.Choice => value.AsText is { } choice && (parameter.Choices.Contains(choice) || parameter.Choices.Contains(choice.ToUpperInvariant())),
        ParameterKind.Number => value.IsNumber,
        ParameterKind.Integer => value.IsNumber && value.AsDouble == Math.Truncate(value.AsDouble),
        ParameterKind.Switch => value.Kind == ValueKind.Boolean,
        ParameterKind.List or ParameterKind.Rows => value.Kind == ValueKind.List,
        ParameterKind.Map => value.Kind == ValueKind.Map,
        ParameterKind.Duration => Duration.TryParse(value) is not null,
        ParameterKind.Path or ParameterKind.Expression => value.IsText,
        ParameterKind.Text or ParameterKind.LongText or ParameterKind.Json or ParameterKind.Date => true,
    };

    private static string Wanted(ParameterKind kind) => kind switch
    {
        ParameterKind.Number => "a number",
        ParameterKind.Integer => "a whole number",
        ParameterKind.Switch => "true or false",
        ParameterKind.List or ParameterKind.Rows => "a list",
        ParameterKind.Map => "an object",
        ParameterKind.Duration => "a duration such as \"30s\" or \"5m\"",
        ParameterKind.Path => "a path such as order.total",
        ParameterKind.Expression => "an expression",
        ParameterKind.Date => "a date",
        ParameterKind.Choice or ParameterKind.Text or ParameterKind.LongText or ParameterKind.Json => "a value",
    };
}
