using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>
/// Compares a step with its node's declaration. The findings are warnings: the language's first version found these things only while running,
/// and its documents still have to be accepted. It had no secrets, so that a secret out of place is an error.
/// </summary>
internal static class NodeCheck
{
    public static void Check(NodeInfo info, DocumentNode node, int start, ConfigParts parts, bool isTarget, DiagnosticList diagnostics)
    {
        foreach (var parameter in Missing(info.Parameters, parts.Parameters))
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
                diagnostics.Warning(Codes.UnknownParameter, given.Path, $"'{info.Id}' has no parameter {Unknown(given, info.Parameters)}", given.NameStart);
            }
        }

        foreach (var route in parts.Routes.Where(route => !info.NamesOwnEdges && info.Edge(route.Name[..^1]) is null && route.Name != "error?"))
        {
            diagnostics.Warning(Codes.UnknownEdge, route.Path, $"'{info.Id}' never takes the edge '{route.Name[..^1]}'{Suggestion.For(route.Name[..^1], info.Edges.Select(e => e.Name))}", route.NameStart);
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

    private static IEnumerable<ParameterInfo> Missing(IEnumerable<ParameterInfo> declared, IReadOnlyList<DocumentNode> given) =>
        declared.Where(parameter => parameter.Required && given.All(member => member.Name != parameter.Name));

    private static string Unknown(DocumentNode given, IEnumerable<ParameterInfo> declared) =>
        $"'{DocumentParser.Shortened(given.Name)}'{Suggestion.For(given.Name, declared.Select(parameter => parameter.Name))}";

    private static void CheckLiteral(ParameterInfo parameter, DocumentNode given, DiagnosticList diagnostics)
    {
        var value = given.Value;
        if (IsWrittenLater(value) || value.IsNull)
        {
            return;
        }

        if (Fits(parameter, value))
        {
            CheckInside(parameter, given, diagnostics);
            return;
        }

        var message = parameter.Kind == ParameterKind.Choice
            ? $"'{parameter.Name}' must be one of {string.Join(", ", parameter.Choices)}{Suggestion.For(Coerce.Text(value), parameter.Choices)}"
            : $"'{parameter.Name}' must be {Wanted(parameter.Kind)}";
        diagnostics.Warning(Codes.InvalidParameter, given.Path, message, given.Start);
    }

    private static bool IsWrittenLater(Value value) => value.AsText is { } text && (text.StartsWith("$.", StringComparison.Ordinal) || text.Contains("{{"));

    private static void CheckInside(ParameterInfo parameter, DocumentNode node, DiagnosticList diagnostics)
    {
        if (parameter is { Kind: ParameterKind.Expression, Subject: { } subject })
        {
            CheckExpression(subject, node, diagnostics);
        }

        foreach (var row in parameter.Kind == ParameterKind.Rows ? node.Items.Where(row => !IsWrittenLater(row.Value)) : [])
        {
            CheckRow(parameter, row, diagnostics);
        }
    }

    private static void CheckRow(ParameterInfo parameter, DocumentNode row, DiagnosticList diagnostics)
    {
        if (row.Kind != ValueKind.Map)
        {
            diagnostics.Warning(Codes.InvalidParameter, row.Path, $"An entry of '{parameter.Name}' must be an object with {string.Join(", ", parameter.Columns.Select(column => column.Name))}", row.Start);
            return;
        }

        foreach (var column in Missing(parameter.Columns, row.Members))
        {
            diagnostics.Warning(Codes.MissingParameter, row.Path, $"An entry of '{parameter.Name}' needs '{column.Name}' ({column.Help})", row.Start);
        }

        foreach (var member in row.Members)
        {
            if (parameter.Columns.FirstOrDefault(column => column.Name == member.Name) is { } column)
            {
                CheckLiteral(column, member, diagnostics);
            }
            else
            {
                diagnostics.Warning(Codes.UnknownParameter, member.Path, $"An entry of '{parameter.Name}' has no {Unknown(member, parameter.Columns)}", member.NameStart);
            }
        }
    }

    private static void CheckExpression(string subject, DocumentNode node, DiagnosticList diagnostics)
    {
        try
        {
            Parser.Parse(node.Text!, subject);
        }
        catch (ExpressionException e)
        {
            var at = diagnostics.Inside(node.Start, e.Position);
            if (e.Code == Codes.SecretAsText)
            {
                diagnostics.Error(e.Code, node.Path, e.Message, at);
            }
            else
            {
                diagnostics.Warning(e.Code, node.Path, e.Message, at);
            }
        }
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
