using Workscript.Engine.Execution;

namespace Workscript.Tests.Engine.Nodes;

public sealed class TemplateNodeTests
{
    [Fact]
    public async Task ATextIsWrittenWithValuesAndAPartForEachItem()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""
            {"template":{"text":["Dear {{$.name}},","{{= join(map($.lines, l => '- ' + l.no), '\n') }}","{{$.none}}","{{other}}"],"outputField":"letter"}}
            """, """ "initialState":{"name":"Ada","lines":[{"no":1},{"no":2}]}, """));
        Assert.Equal("Dear Ada,\n- 1\n- 2\n\n{{other}}", result.State["letter"].AsText);
        Assert.Equal(result.State["letter"], records[0].Output["text"]);
    }

    [Fact]
    public async Task DataNeverBecomesATemplate()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"template":{"text":"$.mine"}},{"template":{"text":"<{{$.mine}}>","outputField":"b"}}""", """ "initialState":{"mine":"{{$.secret}} {{= 1 + 1 }}","secret":"s"}, """));
        Assert.Equal(("{{$.secret}} {{= 1 + 1 }}", "<{{$.secret}} {{= 1 + 1 }}>"), (result.State["templateResult"].AsText, result.State["b"].AsText));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"text":"$.nowhere"}""")]
    public async Task WithoutATextThereIsAnError(string config)
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"template":CONFIG}""".Replace("CONFIG", config)));
        Assert.Equal((RunOutcome.Completed, "Missing required parameter: text"), (result.Outcome, records[0].Error!.Message));
    }
}
