namespace Workscript.Tests.Engine.Nodes;

public sealed class LogicNodeTests
{
    [Theory]
    [InlineData("greater", """["$.nowhere",-1]""", "false")]
    [InlineData("less", """["$.nowhere",1]""", "false")]
    [InlineData("equal", """["$.nowhere",null]""", "false")]
    [InlineData("equal", """["$.nowhere","$.neither.here"]""", "true")]
    [InlineData("not", """["$.nowhere"]""", "true")]
    [InlineData("greater", """[null,-1]""", "true")]
    [InlineData("and", "[]", "true")]
    [InlineData("and", "[1,[],{},\"0\"]", "true")]
    [InlineData("or", "[0,\"\",null,false]", "false")]
    public async Task WhatIsMissingIsNotNull(string operation, string values, string edge)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$$"""{"logic":{"operation":"{{{operation}}}","values":{{{values}}}}}"""));
        Assert.Equal(edge, records[0].Edge);
    }
}
