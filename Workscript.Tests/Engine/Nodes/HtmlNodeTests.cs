using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class HtmlNodeTests
{
    private const string Page = """
        <title>Shop</title><body><h1>Tea</h1>
        <table><tr><td><a href="/1">Assam</a></td><td>3.50</td></tr><tr><td><a href="/2">Ceylon</a><a href="/3">x</a></td></tr></table>
        """;

    [Fact]
    public async Task ValuesAreTakenByTheirSelectors()
    {
        var record = await RunAsync("""
            {"select":[{"name":"title","selector":"h1"},{"name":"links","selector":"a","take":"attribute","attribute":"href","all":true},{"name":"cell","selector":"td","take":"html"},
             {"name":"none","selector":"h2"},{"name":"nothing","selector":"h2","all":true},{"name":"first","selector":"a","attribute":"href"}]}
            """);
        Assert.Equal(Documents.Json("""{"title":"Tea","links":["/1","/2","/3"],"cell":"<a href=\"/1\">Assam</a>","none":null,"nothing":[],"first":"/1"}"""), record.Output["data"]);
    }

    [Fact]
    public async Task EachElementThatRepeatsIsAnObject()
    {
        var record = await RunAsync("""{"each":"tr","select":[{"name":"tea","selector":"a"},{"name":"price","selector":"td:nth-child(2)"},{"name":"all"}]}""");
        Assert.Equal(Documents.Json("""[{"tea":"Assam","price":"3.50","all":"Assam\t3.50"},{"tea":"Ceylon","price":null,"all":"Ceylonx"}]"""), record.Output["data"]);
    }

    [Theory]
    [InlineData("{}", "Missing required parameter: select")]
    [InlineData("""{"select":[{"selector":"a"}]}""", "Each row of select needs a name")]
    [InlineData("""{"select":[{"name":"a","selector":"a","take":"size"}]}""", "'a' cannot take 'size'")]
    [InlineData("""{"select":[{"name":"a","selector":"a","take":"attribute"}]}""", "'a' does not say which attribute")]
    [InlineData("""{"select":[{"name":"a","selector":"a >"}]}""", "'a >' is no CSS selector")]
    [InlineData("""{"select":[{"name":"a"},{"name":"a"}]}""", "Two values have the same name")]
    [InlineData("""{"operation":"render"}""", "Unknown operation: render")]
    [InlineData("""{"data":5}""", "Missing required parameter: data")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var record = await RunAsync(config);
        Assert.StartsWith(message, record.Error!.Message);
        Assert.False(record.Error.Thrown);
    }

    [Theory]
    [InlineData("""{"html":{"data":"x","select":[{"name":"a"}]}}""")]
    [InlineData("""{"markdown":{"data":"x"}}""")]
    public async Task WhereTheHostReadsNoMarkupTheStepSaysSo(string step)
    {
        var (_, records) = await Documents.RunAsync(Documents.With(step));
        Assert.Equal("NOT_AVAILABLE", records[0].Error!.Code);
    }

    [Fact]
    public async Task MarkdownMayBeAListOfLines()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"markdown":{"data":["# A","","b **c**"]}}"""), host: new AnsweringHost());
        Assert.Equal("<h1>A</h1>\n<p>b <strong>c</strong></p>\n", result.State["markdownResult"].AsText);
    }

    private static async Task<StepRecord> RunAsync(string config)
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"html":CONFIG}""".Replace("CONFIG", config)), new RunOptions { State = ValueMap.Of("data", Page) }, host: new AnsweringHost());
        return records[0];
    }
}
