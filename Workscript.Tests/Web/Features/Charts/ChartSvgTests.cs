using System.Xml.Linq;
using Workscript.Web.Features.Charts;

namespace Workscript.Tests.Web.Features.Charts;

public sealed class ChartSvgTests
{
    private const string Hostile = "<script>alert(1)</script>\" onload=\"x\u202e&\u0000";

    public static TheoryData<ChartKind> Kinds => [.. Enum.GetValues<ChartKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatTheDataSaysIsText(ChartKind kind)
    {
        var svg = ChartSvg.Draw(new Chart(kind, Hostile, [Hostile, "b"], [new(Hostile, [1, 2]), new("two", [2, 1])]) { XTitle = Hostile, YTitle = Hostile });
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", svg, StringComparison.Ordinal);
        Assert.All(XDocument.Parse(svg.Replace("&#x0;", "", StringComparison.Ordinal)).Descendants(), element => Assert.DoesNotContain(element.Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NumbersThatNoChartIsMadeForAreDrawnWithinThePicture(ChartKind kind)
    {
        double?[][] rows = [[], [null, null], [0], [0, 0], [-5], [-1, 3, null, 2], [1e308, -1e308, 1e-300], [double.MaxValue, double.MaxValue], [1e-320, 0], [3, 3, 3], [double.NaN, double.PositiveInfinity, 1]];
        foreach (var values in rows)
        {
            foreach (var isStacked in new[] { false, true })
            {
                var svg = ChartSvg.Draw(new Chart(kind, "", [.. values.Select((_, i) => $"{i}")], [new("a", values), new("b", values)]) { IsStacked = isStacked });
                Assert.DoesNotMatch("NaN|∞|Infinity|E[+-]", svg);
                Assert.DoesNotContain("=\"-", svg, StringComparison.Ordinal);
                XDocument.Parse(svg);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AHundredThousandPointsMakeASmallPictureThatKeepsThePeak(ChartKind kind)
    {
        var values = Enumerable.Range(0, 100_000).Select(i => (double?)(i == 77_777 ? 1_000 : i % 10)).ToArray();
        var svg = ChartSvg.Draw(new Chart(kind, "", [.. values.Select((_, i) => $"p{i}")], [new("a", values)]));
        Assert.InRange(svg.Length, 500, 60_000);
        Assert.True(kind is ChartKind.Line or ChartKind.Area ? Tops(svg) == 10 : svg.Contains("p77777: 1,000", StringComparison.Ordinal), svg[..500]);
    }

    [Fact]
    public void APieLeavesOutWhatIsNotMoreThanZeroAndSaysSo()
    {
        var chart = new Chart(ChartKind.Pie, "", ["a", "b", "c"], [new("n", [-1, null, 4])]);
        Assert.Equal("2 values that are not more than zero have no slice.", chart.Note);
        Assert.Contains("100 %", ChartSvg.Draw(chart), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 7, true, "0 2 4 6 8")]
    [InlineData(0, 1, true, "0 0.25 0.5 0.75 1")]
    [InlineData(97, 103, false, "96 98 100 102 104")]
    [InlineData(-3, 12, true, "-5 0 5 10 15")]
    [InlineData(0, 0, true, "0 0.25 0.5 0.75 1")]
    public void AScaleHasRoundNumbers(double least, double most, bool fromZero, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartScale.Of(least, most, fromZero).Ticks.Select(ChartText.Number)));

    [Theory]
    [InlineData(1_234_567, "1.23M", "1,234,567")]
    [InlineData(0.1 + 0.2, "0.3", "0.3")]
    [InlineData(-1500, "-1.5k", "-1,500")]
    [InlineData(1e21, "1e+21", "1e+21")]
    public void NumbersAreWrittenForTheRoomThatTheyHave(double value, string beside, string whole) =>
        Assert.Equal((beside, whole), (ChartText.Short(value), ChartText.Number(value)));

    /// <summary>The height of the highest point of a line.</summary>
    private static double Tops(string svg) => XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "path").SelectMany(path => path.Attribute("d")!.Value.Split('M', 'L', 'Z'))
        .Where(point => point.Contains(' ', StringComparison.Ordinal)).Min(point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
}
