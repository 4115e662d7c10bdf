using Workscript.Engine.Execution;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class ResourceNodesTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    [Fact]
    public async Task WhatIsWrittenIsReadByPathAndById()
    {
        var (result, records) = await RunAsync("""
            {"resource-write":{"mode":"create","path":"PATH/a.json","content":{"n":1},"tags":["x"],"description":"Numbers"}},
            {"resource-read":{"path":"/PATH/a.json","responseType":"json"}},
            {"$.first":"$.resourceContent"},
            {"resource-write":{"mode":"update","resourceId":"$.writtenResourceId","content":"two","name":"Second"}},
            {"resource-read":{"resourceId":"$.writtenResourceId"}}
            """);

        Assert.Equal(["created", "success", "success", "updated", "success"], records.Select(record => record.Edge));
        Assert.Equal(Documents.Json("""{"n":1}"""), result.State["first"]);
        Assert.Equal("two", result.State["resourceContent"].AsText);
        var said = result.State["resourceMetadata"];
        Assert.Equal("Second data application/json 3 2 workflow Numbers [\"x\"]",
            $"{said["name"].AsText} {said["type"].AsText} {said["mimeType"].AsText} {said["size"]} {said["revision"]} {said["authorType"].AsText} {said["description"].AsText} {said["tags"]}");
        Assert.Equal(records[0].Output["resource"]["checksum"], records[3].Output["previousChecksum"]);
    }

    [Fact]
    public async Task AResourceThatIsNotThereIsNotFoundAndOneThatIsThereIsNotMadeAgain()
    {
        var (result, records) = await RunAsync("""
            {"resource-read":{"path":"PATH/none","not_found?":{"$.missing":"{{= $input.error }} {{= $input.path }}"}}},
            {"resource-write":{"mode":"update","path":"PATH/none","content":"x"}},
            {"resource-write":{"mode":"update","resourceId":"nobody","content":"x"}},
            {"resource-write":{"mode":"upsert","path":"PATH/some","content":"x"}},
            {"resource-write":{"mode":"upsert","path":"PATH/some","content":"y"}},
            {"resource-write":{"mode":"create","path":"PATH/some","content":"z"}}
            """);

        Assert.Equal($"Resource not found {Prefix}/none", result.State["missing"].AsText);
        Assert.True(result.State["resourceContent"].IsNull);
        Assert.Equal(("RESOURCE_NOT_FOUND", "Resource not found at path"), (records[2].Error!.Code, records[2].Error!.Message));
        Assert.Equal(("RESOURCE_NOT_FOUND", "Resource not found"), (records[3].Error!.Code, records[3].Error!.Message));
        Assert.Equal(("created", "updated"), (records[4].Edge, records[5].Edge));
        Assert.Equal(("RESOURCE_EXISTS", "Resource already exists at this path"), (records[6].Error!.Code, records[6].Error!.Message));
    }

    [Fact]
    public async Task AListIsChosenByTagsTypeAndWords()
    {
        var (result, records) = await RunAsync("""
            {"resource-write":{"mode":"create","path":"PATH/b.md","content":"bb","tags":["PATH-1","a \"b\""],"name":"Beta"}},
            {"resource-write":{"mode":"create","path":"PATH/a.csv","content":"a","tags":["PATH-2"],"name":"Alpha"}},
            {"resource-write":{"mode":"create","path":"PATH/c.png","content":"AAAA","encoding":"base64","name":"Gamma"}},
            {"resource-list":{"search":"path/","sortBy":"name"}},{"$.all":"{{= map($.resourceList, r => r.name) }}"},
            {"resource-list":{"tags":["PATH-1","PATH-2"],"sortBy":"size"}},{"$.tagged":"{{= map($.resourceList, r => r.name) }}"},
            {"resource-list":{"search":"PATH/","type":"image"}},{"$.images":"{{= map($.resourceList, r => r.name) }}"},
            {"resource-list":{"search":"PATH/","limit":1,"offset":1}},
            {"resource-list":{"search":"PATH/","type":"audio","empty?":{"$.none":"{{= $input.filters }}"}}}
            """.Replace("path/", Prefix.ToUpperInvariant() + "/"));

        Assert.Equal("""["Alpha","Beta","Gamma"] ["Beta","Alpha"] ["Gamma"]""", $"{result.State["all"]} {result.State["tagged"]} {result.State["images"]}");
        Assert.Equal(Documents.Json("""{"limit":1,"offset":1,"total":3,"hasMore":true}"""), records[9].Output["pagination"]);
        Assert.Equal(Documents.Json($$"""{"type":"audio","search":"{{Prefix}}/"}"""), result.State["none"]);
    }

    [Fact]
    public async Task ATemplateIsFilledWithStateAndNothingInItIsReadTwice()
    {
        var (result, _) = await RunAsync("""
            {"resource-write":{"mode":"create","path":"PATH/t.md","content":"$.template"}},
            {"resource-interpolate":{"path":"PATH/t.md","state":{"name":"{{= '{{' }}$.secret}}"}}}
            """, """{"template":"$.name: {{$.name}}, {{= upper($.word) }}! {{$.gone.deep}}{{plain}} {{$run}}{{$.list}}","word":"hi","secret":"hidden","list":[1,{"a":2}]}""");

        Assert.Equal("$.name: {{$.secret}}, HI! {{plain}} [1,{\"a\":2}]", result.State["interpolatedContent"].AsText);
        Assert.Equal(Documents.Json("""{"found":5,"replaced":3,"unresolved":["$.gone.deep","$run"]}"""), result.State["interpolationStats"]);
    }

    [Fact]
    public async Task ATemplateSeesOnlyWhatItIsGivenIfTheStepSaysSo()
    {
        var (result, records) = await RunAsync("""
            {"resource-write":{"mode":"create","path":"PATH/t.md","content":"$.template"}},
            {"resource-interpolate":{"path":"PATH/t.md"}},
            {"resource-interpolate":{"path":"PATH/t.md","includeAllState":false,"state":{"b":2}}}
            """, """{"template":"{{$.a}}{{$.b}}{{$.JWT_token}}","a":1,"b":1,"JWT_token":"t"}""");

        Assert.Equal(("11", "2"), (records[1].Output["content"].AsText, result.State["interpolatedContent"].AsText));
        Assert.Equal("{{$.a}}{{$.b}}{{$.JWT_token}}", records[1].Output["originalContent"].AsText);
    }

    [Theory]
    [InlineData("{{= 1 / $.zero }}", "EXPRESSION_ERROR")]
    [InlineData("{{= eval('x') }}", "EXPRESSION_ERROR")]
    [InlineData("{{= range(1, 1000000000) }}", "EXPRESSION_ERROR")]
    public async Task ATemplateThatCannotBeFilledIsAnError(string template, string code)
    {
        var (_, records) = await RunAsync("""
            {"resource-write":{"mode":"create","path":"PATH/t.md","content":"$.template"}},{"resource-interpolate":{"path":"PATH/t.md"}}
            """, $$"""{"zero":0,"template":"{{template}}"}""");
        Assert.Equal((code, false), (records[1].Error!.Code, records[1].Error!.Thrown));
    }

    [Fact]
    public async Task BytesAreNoTemplate()
    {
        var (_, records) = await RunAsync("""
            {"resource-write":{"mode":"create","path":"PATH/b.bin","content":"/w==","encoding":"base64"}},{"resource-interpolate":{"path":"PATH/b.bin"}},
            {"resource-read":{"path":"PATH/b.bin","responseType":"binary"}}
            """);
        Assert.Equal(("Cannot interpolate binary resource", "INVALID_RESOURCE_TYPE"), (records[1].Error!.Message, records[1].Error!.Code));
        Assert.Equal("/w==", records[2].Output["content"].AsText);
    }

    [Theory]
    [InlineData("resource-read", """{"path":"a","responseType":"xml"}""", "Invalid responseType: xml")]
    [InlineData("resource-read", """{"path":"a","timeout":-100}""", "Invalid timeout parameter")]
    [InlineData("resource-read", """{"path":"../a"}""", "'../a' leads upwards: a path begins at the root and may not hold '..'")]
    [InlineData("resource-write", """{"content":"x"}""", "Missing required parameter: mode")]
    [InlineData("resource-write", """{"mode":"replace","content":"x"}""", "Invalid mode: replace")]
    [InlineData("resource-write", """{"mode":"create","path":"a"}""", "Missing required parameter: content")]
    [InlineData("resource-write", """{"mode":"update","content":"x"}""", "Either resourceId or path is required for update mode")]
    [InlineData("resource-write", """{"mode":"upsert","content":"x"}""", "Path is required for upsert mode")]
    [InlineData("resource-write", """{"mode":"create","path":"a","content":"x","type":"film"}""", "Invalid type: film")]
    [InlineData("resource-list", """{"type":"film"}""", "Invalid type: film")]
    [InlineData("resource-list", """{"authorType":"cat"}""", "Invalid authorType: cat")]
    [InlineData("resource-list", """{"sortBy":"mood"}""", "Invalid sortBy: mood")]
    [InlineData("resource-list", """{"limit":101}""", "Invalid limit: 101")]
    [InlineData("resource-list", """{"limit":"5"}""", "Invalid limit: 5")]
    [InlineData("resource-list", """{"offset":-1}""", "Invalid offset: -1")]
    [InlineData("resource-interpolate", """{}""", "Missing required parameter: provide either resourceId or path")]
    public async Task WhatIsWrongIsSaid(string node, string config, string message)
    {
        var (_, records) = await RunAsync($$"""{"{{node}}":{{config}}}""");
        Assert.Equal((message, false), (records[0].Error!.Message, records[0].Error!.Thrown));
    }

    private string Prefix { get; } = $"p{Guid.NewGuid():N}";

    private Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string steps, string state = "{}") =>
        Documents.RunAsync(Documents.With(steps.Replace("PATH", Prefix)), new RunOptions { State = Documents.Json(state).AsMap! }, host: world.Host);
}
