using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>The values of a config to expressions: references, expressions and templates parsed, all else constant.</summary>
internal sealed class ConfigReader(DiagnosticList diagnostics)
{
    /// <summary>Levels of lists and objects in one parameter. A deeper one fails its step, as it always has in this language.</summary>
    public const int MaxDepth = 10;

    /// <summary>The expression of a value; null when the value is nested too deeply. See <see cref="NodeInfo.FillsNames"/>.</summary>
    public Expression? Read(DocumentNode node, int depth = 0, bool fillsNames = false)
    {
        if (depth > MaxDepth)
        {
            diagnostics.Warning(Codes.InvalidParameter, node.Path, TooDeep, node.Start);
            return null;
        }

        return node.Kind switch
        {
            ValueKind.Text => ReadText(node, fillsNames),
            ValueKind.List => ReadList(node, depth, fillsNames),
            ValueKind.Map => ReadMap(node, depth, fillsNames),
            _ => new Constant(node.Value),
        };
    }

    public static string TooDeep => $"Maximum resolution depth ({MaxDepth}) exceeded";

    private Expression? ReadList(DocumentNode node, int depth, bool fillsNames)
    {
        var items = new Expression[node.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (Read(node.Items[i], depth + 1, fillsNames) is not { } item)
            {
                return null;
            }

            items[i] = item;
        }

        return Folded(new ListExpression(items), node);
    }

    private Expression? ReadMap(DocumentNode node, int depth, bool fillsNames)
    {
        var names = new string[node.Members.Length];
        var members = new Expression[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = node.Members[i].Name;
            if (Read(node.Members[i], depth + 1, fillsNames) is not { } member)
            {
                return null;
            }

            members[i] = member;
        }

        return Folded(new MapExpression(names, members), node);
    }

    private static Expression Folded(Expression expression, DocumentNode node) => expression.IsConstant ? new Constant(node.Value) : expression;

    private Expression ReadText(DocumentNode node, bool fillsNames)
    {
        var text = node.Text!;
        try
        {
            return ConfigText.Read(text, fillsNames, problem => Report(node, problem));
        }
        catch (ExpressionException e)
        {
            Wrong(node, e);
            return new Constant(node.Value);
        }
    }

    private void Wrong(DocumentNode node, ExpressionException problem) =>
        diagnostics.Error(problem.Code, node.Path, problem.Message, diagnostics.Inside(node.Start, problem.Position));

    private void Report(DocumentNode node, ExpressionException problem)
    {
        if (problem.Code == Codes.SecretAsText)
        {
            Wrong(node, problem);
            return;
        }

        diagnostics.Hint(problem.Code, node.Path, $"This is taken as plain text: {problem.Message}", diagnostics.Inside(node.Start, problem.Position));
    }
}
