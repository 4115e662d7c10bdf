using System.Text;
using System.Text.RegularExpressions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Numbers;

/// <summary>A formula of <c>calculateField</c>: an expression in which <c>{name}</c> stands for a number.</summary>
internal static partial class Formula
{
    private const string Numbers = "_numbers";
    private const string NoNumber = "Expression evaluation failed: Expression did not evaluate to a valid number";

    /// <summary>The formula's number. What the step has calculated before goes before what the state has.</summary>
    /// <exception cref="CalculationException">The formula comes to no number.</exception>
    public static Value Evaluate(string formula, ValueMap.Builder calculated, NodeContext context)
    {
        var numbers = new List<Value>();
        var expression = Parse(WithPlaces(formula, name => numbers.Add(NumberOf(name, calculated, context))), formula, context);
        try
        {
            var result = context.Evaluate(expression, ValueList.Of(numbers));
            return result.IsNumber ? result : throw new CalculationException(NoNumber, "The formula's value is no number");
        }
        catch (ExpressionException e)
        {
            throw new CalculationException(NoNumber, e.Message);
        }
    }

    /// <summary>The formula with the place of its number in a list in place of each name.</summary>
    private static string WithPlaces(string formula, Action<string> onName)
    {
        var text = new StringBuilder();
        var (end, count) = (0, 0);
        for (var open = formula.IndexOf('{'); open >= 0; open = formula.IndexOf('{', end))
        {
            var close = formula.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            onName(formula[(open + 1)..close].Trim());
            text.Append(formula, end, open - end).Append(Numbers).Append('[').Append(count++).Append(']');
            end = close + 1;
        }

        return text.Append(formula, end, formula.Length - end).ToString();
    }

    private static Expression Parse(string expression, string formula, NodeContext context)
    {
        try
        {
            return context.Parse(expression, Numbers);
        }
        catch (ExpressionException e)
        {
            throw new CalculationException(FirstVersion().IsMatch(formula) ? $"Expression evaluation failed: {e.Message}" : "Expression contains invalid characters", e.Message);
        }
    }

    private static Value NumberOf(string name, ValueMap.Builder calculated, NodeContext context)
    {
        var value = Read(name, calculated, context);
        if (value.IsNumber)
        {
            return value;
        }

        throw new CalculationException(value.IsMissing ? $"Field \"{name}\" not found in data" : $"Field \"{name}\" is not a number (value: {Coerce.Text(value)}, type: {TypeOf(value)})");
    }

    /// <summary>The member that has the very name, or else what the name refers to: <c>order.total</c>, <c>$.lines[0].net</c>, <c>$input.total</c>.</summary>
    private static Value Read(string name, ValueMap.Builder calculated, NodeContext context)
    {
        if (calculated[name] is { IsMissing: false } earlier)
        {
            return earlier;
        }

        if (context.State(name) is { IsMissing: false } own)
        {
            return own;
        }

        if (!name.StartsWith('$'))
        {
            return context.StateAt(name);
        }

        try
        {
            return name.StartsWith("$.", StringComparison.Ordinal) && calculated[name[2..]] is { IsMissing: false } known
                ? known
                : context.Evaluate(context.Parse(name, Numbers), ValueList.Empty);
        }
        catch (ExpressionException e)
        {
            throw new CalculationException($"Field \"{name}\" not found in data", e.Message);
        }
    }

    private static string TypeOf(Value value) => value.Kind switch
    {
        ValueKind.Text => "string",
        ValueKind.Boolean => "boolean",
        _ => "object",
    };

    /// <summary>All that a formula could consist of in the language's first version, whose words for anything else are kept.</summary>
    [GeneratedRegex(@"^(?>Math\.(?:sqrt|abs|round|ceil|floor|min|max|pow)|\{[^}]+\}|[0-9+\-*/%().,\s])*\z")]
    private static partial Regex FirstVersion();
}
