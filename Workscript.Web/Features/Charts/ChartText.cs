using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Workscript.Web.Features.Charts;

/// <summary>Numbers and words as they stand in charts.</summary>
internal static class ChartText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly (double From, string Unit)[] Units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A number with as many digits as people read.</summary>
    public static string Number(double value) => Math.Abs(value) is >= 1e15 or (> 0 and < 1e-4)
        ? value.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : value.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>A number beside an axis: 1.2M.</summary>
    public static string Short(double value)
    {
        var size = Math.Abs(value);
        if (size is >= 1e15 or (> 0 and < 1e-3))
        {
            return value.ToString("0.#e+0", CultureInfo.InvariantCulture);
        }

        foreach (var (from, unit) in Units)
        {
            if (size >= from)
            {
                return (value / from).ToString("0.##", CultureInfo.InvariantCulture) + unit;
            }
        }

        return value.ToString("0.###", CultureInfo.InvariantCulture);
    }

    /// <summary>A coordinate.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The text as it may stand in markup.</summary>
    public static string Inert(string text) => Encoder.Encode(text);

    /// <summary>The text in so much room, about.</summary>
    public static string Cut(string text, double room)
    {
        var most = Math.Max(2, (int)(room / 6.6));
        return text.Length <= most ? text : Data.Texts.Shorten(text, most);
    }
}
