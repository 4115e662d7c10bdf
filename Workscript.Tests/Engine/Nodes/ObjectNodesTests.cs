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
    public async Task AnObjectIsLookedIntoAndChanged(string config, string expected)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"objectUtilities":{{config}} }""", "\"initialState\":{\"l\":[5,6],\"o\":{\"l\":[1,2]},\"p\":{\"l\":3,\"m\":{\"x\":1}}},"));
        Assert.Equal(Documents.Json(expected), result.State["objectUtilResult"]);
    }

    [Theory]
    [InlineData("dot_notation", "a[0].b")]
    [InlineData("bracket_notation", "a[-2]['b']")]
    [InlineData("simple_path", "a.0.b")]
    public async Task EveryMethodUnderstandsEveryPath(string method, string path)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"jsonExtract":{"data":{"a":[{"b":1},{"b":2}]},"path":"{{path}}","method":"{{method}}"} }"""));
        Assert.Equal(Value.Of(1), result.State["extractedValue"]);
    }
}
