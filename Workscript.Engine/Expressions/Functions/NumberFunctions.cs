using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class NumberFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("round", "round(number, digits?)", "Rounded, a half upwards, to whole numbers or to digits after the point", "round(2.345, 2)", "2.35", 1, 2, Round) { Aliases = ["Math.round"] },
        new("floor", "floor(number)", "Rounded down", "floor(-1.5)", "-2", 1, 1, a => Arithmetic.Whole(Math.Floor(a.Number(0)))) { Aliases = ["Math.floor"] },
        new("ceil", "ceil(number)", "Rounded up", "ceil(1.2)", "2", 1, 1, a => Arithmetic.Whole(Math.Ceiling(a.Number(0)))) { Aliases = ["Math.ceil"] },
        new("abs", "abs(number)", "Without its sign", "abs(-3)", "3", 1, 1, a => Arithmetic.Whole(Math.Abs(a.Number(0)))) { Aliases = ["Math.abs"] },
        new("sqrt", "sqrt(number)", "The square root", "sqrt(16)", "4", 1, 1, Sqrt) { Aliases = ["Math.sqrt"] },
        new("pow", "pow(number, exponent)", "Raised to a power", "pow(2, 10)", "1024", 2, 2, a => Arithmetic.Power(a[0], a[1])) { Aliases = ["Math.pow"] },
        new("min", "min(list) or min(a, b, ...)", "The least number; null for none", "min([3, 1, 2])", "1", 1, Function.Any, a => Extreme(a, (x, least) => x < least)) { Aliases = ["Math.min"] },
        new("max", "max(list) or max(a, b, ...)", "The greatest number; null for none", "max(3, 7)", "7", 1, Function.Any, a => Extreme(a, (x, most) => x > most)) { Aliases = ["Math.max"] },
        new("sum", "sum(list, x => number?)", "The numbers added up", "sum([1, 2, 3.5])", "6.5", 1, 2, Sum),
        new("avg", "avg(list, x => number?)", "The average of the numbers; null for none", "avg([1, 2, 6])", "3", 1, 2, Average),
    ];

    private static Value Round(Arguments a)
    {
        var number = a.Number(0);
        var rounded = Rounding.ToDigits(number, Math.Clamp(a.Integer(1), -300, 300));

        // What is whole already stays exact, also past 2^53.
        return a[0].IsInteger(out _) && rounded == number ? a[0] : Arithmetic.Whole(rounded);
    }

    private static Value Sqrt(Arguments a)
    {
        var number = a.Number(0);
        return number < 0 ? throw a.Error("of a negative number is not a number") : Arithmetic.Whole(Math.Sqrt(number));
    }

    private static Value Extreme(Arguments a, Func<double, double, bool> isBetter)
    {
        var best = Value.Null;
        var numbers = a.Count == 1 && !a[0].IsNumber ? a.List(0).AsSpan() : Given(a);
        foreach (var number in numbers)
        {
            var candidate = Arithmetic.Number(number, "min or max");
            if (best.IsNull || isBetter(candidate, best.AsDouble))
            {
                best = number.IsNumber ? number : candidate;
            }
        }

        return best;
    }

    private static ReadOnlySpan<Value> Given(Arguments a) => Enumerable.Range(0, a.Count).Select(i => a[i]).ToArray();

    private static Value Sum(Arguments a)
    {
        Value sum = 0;
        foreach (var item in a.List(0))
        {
            sum = Arithmetic.Add(sum, a.IsLambda(1) ? a.Invoke(1, item) : item);
        }

        return sum;
    }

    private static Value Average(Arguments a)
    {
        var count = a.List(0).Count;
        return count == 0 ? Value.Null : Arithmetic.Divide(Sum(a), count);
    }
}
