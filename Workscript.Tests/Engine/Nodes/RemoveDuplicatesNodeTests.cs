using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;

namespace Workscript.Tests.Engine.Nodes;

public sealed class RemoveDuplicatesNodeTests
{
    private const string Look = """{"removeDuplicates":{"@name":"intake","items":"$.rows","operation":"previous_executions","compareMode":"selected_fields","fieldsToCompare":["id"]}}""";

    [Fact]
    public async Task WhatAnEarlierRunHasSeenIsADuplicate()
    {
        var host = new RememberingHost();
        await RunAsync(Look, "a,b", host, "run1");
        var second = await RunAsync(Look, "b,c,c", host, "run2");
        Assert.Equal(("c", "b,c"), (Ids(second, "keptItems"), Ids(second, "discardedItems")));
        Assert.False(second.State.Contains("_deduplicationHistory"));
    }

    [Fact]
    public async Task AStepThatIsExecutedAgainInItsRunKeepsWhatItKept()
    {
        var host = new RememberingHost();
        await RunAsync(Look, "a,b", host, "run1");
        Assert.Equal("a,b", Ids(await RunAsync(Look, "a,b", host, "run1"), "keptItems"));
    }

    [Fact]
    public async Task StepsRememberForThemselvesAndWorkflowsForAllOfTheirSteps()
    {
        var host = new RememberingHost();
        await RunAsync(Look, "a", host, "run1");
        Assert.Equal("a", Ids(await RunAsync(Look.Replace("intake", "other"), "a", host, "run2"), "keptItems"));

        var shared = Look.Replace("\"items\"", "\"scope\":\"workflow\",\"items\"");
        await RunAsync(shared, "a", host, "run3");
        Assert.Equal("", Ids(await RunAsync(shared.Replace("intake", "other"), "a", host, "run4"), "keptItems"));
    }

    [Fact]
    public async Task ClearingTheHistoryMakesEverythingNew()
    {
        var host = new RememberingHost();
        await RunAsync(Look, "a", host, "run1");
        await RunAsync("""{"removeDuplicates":{"@name":"intake","operation":"clear_history"}}""", "", host, "run2");
        Assert.Equal("a", Ids(await RunAsync(Look, "a", host, "run3"), "keptItems"));
    }

    [Fact]
    public async Task WithoutAMemoryTheHistoryIsTheRunsOwnUpToItsSize()
    {
        var steps = Look + """,{"$.rows":[{"id":"a"},{"id":"b"},{"id":"d"}]},""" + Look.Replace("\"items\"", "\"historySize\":2,\"items\"");
        var result = await RunAsync(steps, "a,b,c", new NodeHost(), "run1");
        Assert.Equal(("d", "a,b"), (Ids(result, "keptItems"), Ids(result, "discardedItems")));
        Assert.Equal(Documents.Json("""{"_dedup_removeDuplicates":[{"id":"c"},{"id":"d"}]}"""), result.State["_deduplicationHistory"]);
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 2)]
    public async Task AKeyWithADotIsReadAsAPathUnlessThatIsOff(string off, int kept)
    {
        var step = """{"removeDuplicates":{"items":[{"a.b":1},{"a.b":2}],"disableDotNotation":OFF}}""".Replace("OFF", off);
        Assert.Equal(kept, (await RunAsync(step, "", new NodeHost(), "run1")).State["keptItems"].AsList!.Count);
    }

    [Theory]
    [InlineData("""{"compareMode":"all_except","items":[1]}""", "fieldsToExclude is required when compareMode is \"all_except\"")]
    [InlineData("""{"items":"text"}""", "Input items must be an array")]
    [InlineData("""{"items":[1],"operation":"previous_executions","historySize":0}""", "historySize must be a number from 1 to 1,000,000")]
    public async Task ItSaysWhatIsWrong(string config, string error)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"removeDuplicates":{{config}}}"""));
        Assert.Equal(error, records[0].Error!.Message);
    }

    private static async Task<RunResult> RunAsync(string steps, string ids, NodeHost host, string runId)
    {
        var rows = string.Join(",", ids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => $$"""{"id":"{{id}}"}"""));
        return (await Documents.RunAsync(Documents.With(steps, $$""" "initialState":{"rows":[{{rows}}]},"""), new RunOptions { RunId = runId }, host: host)).Result;
    }

    private static string Ids(RunResult result, string key) => string.Join(",", result.State[key].AsList!.Select(item => item["id"].AsText));

    private sealed class RememberingHost : NodeHost
    {
        public override SeenItems Seen { get; } = new Memory();
    }

    private sealed class Memory : SeenItems
    {
        private readonly Dictionary<(SeenScope, string), string> _broughtBy = [];

        public override Task<IReadOnlyList<bool>> AddAsync(SeenScope scope, IReadOnlyList<string> hashes, int historySize, string execution, CancellationToken cancellation)
        {
            Assert.All(hashes, hash => Assert.Equal(64, hash.Length));
            return Task.FromResult<IReadOnlyList<bool>>([.. hashes.Select(hash => _broughtBy.TryAdd((scope, hash), execution) || _broughtBy[(scope, hash)] == execution)]);
        }

        public override Task ClearAsync(SeenScope scope, StepOfRun by, CancellationToken cancellation)
        {
            _broughtBy.Keys.Where(key => key.Item1 == scope).ToList().ForEach(key => _broughtBy.Remove(key));
            return Task.CompletedTask;
        }
    }
}
