using Workscript.Engine.Execution;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class StoreNodeTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    [Fact]
    public async Task AValueIsKeptFromRunToRunUntilItIsDeleted()
    {
        await RunAsync("""{"store":{"operation":"set","key":"K","value":{"a":[1,null]}}}""");
        var (found, _) = await RunAsync("""{"store":{"operation":"get","key":"K","found?":{"$.seen":"$.storeValue"}}}""");
        await RunAsync("""{"store":{"operation":"delete","key":"K"}}""");
        var (gone, records) = await RunAsync("""{"store":{"operation":"get","key":"K"}},{"store":{"operation":"delete","key":"K"}}""");

        Assert.Equal(Documents.Json("""{"a":[1,null]}"""), found.State["seen"]);
        Assert.Equal(["not_found", "not_found"], records.Select(record => record.Edge));
        Assert.True(gone.State["storeValue"].IsMissing);
    }

    [Fact]
    public async Task AddCountsFromNothing()
    {
        var (result, _) = await RunAsync("""{"store":{"operation":"add","key":"K"}},{"store":{"operation":"add","key":"K","value":41}},{"$.n":"$.storeValue"},{"store":{"operation":"add","key":"K","value":-0.5}}""");
        Assert.Equal("42 41.5", $"{result.State["n"]} {result.State["storeValue"]}");
    }

    [Fact]
    public async Task EachWorkflowHasKeysOfItsOwnUnlessItSaysOtherwise()
    {
        await RunAsync("""{"store":{"operation":"set","key":"K","value":"mine"}},{"store":{"operation":"set","key":"K","value":"ours","scope":"server"}}""");

        var (mine, _) = await RunAsync("""{"store":{"operation":"get","key":"K"}}""");
        var (others, records) = await RunAsync("""{"store":{"operation":"get","key":"K"}},{"store":{"operation":"get","key":"K","scope":"server"}}""", id: "other");

        Assert.Equal(("mine", "ours", "not_found"), (mine.State["storeValue"].AsText, others.State["storeValue"].AsText, records[0].Edge));
    }

    [Fact]
    public async Task AListHasTheKeysThatBeginSo()
    {
        var (result, _) = await RunAsync("""
            {"store":{"operation":"set","key":"K/b","value":2}},{"store":{"operation":"set","key":"K/a%_","value":1,"expires":"1h"}},{"store":{"operation":"set","key":"k/c","value":3}},
            {"store":{"operation":"list","key":"K/"}},{"$.all":"{{= map($.storeItems, i => [i.key, i.value, i.expiresAt != null]) }}"},
            {"store":{"operation":"list","key":"K/","limit":1}}
            """);

        Assert.Equal($$"""[["{{Key}}/a%_",1,true],["{{Key}}/b",2,false]]""", result.State["all"].ToString());
        Assert.Single(result.State["storeItems"].AsList!);
    }

    [Theory]
    [InlineData("""{}""", "Missing required parameter: operation")]
    [InlineData("""{"operation":"push","key":"a"}""", "Unknown operation: push")]
    [InlineData("""{"operation":"get"}""", "Missing required parameter: key")]
    [InlineData("""{"operation":"set","key":"a"}""", "Missing required parameter: value")]
    [InlineData("""{"operation":"set","key":"a","value":1,"expires":"soon"}""", "'soon' is no duration: write it as 30s, 5m or 24h")]
    [InlineData("""{"operation":"get","key":"a","scope":"world"}""", "Invalid scope: world. Must be one of workflow, server")]
    [InlineData("""{"operation":"add","key":"a","value":"1"}""", "Only a number can be added, not 1")]
    [InlineData("""{"operation":"list","limit":5000}""", "Invalid limit: it must be a number from 1 to 1,000")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var (_, records) = await RunAsync($$"""{"store":{{config}}}""");
        Assert.Equal((message, false), (records[0].Error!.Message, records[0].Error!.Thrown));
    }

    [Fact]
    public async Task NothingIsAddedToWhatIsNoNumber()
    {
        var (_, records) = await RunAsync("""{"store":{"operation":"set","key":"K","value":"text"}},{"store":{"operation":"add","key":"K"}}""");
        Assert.Equal(("NOT_A_NUMBER", false), (records[1].Error!.Code, records[1].Error!.Thrown));
    }

    private string Key { get; } = $"K-{Guid.NewGuid():N}";

    private Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string steps, string id = "t") =>
        Documents.RunAsync(Documents.With(steps.Replace("\"K", $"\"{Key}").Replace("\"k/", $"\"{Key.ToLowerInvariant()}/")).Replace("\"id\":\"t\"", $"\"id\":\"{id}\""), host: world.Host);
}
