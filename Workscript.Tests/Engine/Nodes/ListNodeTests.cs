using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

/// <summary>What the smaller list nodes promise beyond the conformance cases: splitOut, arrayUtilities, aggregate and limit.</summary>
public sealed class ListNodeTests
{
    [Fact]
    public async Task SplitOutPutsWhatIsBesideTheListIntoEachItem()
    {
        var state = await RunAsync("""{"splitOut":{"data":{"c":"Ada","o":{"n":7,"lines":[1,2]}},"arrayPath":"o.lines","as":"line"}}""");
        Assert.Equal(Documents.Json("""[{"c":"Ada","o":{"n":7},"line":1},{"c":"Ada","o":{"n":7},"line":2}]"""), state["splitOutResult"]);
    }

    [Fact]
    public async Task SplitOutOfAllInputsDoesNotHoldItsOwnEarlierResult()
    {
        var state = await RunAsync("""{"$.l":[1]},{"splitOut":{"arrayPath":"l"}},{"splitOut":{"arrayPath":"l"}}""");
        Assert.True(state["splitOutResult"][0]["splitOutResult"].IsMissing);
    }

    [Theory]
    [InlineData("""{"operation":"unique","items":[1,"1",null,"null",{"a":1},{"a":1}]}""", """[1,null,{"a":1}]""")]
    [InlineData("""{"operation":"unique","uniqueBy":"k","items":[{"k":1},{"k":"1"},{"k":1},5,5,{},{}]}""", """[{"k":1},{"k":"1"},5,5,{}]""")]
    [InlineData("""{"operation":"difference","items":[1,1,"2",3],"compareArray":["1",2]}""", "[3]")]
    [InlineData("""{"operation":"last","items":[1,2,3],"count":9}""", "[1,2,3]")]
    [InlineData("""{"operation":"first","items":[1,2,3],"count":0}""", "[]")]
    [InlineData("""{"operation":"chunk","items":[1,2,3]}""", "[[1,2,3]]")]
    [InlineData("""{"operation":"shuffle","items":[1,2,3]}""", "[2,3,1]")]
    [InlineData("""{"operation":"reverse","field":"{{= [1, 2] }}"}""", "[2,1]")]
    [InlineData("""{"operation":"sample","items":[1,2,3],"sampleSize":2}""", "[2,3]")]
    public async Task ArrayUtilitiesWorkOnAListOfTheirOwn(string config, string expected)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"arrayUtilities":{{config}}}"""), host: new EvenHost());
        Assert.Equal(Documents.Json(expected), result.State["arrayUtilResult"]["itemsResult"]);
    }

    [Theory]
    [InlineData("""{"operation":"chunk","items":[1],"chunkSize":0}""", "Chunk size must be greater than 0")]
    [InlineData("""{"operation":"union","items":[1],"compareArray":"none"}""", "compareArray \"none\" is not an array")]
    public async Task ArrayUtilitiesSayWhatIsWrong(string config, string error)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"arrayUtilities":{{config}}}"""));
        Assert.Equal(error, records[0].Error!.Message);
    }

    [Fact]
    public async Task ArrayUtilitiesLookInTheDataThatWasHandedOver()
    {
        var state = await RunAsync("""{"fetchApi":{"url":"https://example.org"}},{"arrayUtilities":{"operation":"reverse","field":"tags"}}""");
        Assert.Equal(Documents.Json("[2,1]"), state["arrayUtilResult"]["tagsResult"]);
    }

    [Fact]
    public async Task AggregateLeavesBinariesOutUnlessTheyAreWanted()
    {
        const string Step = """{"aggregate":{"items":[{"a":1,"_binary":"x"},{"a":2}],"includeBinaries":WANTED}}""";
        Assert.Equal(Documents.Json("""[{"a":1},{"a":2}]"""), (await RunAsync(Step.Replace("WANTED", "false")))["aggregatedData"]["data"]);
        Assert.Equal(Documents.Json("""[{"a":1,"_binary":"x"},{"a":2}]"""), (await RunAsync(Step.Replace("WANTED", "true")))["aggregatedData"]["data"]);
    }

    [Fact]
    public async Task AggregateWithoutFieldsSaysSo()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"aggregate":{"items":[1],"mode":"individual_fields"}}"""));
        Assert.Equal("Fields configuration is required for individual_fields mode", records[0].Error!.Message);
    }

    [Fact]
    public async Task AnEmptyListGoesAlongTheGeneralEdgeWhenTheFinerOneIsNotNamed()
    {
        var state = await RunAsync("""{"aggregate":{"items":[],"success?":{"$.a":1}}},{"splitOut":{"data":{"l":[]},"arrayPath":"l","success?":{"$.b":1}}}""");
        Assert.Equal((1d, 1d), (state["a"].AsDouble, state["b"].AsDouble));
    }

    private static async Task<ValueMap> RunAsync(string steps)
    {
        var answer = new HttpAnswer(200, "OK", [new("content-type", "application/json")], """{"tags":[1,2]}"""u8.ToArray(), new Uri("https://example.org"), false);
        return (await Documents.RunAsync(Documents.With(steps), host: new Support.AnsweringHost(answer))).Result.State;
    }

    private sealed class EvenHost : NodeHost
    {
        public override double NextRandom() => 0.5;
    }
}
