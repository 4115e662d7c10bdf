namespace Workscript.Engine.Values;

/// <summary>Rounding as ECMAScript's <c>Math.round</c> does it: a half goes up, below zero as well.</summary>
internal static class Rounding
{
    // From 2^52 on every double is whole.
    private const double AlwaysWhole = 4503599627370496;

    public static double HalfUp(double number)
    {
        var floor = Math.Floor(number);
        return number - floor >= 0.5 ? floor + 1 : floor;
    }

    /// <summary>Rounds to so many digits after the point. A number that has no more digits than that stays as it is.</summary>
    public static double ToDigits(double number, double digits)
    {
        var scale = Math.Pow(10, digits);
        var scaled = number * scale;
        return Math.Abs(scaled) < AlwaysWhole ? HalfUp(scaled) / scale : number;
    }
}
