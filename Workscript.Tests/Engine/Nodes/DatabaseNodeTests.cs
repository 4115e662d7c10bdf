using Workscript.Engine.Execution;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class DatabaseNodeTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    [Fact]
    public async Task ARecordHasItsFieldsAnIdAndTimes()
    {
        var (result, records) = await RunAsync("""
            {"database":{"operation":"insert","table":"T","data":{"id":"u1","name":"Ann"}}},
            {"database":{"operation":"update","table":"T","data":{"id":"u1","age":7}}},
            {"database":{"operation":"find","table":"T","data":{"id":"u1"}}}
            """);

        var record = result.State["dbRecord"];
        Assert.Equal(["id", "name", "createdAt", "age", "updatedAt"], record.AsMap!.Names.ToArray());
        var one = Documents.Json($$"""{"table":"{{Table}}","id":"u1"}""");
        Assert.Equal((one, one), (result.State["dbInserted"], result.State["dbUpdated"]));
        Assert.Equal("u1", records[0].Output["inserted"].AsText);
        Assert.Equal((record, Table), (records[2].Output["record"], records[2].Output["table"].AsText));
    }

    [Fact]
    public async Task ARecordWithoutAnIdGetsOneThatARepeatedStepGivesAgain()
    {
        var document = Documents.With("""{"database":{"operation":"insert","table":"T","data":{"name":"Ann"}}},{"database":{"operation":"list","table":"T"}}""".Replace("\"T\"", $"\"{Table}\""));

        var (first, _) = await Documents.RunAsync(document, new RunOptions { RunId = "run-1" }, host: world.Host);
        var (again, _) = await Documents.RunAsync(document, new RunOptions { RunId = "run-1" }, host: world.Host);
        var (other, _) = await Documents.RunAsync(document, new RunOptions { RunId = "run-2" }, host: world.Host);

        Assert.Equal(32, first.State["dbInserted"]["id"].AsText!.Length);
        Assert.Equal(first.State["dbInserted"], again.State["dbInserted"]);
        Assert.Equal((1, 2), (again.State["dbRecords"].AsList!.Count, other.State["dbRecords"].AsList!.Count));
    }

    [Fact]
    public async Task AQueryMatchesFieldsForFindUpdateDeleteAndList()
    {
        var (result, records) = await RunAsync("""
            {"database":{"operation":"insert","table":"T","data":{"id":1,"city":"Rome","to":{"zip":"1"}}}},
            {"database":{"operation":"insert","table":"T","data":{"id":2,"city":"Oslo","to":{"zip":"2"}}}},
            {"database":{"operation":"insert","table":"T","data":{"id":3,"city":"Rome","to":{"zip":"3"}}}},
            {"database":{"operation":"find","table":"T","query":{"city":"Rome"}}},
            {"$.first":"$.dbRecord.id"},
            {"database":{"operation":"find","table":"T","query":{"city":"Rome","to.zip":"3","gone":null}}},
            {"database":{"operation":"update","table":"T","query":{"city":"Rome"},"data":{"seen":true}}},
            {"database":{"operation":"list","table":"T","query":{"seen":true}}},
            {"$.seen":"{{= map($.dbRecords, r => r.id) }}"},
            {"database":{"operation":"delete","table":"T","query":{"seen":true}}},
            {"database":{"operation":"delete","table":"T","query":{"seen":true}}},
            {"database":{"operation":"list","table":"T"}}
            """);

        Assert.Equal((1, 3), ((int)result.State["first"].AsDouble, (int)result.State["dbRecord"]["id"].AsDouble));
        Assert.Equal(Documents.Json("[1,3]"), result.State["seen"]);
        Assert.Equal(Documents.Json($$"""{"table":"{{Table}}","count":2}"""), result.State["dbDeleted"]);
        Assert.Equal(("not_found", 2), (records[10].Edge, (int)result.State["dbRecords"][0]["id"].AsDouble));
    }

    [Fact]
    public async Task AListHasAnOrderALimitAndAnOffset()
    {
        var (result, _) = await RunAsync("""
            {"database":{"operation":"insert","table":"T","data":{"id":"b","n":2}}},
            {"database":{"operation":"insert","table":"T","data":{"id":"a","n":3}}},
            {"database":{"operation":"insert","table":"T","data":{"id":"c","n":1}}},
            {"database":{"operation":"insert","table":"T","data":{"id":"a","n":4}}},
            {"database":{"operation":"list","table":"T"}},
            {"$.inserted":"{{= map($.dbRecords, r => r.id) }}"},
            {"database":{"operation":"list","table":"T","offset":1,"limit":1}},
            {"$.page":"{{= map($.dbRecords, r => r.id) }}"},
            {"database":{"operation":"list","table":"T","sort":[{"fieldName":"n","order":"descending"}],"offset":1,"limit":5}},
            {"$.sorted":"{{= map($.dbRecords, r => r.id) }}"}
            """);

        Assert.Equal("""["b","a","c"] ["a"] ["b","c"]""", $"{result.State["inserted"]} {result.State["page"]} {result.State["sorted"]}");
    }

    [Theory]
    [InlineData("""{"table":"t"}""", "Missing operation or table")]
    [InlineData("""{"operation":"drop","table":"t"}""", "Unknown operation: drop")]
    [InlineData("""{"operation":"insert","table":"t"}""", "Missing data or id for insert operation")]
    [InlineData("""{"operation":"find","table":"t"}""", "Missing data or id for find operation")]
    [InlineData("""{"operation":"delete","table":"t","query":{"id":"$.nowhere"}}""", "Missing data or id for delete operation")]
    [InlineData("""{"operation":"update","table":"t","query":{"a":1}}""", "Missing data or id for update operation")]
    [InlineData("""{"operation":"update","table":"t","query":{"a":1},"data":{"id":"x"}}""", "An update cannot change the id of a record: leave it out of data")]
    [InlineData("""{"operation":"list","table":"t","limit":0}""", "Invalid limit or offset: they must be whole numbers, and the limit more than 0")]
    [InlineData("""{"operation":"list","table":"t","sort":[{"order":"descending"}]}""", "Invalid sort: it must be a list of objects with a fieldName, and an order that is ascending or descending")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var (_, records) = await RunAsync($$"""{"database":{{config}}}""");
        Assert.Equal((message, false), (records[0].Error!.Message, records[0].Error!.Thrown));
    }

    private string Table { get; } = $"t-{Guid.NewGuid():N}";

    private Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string steps) =>
        Documents.RunAsync(Documents.With(steps.Replace("\"T\"", $"\"{Table}\"")), host: world.Host);
}
