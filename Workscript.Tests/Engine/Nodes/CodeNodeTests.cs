using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class CodeNodeTests
{
    [Fact]
    public async Task TheCodeGetsTheInputAndTheStateThatItMentions()
    {
        var host = new ScriptHost(_ => "done");
        await RunAsync(host, """{"code":{"code":"return input.a + state.b","input":{"a":1}}}""");
        Assert.Equal(Documents.Json("""{"input":{"a":1},"state":{"b":2}}"""), host.Calls[0].Input);
        Assert.Equal(["state"], host.Calls[0].ReadOnly);
    }

    [Fact]
    public async Task WithoutAnInputTheCodeGetsWhatTheStepBeforeHandedOverAndTheState()
    {
        var host = new ScriptHost(_ => "done");
        await RunAsync(host, """{"math":{"operation":"add","values":[1,2]}},{"code":{"code":"return input"}}""");
        var input = host.Calls[0].Input["input"];
        Assert.Equal((2, 3), (input["b"].AsDouble, input["result"].AsDouble));
        Assert.True(host.Calls[0].Input["state"].IsNull);
    }

    [Fact]
    public async Task DataNeverBecomesCode()
    {
        var host = new ScriptHost(_ => "done");
        await RunAsync(host, """{"code":{"code":"return '{{$.b}}' + `{{= 1 + 1 }}`"}},{"code":{"code":"$.b"}}""");
        Assert.Equal(["return '{{$.b}}' + `{{= 1 + 1 }}`", "$.b"], host.Calls.Select(call => call.Code));
    }

    [Fact]
    public async Task TheResultGoesAlongTheEdgeAndIntoTheState()
    {
        var (state, edge, data) = await RunAsync(new ScriptHost(_ => ValueList.Of(1, 2)), """{"code":{"code":"return 1"}}""");
        Assert.Equal(("success", "[1,2]", "[1,2]"), (edge, data["result"].ToString(), state["codeResult"].ToString()));
    }

    [Fact]
    public async Task CodeWithoutAResultLeavesNull()
    {
        var (state, _, _) = await RunAsync(new ScriptHost(_ => Value.Missing), """{"code":{"code":"1"}}""");
        Assert.True(state["codeResult"].IsNull);
    }

    [Fact]
    public async Task WhatTheCodeThrowsIsOnTheErrorEdgeWithItsLine()
    {
        var (_, edge, data) = await RunAsync(new ScriptHost(_ => throw new ScriptException("No stock", 3)), """{"code":{"code":"throw 1"}}""");
        Assert.Equal(("error", "No stock", "SCRIPT_ERROR", 3), (edge, data["error"].AsText, data["code"].AsText, data["line"].AsDouble));
    }

    [Theory]
    [InlineData("{}", "Missing required parameter: code")]
    [InlineData("""{"code":" "}""", "Missing required parameter: code")]
    [InlineData("""{"code":"1","timeout":"11s"}""", "Invalid timeout: it must be milliseconds, or text such as \"2s\", of more than nothing and at most 10s")]
    [InlineData("""{"code":"1","timeout":0}""", "Invalid timeout: it must be milliseconds, or text such as \"2s\", of more than nothing and at most 10s")]
    [InlineData("""{"code":"1"}""", "Scripts are not available here")]
    public async Task WhatCannotBeRunIsSaidOnTheErrorEdge(string config, string message)
    {
        var (_, edge, data) = await RunAsync(new NodeHost(), $$"""{"code":{{config}}}""");
        Assert.Equal(("error", message), (edge, data["error"].AsText));
    }

    private static async Task<(ValueMap State, string Edge, Value Data)> RunAsync(NodeHost host, string steps)
    {
        var (result, records) = await Documents.RunAsync(Documents.With(steps, """ "initialState":{"b":2}, """), host: host);
        return (result.State, records[^1].Edge, records[^1].Output);
    }

    private sealed class ScriptHost(Func<ScriptCall, Value> answer) : NodeHost
    {
        public List<ScriptCall> Calls { get; } = [];

        public override Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation)
        {
            Calls.Add(call);
            return Task.FromResult(answer(call));
        }
    }
}
