using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class ReportNodeTests
{
    [Fact]
    public async Task AChartDrawsTheMembersThatAreNumbersAndNamesItsPlacesByTheFirstThatIsNone()
    {
        var report = await ReportAsync("""{ "type": "bar", "items": [{ "n": 1, "day": "Mon", "m": "2" }, { "n": null, "day": "Tue", "m": "x" }] }""");
        Assert.Equal("""["Mon","Tue"]""", report["labels"].ToString());
        Assert.Equal("""[{"name":"n","values":[1,null]}]""", report["series"].ToString());
    }

    [Fact]
    public async Task NamedMembersMayLieDeepAndHoldNumbersAsText()
    {
        var report = await ReportAsync("""{ "type": "line", "items": [{ "a": { "b": " 7.5 " } }, { "a": { "b": "" } }], "values": ["a.b"] }""");
        Assert.Equal("""[{"name":"a.b","values":[7.5,null]}]""", report["series"].ToString());
    }

    [Theory]
    [InlineData("[3, 4]", """["1","2"]""", "[3,4]")]
    [InlineData("""{ "open": 3, "paid": 4 }""", """["open","paid"]""", "[3,4]")]
    [InlineData("""[{ "a.b": 3, "k.l": "x" }]""", """["x"]""", "[3]")]
    public async Task PlainNumbersAnObjectAndNamesWithDotsAreDrawnAsTheyAre(string items, string labels, string values)
    {
        var report = await ReportAsync($$"""{ "type": "pie", "items": {{items}}{{(items.Contains("a.b", StringComparison.Ordinal) ? ", \"label\": \"['k.l']\"" : "")}} }""");
        Assert.Equal(labels, report["labels"].ToString());
        Assert.Equal(values, report["series"][0]["values"].ToString());
    }

    [Fact]
    public async Task ATableKeepsItsFirstTenThousandRowsAndTheirCount()
    {
        var report = await ReportAsync("""{ "items": "{{= map(range(1, 12001), n => { n: n }) }}", "columns": ["n", "none"] }""");
        Assert.Equal("""["n","none"]""", report["columns"].ToString());
        Assert.Equal((10_000, 12_000.0), (report["rows"].AsList!.Count, report["count"].AsDouble));
        Assert.Equal("[1,null]", report["rows"][0].ToString());
    }

    [Theory]
    [InlineData("""{ "type": "bar", "items": [{ "a": "x" }] }""", "There is nothing to draw")]
    [InlineData("""{ "type": "bar", "items": "text" }""", "Missing required parameter: items")]
    [InlineData("""{ "type": "markdown" }""", "Missing required parameter: text")]
    [InlineData("""{ "type": "area", "items": "{{= map(range(0, 200001), n => n) }}" }""", "at most 200,000 points")]
    public async Task WhatCannotBeShownIsSaid(string config, string error)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$$"""{ "report": {{{config[..^1]}}}, "error?": { "$.wrong": "{{= $input.error }}" } } }"""));
        Assert.Contains(error, result.State["wrong"].AsText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheStepWasGivenGoesOnToTheNext()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{ "math": { "operation": "add", "values": [1, 2], "success?": [{ "report": { "items": [1] } }, { "$.after": "{{= $input.result }}" }] } }"""));
        Assert.Equal(3, result.State["after"].AsDouble);
    }

    private static async Task<Value> ReportAsync(string config)
    {
        var (result, records) = await Documents.RunAsync(Documents.With($$"""{ "report": {{config}} }"""));
        Assert.Null(result.Error);
        return records[0].Output["report"];
    }
}
