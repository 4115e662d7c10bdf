using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

/// <summary>transformObject, objectUtilities and jsonExtract, beyond what the corpus has of them.</summary>
public sealed class ObjectNodesTests
{
    [Theory]
    [InlineData("""{"operation":"flatten","data":{"a":{"b":{"c":1}},"e":{}}}""", """{"a.b.c":1}""")]
    [InlineData("""{"operation":"flatten","data":{"a":{"b":{"c":1}}},"depth":1}""", """{"b":{"c":1}}""")]
    [InlineData("""{"operation":"unflatten","data":{"a":1,"a.b":2,"c/d":3}}""", """{"a":{"b":2},"c/d":3}""")]
    [InlineData("""{"operation":"renameKeys","data":{"a":[{"a":1}]},"renameMap":{"a":"b"},"recursive":true}""", """{"b":[{"b":1}]}""")]
    [InlineData("""{"operation":"pick","data":5,"keys":["a"]}""", "5")]
    [InlineData("""{"operation":"flatten","data":{"a":{"b":1}},"depth":0}""", """{"a":{"b":1}}""")]
    [InlineData("""{"operation":"unflatten","data":{"a.b":1,"a":{"c":2},"a.d":3,"e":4,"e.f":5}}""", """{"a":{"c":2,"d":3},"e":{"f":5}}""")]
    [InlineData("""{"operation":"unflatten","data":{"a__b":1,"a.b":2},"separator":"__"}""", """{"a":{"b":1},"a.b":2}""")]
    [InlineData("""{"operation":"omit","data":{"a":1,"b":[{"a":2}]},"keys":["a"],"recursive":true}""", """{"b":[{}]}""")]
    public async Task AnObjectTakesAnotherShape(string config, string expected)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"transformObject":{{config}} }"""));
        Assert.Equal(Documents.Json(expected), result.State["transformedObject"]);
    }

    [Theory]
    [InlineData("""{"operation":"keys","field":"l"}""", """["0","1"]""")]
    [InlineData("""{"operation":"delete_nested","field":"o","path":"l.0"}""", """{"l":[null,2]}""")]
    [InlineData("""{"operation":"set_nested","field":"o","path":"l[-1]","value":9}""", """{"l":[1,9]}""")]
    [InlineData("""{"operation":"deep_merge","field":"o","mergeWith":"p","overwrite":false}""", """{"l":[1,2],"m":{"x":1}}""")]
    [InlineData("""{"operation":"get_nested","field":"o","path":"l[0]"}""", "1")]
    [InlineData("""{"operation":"delete_nested","field":"o","path":"q.r.s"}""", """{"l":[1,2]}""")]
    [InlineData("""{"operation":"delete_nested","field":"o","path":"l.length"}""", """{"l":[1,2]}""")]
    [InlineData("""{"operation":"set_nested","field":"o","path":"l.2","value":3}""", """{"l":[1,2,3]}""")]
    [InlineData("""{"operation":"merge","field":"$.o","mergeWith":{"n":3}}""", """{"l":[1,2],"n":3}""")]
    [InlineData("""{"operation":"keys","data":"$.p"}""", """["l","m"]""")]
    public async Task AnObjectIsLookedIntoAndChanged(string config, string expected)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"objectUtilities":{{config}} }""", "\"initialState\":{\"l\":[5,6],\"o\":{\"l\":[1,2]},\"p\":{\"l\":3,\"m\":{\"x\":1}}},"));
        Assert.Equal(Documents.Json(expected), result.State["objectUtilResult"]);
    }

    [Theory]
    [InlineData("dot_notation", "a[0].b")]
    [InlineData("bracket_notation", "a[-2]['b']")]
    [InlineData("simple_path", "a.0.b")]
    [InlineData("dot_notation", "['odd.key'].b")]
    public async Task EveryMethodUnderstandsEveryPath(string method, string path)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"jsonExtract":{"data":{"a":[{"b":1},{"b":2}],"odd.key":{"b":1} },"path":"{{path}}","method":"{{method}}"} }"""));
        Assert.Equal(Value.Of(1), result.State["extractedValue"]);
    }

    [Fact]
    public async Task WhatTheStepBeforeHandedOverIsLookedIntoAsWell()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"math":{"operation":"add","values":[1,2],"success?":{"jsonExtract":{"path":"result"}}}}"""));
        Assert.Equal(Value.Of(3), result.State["extractedValue"]);
    }

    [Fact]
    public async Task ALoopThatTransformsTheWholeStateDoesNotPileUpItsResults()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"range...":{"stop":300,"current_step?":{"transformObject":{"operation":"omit","keys":["nothing"]}}}}"""));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.True(result.State["transformedObject"]["transformedObject"].IsMissing);
    }

    [Fact]
    public async Task ANameOfMorePartsThanAValueHasLevelsIsAnError()
    {
        var data = $$"""{"{{string.Join('.', Enumerable.Repeat('a', 100_000))}}":1}""";
        var (_, records) = await Documents.RunAsync(Documents.With("""{"transformObject":{"operation":"unflatten"}}"""), new RunOptions { State = Documents.Json($$"""{"data":{{data}} }""").AsMap! });
        Assert.Equal("STATE_LIMIT", records[0].Error!.Code);
    }

    [Fact]
    public async Task NamesThatWouldFillTheMemoryAreAnError()
    {
        var leaves = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"{i}\":{i}"));
        var data = $$"""{"{{new string('a', 1_000_000)}}":{ {{leaves}} } }""";
        var (_, records) = await Documents.RunAsync(Documents.With("""{"transformObject":{"operation":"flatten"}}"""), new RunOptions { State = Documents.Json($$"""{"data":{{data}} }""").AsMap! });
        Assert.Equal("STATE_LIMIT", records[0].Error!.Code);
    }

    [Fact]
    public async Task AMemberThatIsNotThereLeavesTheOutputAsItWas()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"objectUtilities":{"operation":"get_nested","field":"o","path":"q","outputField":"o"}}""", "\"initialState\":{\"o\":{\"a\":1}},"));
        Assert.Equal(("not_found", Documents.Json("""{"a":1}""")), (records[0].Edge, result.State["o"]));
    }
}
