using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class ValidateDataNodeTests
{
    [Fact]
    public async Task StopOnErrorIsContentWithTheFirst()
    {
        var step = """{"validateData":{"data":{},"requiredFields":["a","b"],"stopOnError":STOP}}""";
        Assert.Equal(1, await ErrorsAsync(step.Replace("STOP", "true")));
        Assert.Equal(2, await ErrorsAsync(step.Replace("STOP", "false")));
        Assert.Equal(1, await ErrorsAsync("""{"validateData":{"validationType":"json_schema","data":{},"schema":{"required":["a","b"]},"stopOnError":true}}"""));
    }

    [Theory]
    [InlineData("""{"$ref":"https://example.org/x"}""", "INVALID_SCHEMA")]
    [InlineData("\"text\"", "INVALID_SCHEMA")]
    public async Task ASchemaThatIsNoneTakesTheErrorEdge(string schema, string code)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"validateData":{"validationType":"json_schema","data":{},"schema":{{schema}} } }"""));
        Assert.Equal(("error", code), (records[0].Edge, records[0].Error!.Code));
    }

    [Theory]
    [InlineData("true", "valid")]
    [InlineData("false", "invalid")]
    [InlineData("""[{"field":"a","error":"no"}]""", "invalid")]
    [InlineData("""{"valid":false,"error":"no"}""", "invalid")]
    [InlineData("""{"valid":true}""", "valid")]
    [InlineData("null", "valid")]
    public async Task AScriptSaysWhetherTheDataIsValid(string answer, string edge)
    {
        var (_, records) = await Documents.RunAsync(
            Documents.With("""{"validateData":{"validationType":"custom","data":{"a":1},"customValidator":"return true;"}}"""),
            host: new ScriptHost(Documents.Json(answer)));
        Assert.Equal(edge, records[0].Edge);
    }

    [Fact]
    public async Task WithoutScriptsACustomCheckTakesTheErrorEdge()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"validateData":{"validationType":"custom","data":{},"customValidator":"return true;","error?":null}}"""));
        Assert.Equal("NOT_AVAILABLE", records[0].Error!.Code);
    }

    private static async Task<int> ErrorsAsync(string step)
    {
        var (result, _) = await Documents.RunAsync(Documents.With(step));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return result.State["validationErrors"].AsList!.Count;
    }

    private sealed class ScriptHost(Value answer) : NodeHost
    {
        public override Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation) => Task.FromResult(answer);
    }
}
