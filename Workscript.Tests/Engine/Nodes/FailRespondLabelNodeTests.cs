using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class FailRespondLabelNodeTests
{
    [Theory]
    [InlineData("""{"fail":{"code":""}}""", "NODE_FAILED")]
    [InlineData("""{"stop":{"status":"failed","code":""}}""", "STOPPED")]
    public async Task AFailureAlwaysHasACode(string step, string code) => Assert.Equal(code, (await Documents.RunAsync(Documents.With(step))).Result.Error!.Code);

    [Fact]
    public async Task FailFailsTheRunWithItsMessageAndCode()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"$.id":7},{"fail":{"message":"Order {{$.id}} is empty","code":"ORDER_EMPTY"}},{"log":{"message":"not reached"}}"""));
        Assert.Equal((RunOutcome.Failed, "ORDER_EMPTY", "/workflow/1"), (result.Outcome, result.Error!.Code, result.Error.Path));
        Assert.EndsWith("Order 7 is empty", result.Error.Message);
        Assert.True(result.State["lastLoggedMessage"].IsMissing);
    }

    [Fact]
    public async Task AnErrorEdgeCatchesAFailureWhereStopCannotBeCaught()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"fail":{"message":"No","code":"X","error?":{"log":{"message":"{{= $input.code + ' ' + $input.error }}"}}}},{"stop":{"status":"failed","error?":"log"}}"""));
        Assert.Equal((RunOutcome.Failed, RunErrorCodes.Stopped, "X No"), (result.Outcome, result.Error!.Code, result.State["lastLoggedMessage"].AsText));
        Assert.Equal(0, result.Warnings);
        Assert.True(records[0].Error!.Thrown);
    }

    [Theory]
    [InlineData("""{"body":{"id":7}}""", """{"status":200,"headers":{"Content-Type":"application/json"},"body":{"id":7}}""")]
    [InlineData("""{"body":"hello","status":202}""", """{"status":202,"headers":{"Content-Type":"text/plain; charset=utf-8"},"body":"hello"}""")]
    [InlineData("""{"body":"<p>","headers":{"content-type":"text/html"}}""", """{"status":200,"headers":{"content-type":"text/html"},"body":"<p>"}""")]
    [InlineData("""{"status":"303","headers":{"Location":"/x","X-None":null,"X-N":5}}""", """{"status":303,"headers":{"Location":"/x","X-N":"5"},"body":null}""")]
    public async Task TheAnswerIsOnRecordAndTheRunGoesOnWithWhatItHad(string config, string answer)
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"math":{"operation":"add","values":[1,2]}},{"respond":CONFIG},{"log":{"message":"{{= $input.result }}"}}""".Replace("CONFIG", config)));
        Assert.Equal(("respond", "success"), (records[1].NodeId, records[1].Edge));
        Assert.Equal(Documents.Json(answer), records[1].Output);
        Assert.Equal(3, (int)result.State["lastLoggedMessage"].AsDouble);
    }

    [Theory]
    [InlineData("""{"status":99}""", "'99' is no HTTP status")]
    [InlineData("""{"status":200.5}""", "'200.5' is no HTTP status")]
    [InlineData("""{"status":"fine"}""", "'fine' is no HTTP status")]
    [InlineData("""{"headers":"x"}""", "must be an object")]
    [InlineData("""{"headers":{"a b":"x"}}""", "'a b' is no name of a header")]
    [InlineData("""{"headers":{"X-A":"1\r\nSet-Cookie: a=b"}}""", "must be text on one line")]
    [InlineData("""{"headers":{"content-length":"5"}}""", "is the server's own")]
    public async Task AnAnswerThatHttpDoesNotKnowIsAnError(string config, string message)
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"respond":CONFIG}""".Replace("CONFIG", config)));
        Assert.Contains(message, records[0].Error!.Message);
    }

    [Fact]
    public async Task LabelsAreTextsOnRecord()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"math":{"operation":"add","values":[1,2]}},{"label":{"labels":{"order":4711,"paid":true,"customer":"Ada","none":"$.none"}}},{"log":{"message":"{{= $input.result }}"}}"""));
        Assert.Equal(Documents.Json("""{"labels":{"order":"4711","paid":"true","customer":"Ada"}}"""), records[1].Output);
        Assert.Equal(3, (int)result.State["lastLoggedMessage"].AsDouble);
    }

    [Theory]
    [InlineData("""{"labels":["a"]}""", "Missing required parameter: labels")]
    [InlineData("""{"labels":{"a b":"x"}}""", "'a b' is no name of a label")]
    [InlineData("""{"labels":{"a":{"b":1}}}""", "'a' must be a text")]
    [InlineData("""{"labels":{"a":"LONG"}}""", "'a' has 201 characters")]
    [InlineData("""{"labels":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}}""", "A run can have 10 labels, not 11")]
    public async Task ALabelThatIsNoneIsAnError(string config, string message)
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"label":CONFIG}""".Replace("CONFIG", config.Replace("LONG", new('x', 201)))));
        Assert.Contains(message, records[0].Error!.Message);
    }
}
