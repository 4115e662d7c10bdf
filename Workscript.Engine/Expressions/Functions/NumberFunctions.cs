using System.Globalization;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class NumberFunctions
{
    private const int MostDigits = 100;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("round", "round(number, digits?)", "Rounded, a half upwards, to whole numbers or to digits after the point", "round(2.345, 2)", "2.35", 1, 2, Round) { Aliases = ["Math.round"] },
        new("floor", "floor(number)", "Rounded down", "floor(-1.5)", "-2", 1, 1, a => Whole(a, Math.Floor)) { Aliases = ["Math.floor"] },
        new("ceil", "ceil(number)", "Rounded up", "ceil(1.2)", "2", 1, 1, a => Whole(a, Math.Ceiling)) { Aliases = ["Math.ceil"] },
        new("trunc", "trunc(number)", "Without what is after the point", "trunc(-1.5)", "-1", 1, 1, a => Whole(a, Math.Truncate)) { Aliases = ["Math.trunc"] },
        new("abs", "abs(number)", "Without its sign", "abs(-3)", "3", 1, 1, Absolute) { Aliases = ["Math.abs"] },
        new("sign", "sign(number)", "-1, 0 or 1", "sign(-3)", "-1", 1, 1, a => Math.Sign(a.Number(0))) { Aliases = ["Math.sign"] },
        new("clamp", "clamp(number, least, most)", "The number, or the end of the range that it is beyond", "clamp(12, 0, 10)", "10", 3, 3, Clamp),
        new("mod", "mod(number, divisor)", "What is left of a division, with the sign of the divisor", "mod(-1, 7)", "6", 2, 2, Modulo),
        new("sqrt", "sqrt(number)", "The square root", "sqrt(16)", "4", 1, 1, Sqrt) { Aliases = ["Math.sqrt"] },
        new("pow", "pow(number, exponent)", "Raised to a power", "pow(2, 10)", "1024", 2, 2, a => Arithmetic.Power(a[0], a[1])) { Aliases = ["Math.pow"] },
        new("exp", "exp(number)", "e raised to a power", "exp(0)", "1", 1, 1, a => Arithmetic.Whole(Arithmetic.Finite(Math.Exp(a.Number(0)), "exp"))) { Aliases = ["Math.exp"] },
        new("log", "log(number, base?)", "The logarithm, natural or to a base", "log(8, 2)", "3", 1, 2, Logarithm) { Aliases = ["Math.log"] },
        new("min", "min(list, x => number?) or min(a, b, ...)", "The least number; null for none", "min([3, 1, 2])", "1", 1, Function.Any, a => Extreme(a, (x, least) => x < least)) { Aliases = ["Math.min"] },
        new("max", "max(list, x => number?) or max(a, b, ...)", "The greatest number; null for none", "max(3, 7)", "7", 1, Function.Any, a => Extreme(a, (x, most) => x > most)) { Aliases = ["Math.max"] },
        new("sum", "sum(list, x => number?)", "The numbers added up", "sum([1, 2, 3.5])", "6.5", 1, 2, Sum),
        new("avg", "avg(list, x => number?)", "The average of the numbers; null for none", "avg([1, 2, 6])", "3", 1, 2, Average) { Aliases = ["average"] },
        new("median", "median(list, x => number?)", "The number in the middle; null for none", "median([9, 1, 2])", "2", 1, 2, Median),
        new("random", "random()", "A number of at least 0 and less than 1, by chance", "random() < 1", "true", 0, 0, a => a.Scope.NextRandom()) { Aliases = ["Math.random"] },
        new("randomInt", "randomInt(least, most)", "A whole number of the range, by chance", "randomInt(3, 3)", "3", 2, 2, RandomInteger),
        new("toFixed", "toFixed(number, digits?)", "As text with so many digits after the point", "toFixed(2.5, 2)", "\"2.50\"", 1, 2, Fixed),
        new("formatNumber", "formatNumber(number, digits?, group?, point?)", "As text for people", "formatNumber(1234.5, 2, '.', ',')", "\"1.234,50\"", 1, 4, Format),
        new("toBase", "toBase(number, base)", "A whole number written in another base, 2 to 36", "toBase(255, 16)", "\"ff\"", 2, 2, ToBase),
        new("fromBase", "fromBase(text, base)", "The whole number written in another base", "fromBase('ff', 16)", "255", 2, 2, FromBase),
    ];

    private static Value Whole(Arguments a, Func<double, double> round) => a[0].IsInteger(out _) ? a[0] : Arithmetic.Whole(round(a.Number(0)));

    private static Value Absolute(Arguments a) => a.Number(0) < 0 ? Arithmetic.Subtract(0, a[0]) : Arithmetic.Add(0, a[0]);

    private static Value Round(Arguments a)
    {
        var number = a.Number(0);
        var rounded = Rounding.ToDigits(number, Math.Clamp(a.Integer(1), -300, 300));

        // What is whole already stays exact, also past 2^53.
        return a[0].IsInteger(out _) && rounded == number ? a[0] : Arithmetic.Whole(rounded);
    }

    private static Value Clamp(Arguments a)
    {
        var (number, least, most) = (a.Number(0), a.Number(1), a.Number(2));
        return least > most ? throw a.Error("needs a least that is not above the most") : number < least ? a[1] : number > most ? a[2] : a[0];
    }

    private static Value Modulo(Arguments a)
    {
        var rest = Arithmetic.Remainder(a[0], a[1]);
        return rest.AsDouble != 0 && rest.AsDouble < 0 != a.Number(1) < 0 ? Arithmetic.Add(rest, a[1]) : rest;
    }

    private static Value Sqrt(Arguments a)
    {
        var number = a.Number(0);
        return number < 0 ? throw a.Error("of a negative number is not a number") : Arithmetic.Whole(Math.Sqrt(number));
    }

    private static Value Logarithm(Arguments a)
    {
        var (number, radix) = (a.Number(0), a.Count > 1 ? a.Number(1) : Math.E);
        if (number <= 0 || radix <= 0 || radix == 1)
        {
            throw a.Error("needs numbers above 0, and a base that is not 1");
        }

        return Arithmetic.Whole(a.Count == 1 ? Math.Log(number) : radix == 2 ? Math.Log2(number) : radix == 10 ? Math.Log10(number) : Math.Log(number, radix));
    }

    private static Value Extreme(Arguments a, Func<double, double, bool> isBetter)
    {
        var isList = a.IsLambda(1) || (a.Count == 1 && !a[0].IsNumber);
        var list = isList ? a.List(0) : null;
        var best = Value.Null;
        for (var i = 0; i < (list?.Count ?? a.Count); i++)
        {
            var given = list is null ? a[i] : a.IsLambda(1) ? a.Invoke(1, list[i], i) : list[i];
            var number = Arithmetic.Number(given, a.Name);
            if (best.IsNull || isBetter(number, best.AsDouble))
            {
                best = given.IsNumber ? given : number;
            }
        }

        return best;
    }

    private static Value Sum(Arguments a)
    {
        Value sum = 0;
        foreach (var item in a.List(0).AsSpan())
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

    private static Value Median(Arguments a)
    {
        var list = a.List(0);
        var numbers = new double[list.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Arithmetic.Number(a.IsLambda(1) ? a.Invoke(1, list[i]) : list[i], a.Name);
        }

        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return numbers.Length == 0 ? Value.Null : Arithmetic.Whole(numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] / 2) + (numbers[middle] / 2));
    }

    private static Value RandomInteger(Arguments a)
    {
        var (least, most) = (Math.Ceiling(a.Number(0)), Math.Floor(a.Number(1)));
        return least > most ? throw a.Error("needs a range with a whole number in it") : Arithmetic.Whole(least + Math.Floor(a.Scope.NextRandom() * (most - least + 1)));
    }

    private static Value Fixed(Arguments a) => Written(a, $"F{Digits(a, 0)}", NumberFormatInfo.InvariantInfo);

    private static Value Format(Arguments a)
    {
        var signs = new NumberFormatInfo { NumberGroupSeparator = a.Text(2, ","), NumberDecimalSeparator = a.Text(3, ".") is { Length: > 0 } point ? point : "." };
        return Written(a, a[1].IsNullOrMissing ? "#,##0.###############" : $"N{Digits(a, 0)}", signs);
    }

    private static int Digits(Arguments a, int usual) => a.Integer(1, usual) is >= 0 and <= MostDigits and var digits ? digits : throw a.Error($"takes 0 to {MostDigits} digits");

    private static string Written(Arguments a, string format, NumberFormatInfo signs) =>
        a[0].IsInteger(out var integer) ? integer.ToString(format, signs) : (a.Number(0) == 0 ? 0 : a.Number(0)).ToString(format, signs);

    private static Value ToBase(Arguments a)
    {
        var number = Math.Truncate(a.Number(0));
        if (Math.Abs(number) > long.MaxValue / 2)
        {
            throw a.Error("needs a whole number of less than 63 bits");
        }

        var (rest, radix, text) = ((long)Math.Abs(number), Base(a), "");
        do
        {
            text = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % radix)] + text;
            rest /= radix;
        }
        while (rest > 0);
        return number < 0 ? "-" + text : text;
    }

    private static Value FromBase(Arguments a)
    {
        var (text, radix) = (a.Text(0).Trim(), Base(a));
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var number = 0L;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : radix;
            if (digit >= radix || number > (long.MaxValue - digit) / radix)
            {
                throw a.Error($"finds no whole number of base {radix} in {Arithmetic.Shown(a[0])}");
            }

            number = (number * radix) + digit;
        }

        return digits.Length == 0 ? throw a.Error("needs at least one digit") : text[0] == '-' ? -number : number;
    }

    private static int Base(Arguments a) => a.Integer(1) is >= 2 and <= 36 and var radix ? radix : throw a.Error("takes bases from 2 to 36");
}
