using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Arithmetic of the expression language: 64-bit integers while they are exact, else doubles; no result that is not a number.</summary>
internal static class Arithmetic
{
    public static Value Add(Value a, Value b)
    {
        if (a.IsInteger(out var x) && b.IsInteger(out var y) && !Overflows(x, y, x + y))
        {
            return x + y;
        }

        return Finite(Number(a, "+") + Number(b, "+"), "+");
    }

    public static Value Subtract(Value a, Value b)
    {
        if (a.IsInteger(out var x) && b.IsInteger(out var y) && !Overflows(x, ~y, x - y))
        {
            return x - y;
        }

        return Finite(Number(a, "-") - Number(b, "-"), "-");
    }

    public static Value Multiply(Value a, Value b)
    {
        if (a.IsInteger(out var x) && b.IsInteger(out var y) && Math.BigMul(x, y, out var low) == low >> 63)
        {
            return low;
        }

        return Finite(Number(a, "*") * Number(b, "*"), "*");
    }

    public static Value Divide(Value a, Value b)
    {
        var divisor = NotZero(b, "/");
        if (a.IsInteger(out var x) && b.IsInteger(out var y) && y != -1 && x % y == 0)
        {
            return x / y;
        }

        return Finite(Number(a, "/") / divisor, "/");
    }

    public static Value Remainder(Value a, Value b)
    {
        var divisor = NotZero(b, "%");
        if (a.IsInteger(out var x) && b.IsInteger(out var y) && y != -1)
        {
            return x % y;
        }

        return Finite(Number(a, "%") % divisor, "%");
    }

    public static Value Power(Value a, Value b) => Whole(Finite(Math.Pow(Number(a, "**"), Number(b, "**")), "**"));

    /// <summary>The same number as an integer when it is one that a double holds exactly.</summary>
    public static Value Whole(Value number) =>
        number.AsDouble == Math.Truncate(number.AsDouble) && Math.Abs(number.AsDouble) <= 9007199254740992 ? (long)number.AsDouble : number;

    public static double Number(Value value, string user)
    {
        if (value.IsNullOrMissing)
        {
            throw new ExpressionException($"'{user}' needs a number and got {(value.IsNull ? "null" : "nothing")}: use default(value, 0) where it may be missing");
        }

        var number = value.Kind is ValueKind.List or ValueKind.Map ? double.NaN : Coerce.Number(value);
        return double.IsNaN(number) ? throw new ExpressionException($"'{user}' needs a number and got {Shown(value)}") : number;
    }

    public static Value Finite(double number, string user) =>
        double.IsFinite(number) ? number : throw new ExpressionException($"The result of '{user}' is too large for a number");

    internal static string Shown(Value value)
    {
        var text = value.ToString();
        return text.Length <= 40 ? text : text[..40] + "...";
    }

    private static double NotZero(Value value, string user)
    {
        var number = Number(value, user);
        return number == 0 ? throw new ExpressionException($"'{user}' by zero") : number;
    }

    private static bool Overflows(long x, long y, long result) => ((x ^ result) & (y ^ result)) < 0;
}
