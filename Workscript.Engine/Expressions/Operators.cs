using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

internal sealed class Binary(BinaryOperator op, Expression left, Expression right) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        var a = left.Evaluate(scope);
        var b = right.Evaluate(scope);
        if (!a.IsNumber || !b.IsNumber)
        {
            // Two values are compared no further than the smaller one goes.
            scope.SpendOnText(op is BinaryOperator.Equal or BinaryOperator.NotEqual ? Math.Min(a.Weight, b.Weight) : a.Weight + b.Weight);
        }

        return op switch
        {
            BinaryOperator.Add => a.IsText || b.IsText ? Join(a, b) : Arithmetic.Add(a, b),
            BinaryOperator.Subtract => Arithmetic.Subtract(a, b),
            BinaryOperator.Multiply => Arithmetic.Multiply(a, b),
            BinaryOperator.Divide => Arithmetic.Divide(a, b),
            BinaryOperator.Remainder => Arithmetic.Remainder(a, b),
            BinaryOperator.Power => Arithmetic.Power(a, b),
            BinaryOperator.Less => Coerce.Less(a, b),
            BinaryOperator.LessOrEqual => Coerce.Less(a, b) || AreLevel(a, b),
            BinaryOperator.Greater => Coerce.Less(b, a),
            BinaryOperator.GreaterOrEqual => Coerce.Less(b, a) || AreLevel(a, b),
            BinaryOperator.Equal => AreEqual(a, b),
            BinaryOperator.NotEqual => !AreEqual(a, b),
        };
    }

    /// <summary>Equality by value: without conversion, lists and maps member by member, and a missing value is null.</summary>
    private static bool AreEqual(Value a, Value b) => (a.IsNullOrMissing && b.IsNullOrMissing) || a.Equals(b);

    private static bool AreLevel(Value a, Value b) => a.IsText && b.IsText ? a.AsText == b.AsText : Coerce.Number(a) == Coerce.Number(b);

    private static Value Join(Value a, Value b)
    {
        ValueLimits.CheckText(Math.Max(a.Weight, b.Weight) - 2);
        var first = Coerce.TemplateText(a);
        var second = Coerce.TemplateText(b);
        ValueLimits.CheckText((long)first.Length + second.Length);
        return first + second;
    }
}

/// <summary><c>&amp;&amp;</c>, <c>||</c> and <c>??</c>: the value of one side, and the right side only when it counts.</summary>
internal sealed class Choice(string op, Expression left, Expression right) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        var value = left.Evaluate(scope);
        var isDecided = op switch
        {
            "&&" => !Coerce.Truth(value),
            "||" => Coerce.Truth(value),
            _ => !value.IsNullOrMissing,
        };
        return isDecided ? value : right.Evaluate(scope);
    }
}

internal sealed class Conditional(Expression condition, Expression then, Expression otherwise) : Expression
{
    internal override Value Evaluate(Scope scope) => Coerce.Truth(condition.Evaluate(scope)) ? then.Evaluate(scope) : otherwise.Evaluate(scope);
}

internal sealed class Not(Expression operand) : Expression
{
    internal override Value Evaluate(Scope scope) => !Coerce.Truth(operand.Evaluate(scope));
}

internal sealed class Negative(Expression operand) : Expression
{
    internal override Value Evaluate(Scope scope) => Arithmetic.Subtract(0, operand.Evaluate(scope));
}
