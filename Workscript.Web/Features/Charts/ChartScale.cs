namespace Workscript.Web.Features.Charts;

/// <summary>What a chart's height stands for: from a round number to a round number, with round ones between.</summary>
internal sealed class ChartScale
{
    private const int Steps = 4;

    private ChartScale(double low, double step, int count)
    {
        (Low, Step) = (low, step);
        Ticks = [.. Enumerable.Range(0, count + 1).Select(i => Clean(low + (i * step), step))];
    }

    public double Low { get; }

    public double Step { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From 0 to 1.</summary>
    public double ShareOf(double value) => Math.Clamp((value - Low) / ((Ticks.Count - 1) * Step), 0, 1);

    /// <param name="fromZero">Whether what is drawn stands on the line of zero.</param>
    public static ChartScale Of(double least, double most, bool fromZero)
    {
        (least, most) = (Drawable(least), Drawable(most));
        if (fromZero || (least > 0 && least < most / 2))
        {
            (least, most) = (Math.Min(0, least), Math.Max(0, most));
        }

        if (most - least <= Math.Abs(most) * 1e-12)
        {
            most = least + (least == 0 ? 1 : Math.Abs(least) / 2);
        }

        var step = Round((most - least) / Steps);
        var low = Math.Floor(least / step) * step;
        return new(low, step, Math.Clamp((int)Math.Ceiling((most - low) / step - 1e-9), 1, 2 * Steps));
    }

    // Beyond this the difference of two numbers would not be one any more, or their quotient.
    private static double Drawable(double value) => Math.Abs(value) < 1e-290 ? 0 : Math.Clamp(value, -1e300, 1e300);

    /// <summary>The next of 1, 2, 2.5, 5 and 10, times a power of ten.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 2.5000001 => 2.5 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }

    // Sums of tenths are no tenths.
    private static double Clean(double value, double step) => Math.Abs(value) < step * 1e-9 ? 0 : value;
}
