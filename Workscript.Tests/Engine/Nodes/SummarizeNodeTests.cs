using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class SummarizeNodeTests
{
    [Fact]
    public async Task GroupsAreToldApartByTheirTextsAlone()
    {
        var result = await RunAsync("""{"k":1,"v":1},{"k":"1","v":2},{"k":true,"v":4},{"k":"true","v":8},{"k":[1],"v":16},{"k":null,"v":32},{"v":64},{"k":"__null__","v":128}""", """["k"]""");
        Assert.Equal([("1", 19d), ("true", 12d), (null, 96d), ("__null__", 128d)], result.AsList!.Select(row => (row["k"].AsText, row["s"].AsDouble)));
    }

    [Fact]
    public async Task ValuesWithColonsStayInTheirColumns()
    {
        var result = await RunAsync("""{"a":"x::y","b":"z","v":1},{"a":"x","b":"y::z","v":2}""", """["a","b"]""");
        Assert.Equal(Documents.Json("""[{"s":1,"_itemCount":1,"a":"x::y","b":"z"},{"s":2,"_itemCount":1,"a":"x","b":"y::z"}]"""), result);
    }

    [Fact]
    public async Task ItemsWithoutAMemberToSplitByAreLeftOutWhenAsked()
    {
        var result = await RunAsync("""{"a":1,"b":1,"v":1},{"a":1,"v":2},{"a":null,"b":1,"v":4}""", """["a","b"]""", ""","skipMissingFields":true""");
        Assert.Equal(Documents.Json("""[{"s":1,"_itemCount":1,"a":"1","b":"1"}]"""), result);
    }

    [Fact]
    public async Task AMemberOfTheRowThatIsNamedTwiceHasItsLastValue()
    {
        var result = await RunAsync("""{"s":"g","v":1},{"s":"g","v":2}""", """["s"]""");
        Assert.Equal(Documents.Json("""[{"s":"g","_itemCount":2}]"""), result);
    }

    [Fact]
    public async Task TheFieldsOfAnOnlyRowAreSetInTheState()
    {
        var (result, _) = await Documents.RunAsync(Documents.With(
            """{"summarize":{"items":[{"s":1},{"s":3}],"outputFormat":"single_item","fieldsToSummarize":[{"fieldToAggregate":"s","aggregation":"average","outputFieldName":"mean"},{"fieldToAggregate":"x","aggregation":"max","outputFieldName":"none"}]}}"""));
        Assert.Equal((2d, true), (result.State["mean"].AsDouble, result.State["none"].IsNull));
        Assert.Equal(Documents.Json("""{"mean":2,"none":null,"_itemCount":2}"""), result.State["summarizeResult"]);
    }

    [Fact]
    public async Task TheMetadataSaysHowTheResultWasMade()
    {
        var (result, _) = await Documents.RunAsync(Documents.With(
            """{"summarize":{"items":[{"a":1,"b":2}],"fieldsToSplitBy":["a"],"fieldsToSummarize":[{"fieldToAggregate":"b","aggregation":"sum","outputFieldName":"s"}]}}"""));
        var metadata = result.State["summarizeMetadata"].AsMap!.Without("timestamp");
        Assert.Equal(Documents.Json("""{"itemCount":1,"groupCount":1,"fieldsAggregated":["b"],"groupedBy":["a"]}""").AsMap, metadata);
    }

    private static async Task<Value> RunAsync(string items, string splitBy, string more = "")
    {
        var (result, _) = await Documents.RunAsync(Documents.With(
            $$"""{"summarize":{"items":[{{items}}],"fieldsToSplitBy":{{splitBy}},"fieldsToSummarize":[{"fieldToAggregate":"v","aggregation":"sum","outputFieldName":"s"}]{{more}} } }"""));
        return result.State["summarizeResult"];
    }
}
