namespace Workscript.Tests.Engine.Nodes;

/// <summary>What math and mathOperations promise beyond the conformance cases.</summary>
public sealed class MathNodesTests
{
    private const string State = """
        "initialState":{"a":10,"zero":0,"text":"abc","empty":"","half":1.005,"order":{"lines":[{"n":4},{"n":6}]}},
        """;

    [Theory]
    [InlineData("add", """[1, "2", 3]""", "\"123\"")]
    [InlineData("add", """["1", 2]""", "\"012\"")]
    [InlineData("subtract", """["5"]""", "\"5\"")]
    [InlineData("subtract", """["5", true]""", "4")]
    [InlineData("multiply", """["abc"]""", "null")]
    [InlineData("add", """["$.nowhere", 1]""", "null")]
    public async Task MathFoldsAsJavaScriptDoes(string operation, string values, string expected)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"math":{"operation":"{{operation}}","values":{{values}} } }"""));
        Assert.Equal(Documents.Json(expected), result.State["mathResult"]);
    }

    [Theory]
    [InlineData("""{"operation":"add","field1":"a","value":"5"}""", "\"105\"")]
    [InlineData("""{"operation":"add","field1":"a","value":"5","precision":0}""", "105")]
    [InlineData("""{"operation":"subtract","field1":"a","value":"4"}""", "6")]
    [InlineData("""{"operation":"add","field1":"empty","field2":"a"}""", "10")]
    [InlineData("""{"operation":"multiply","field1":"half","value":1,"precision":2}""", "1")]
    [InlineData("""{"operation":"power","field1":"a","value":400}""", "null")]
    [InlineData("""{"mode":"single_field","operation":"round","field1":"order.lines.0.n"}""", "4")]
    [InlineData("""{"mode":"aggregate","operation":"multiply","fields":["order.lines[0].n","order.lines.1.n","nothing"]}""", "24")]
    [InlineData("""{"mode":"aggregate","operation":"average","fields":["a","zero"]}""", "5")]
    public async Task MathOperationsConvertAsJavaScriptDoes(string config, string expected)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"mathOperations":{{config}}}""", State));
        Assert.Equal(Documents.Json(expected), result.State["result"]);
    }

    [Theory]
    [InlineData("{}", "Missing operation parameter")]
    [InlineData("""{"operation":"add","outputField":""}""", "Missing outputField parameter")]
    [InlineData("""{"operation":"add","mode":"both"}""", "Invalid mode: both")]
    [InlineData("""{"operation":"add"}""", "field1 parameter is required for multiple_fields mode")]
    [InlineData("""{"operation":"add","field1":"text","value":1}""", "Field \"text\" value is not a valid number: abc")]
    [InlineData("""{"operation":"subtract","field1":"a","value":"abc"}""", "value is not a valid number: abc")]
    [InlineData("""{"operation":"modulo","field1":"a","field2":"zero"}""", "Modulo by zero is not allowed")]
    [InlineData("""{"operation":"add","mode":"single_field","field1":"a"}""", "Operation \"add\" is not supported in single_field mode. Use sqrt, round, ceil, floor, or abs.")]
    [InlineData("""{"operation":"subtract","mode":"aggregate","fields":["a"]}""", "Operation \"subtract\" is not supported in aggregate mode. Use sum, add, average, min, max, or multiply.")]
    [InlineData("""{"operation":"sum","mode":"aggregate"}""", "fields parameter is required for aggregate mode and must be a non-empty array")]
    [InlineData("""{"operation":"sum","mode":"aggregate","fields":["nothing"]}""", "No valid numeric values found in specified fields")]
    public async Task MathOperationsSayWhatIsWrong(string config, string error)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"mathOperations":{{config}}}""", State));
        Assert.Equal(error, records[0].Error!.Message);
    }

    [Fact]
    public async Task ASquareRootOfANegativeNumberIsAnError()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"$.n":-1},{"mathOperations":{"operation":"sqrt","mode":"single_field","field1":"n"}}"""));
        Assert.Equal("Cannot calculate square root of negative number", records[1].Error!.Message);
    }
}
