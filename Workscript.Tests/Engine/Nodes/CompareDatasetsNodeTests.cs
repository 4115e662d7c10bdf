using Workscript.Engine.Execution;

namespace Workscript.Tests.Engine.Nodes;

public sealed class CompareDatasetsNodeTests
{
    [Fact]
    public async Task ValuesMatchByTheirTextsAndNullIsNotMissing()
    {
        var record = await RunAsync("keep_matches", """[{"k":1,"a":1},{"k":null,"a":2},{"a":3}]""", """[{"k":"1","b":1},{"k":null,"b":2},{"b":3}]""");
        Assert.Equal(Documents.Json("""[{"k":"1","a":1,"b":1},{"k":null,"a":2,"b":2},{"a":3,"b":3}]"""), record.Output["result"]);
        Assert.Equal(3, record.Output["matched"].AsDouble);
    }

    [Fact]
    public async Task MergedListsHaveEachValueOnceAndTheInputsStayAsTheyAre()
    {
        var (result, _) = await Documents.RunAsync(Documents.With(
            """{"compareDatasets":{"mode":"enrich","input1":"$.a","input2":[{"k":1,"t":"x"},{"k":1,"t":"y"},{"k":1,"t":"x"}],"matchFields":[{"field1":"k","field2":"k"}],"input2Fields":["t"],"resolveConflicts":"merge_arrays"}}""",
            """ "initialState":{"a":[{"k":1,"t":["x"]}]},"""));
        Assert.Equal(Documents.Json("""[{"k":1,"t":["x","y"]}]"""), result.State["compareResult"]);
        Assert.Equal(Documents.Json("""[{"k":1,"t":["x"]}]"""), result.State["a"]);
    }

    [Fact]
    public async Task SelectedMembersKeepTheirPlaces()
    {
        var record = await RunAsync("keep_matches", """[{"k":1,"o":{"p":1,"q":2}}]""", """[{"k":1,"r":3}]""", ""","input1Fields":["o.p","none"],"input2Fields":["r"]""");
        Assert.Equal(Documents.Json("""[{"o":{"p":1},"r":3}]"""), record.Output["result"]);
    }

    [Theory]
    [InlineData("keep_matches")]
    [InlineData("enrich")]
    public async Task ListsInWhichEverythingMatchesAreRefusedBeforeTheyFillTheMemory(string mode)
    {
        var many = $"[{string.Join(",", Enumerable.Repeat("{}", 2500))}]";
        Assert.StartsWith("More than 5,000,000 pairs match", (await RunAsync(mode, many, many)).Error!.Message);
    }

    [Fact]
    public async Task WithoutAFirstListTheItemsOfTheStepBeforeAreCompared()
    {
        var (result, _) = await Documents.RunAsync(Documents.With(
            """{"filter":{"items":[{"k":1},{"k":2}],"conditions":[{"field":"k","operation":"gt","value":1}]}},{"compareDatasets":{"mode":"append","input2":[{"k":3}]}}"""));
        Assert.Equal(Documents.Json("""[{"k":2},{"k":3}]"""), result.State["compareResult"]);
    }

    private static async Task<StepRecord> RunAsync(string mode, string input1, string input2, string more = "")
    {
        var (_, records) = await Documents.RunAsync(Documents.With(
            $$"""{"compareDatasets":{"mode":"{{mode}}","input1":{{input1}},"input2":{{input2}},"matchFields":[{"field1":"k","field2":"k"}]{{more}} } }"""));
        return records[0];
    }
}
