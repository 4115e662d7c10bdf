namespace Workscript.Tests.Engine.Nodes;

/// <summary>The conditions of filter and switch, where they differ from each other and from what one might expect.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("""{"field":"n","dataType":"number","operation":"between","value":1}""", "Between operation requires value2 parameter")]
    [InlineData("""{"field":"n","dataType":"money","operation":"gt","value":1}""", "Unsupported data type: money")]
    [InlineData("""{"field":"n","operation":"near","value":1}""", "Unsupported string operation: near")]
    [InlineData("""{"field":"d","dataType":"date","operation":"gt","value":"2024-01-01"}""", "Unsupported date operation: gt")]
    public async Task AFilterRefusesWhatItDoesNotKnow(string condition, string error)
    {
        var (_, records) = await Documents.RunAsync(Filter(condition));
        Assert.Equal(error, records[0].Output["error"].AsText);
    }

    [Theory]
    [InlineData("""{"field":"none","dataType":"number","operation":"near","value":1}""")]
    [InlineData("""{"field":"n","dataType":"number","operation":"near"}""")]
    [InlineData("""{"field":"n","dataType":"array","operation":"near","value":1}""")]
    [InlineData("""{"field":"d","dataType":"string","operation":"regex","value":"("}""")]
    [InlineData("""{"field":"","dataType":"number","operation":"gt","value":0}""")]
    public async Task AFilterPassesNothingWhereThereIsNothingToCompare(string condition)
    {
        var (result, records) = await Documents.RunAsync(Filter(condition));
        Assert.Equal(("passed", 0d), (records[0].Edge, result.State["filterStats"]["passedCount"].AsDouble));
    }

    [Theory]
    [InlineData("""{"field":"n","operation":"isNotEmpty"}""")]
    [InlineData("""{"field":"n","operation":"equals","value":"5"}""")]
    [InlineData("""{"field":"n","operation":"notEquals","value":"five"}""")]
    [InlineData("""{"field":"l","operation":"contains","value":"a"}""")]
    [InlineData("""{"field":"l","operation":"lengthGt","value":1}""")]
    [InlineData("""{"field":"yes","operation":"equals","value":true}""")]
    [InlineData("""{"field":"d","operation":"between","value":"2024-01-01","value2":"2024-12-31"}""")]
    public async Task WithoutADataTypeTheOperationAndThenTheValueDecide(string condition)
    {
        var (result, _) = await Documents.RunAsync(Filter(condition));
        Assert.Equal(1, result.State["filterStats"]["passedCount"].AsDouble);
    }

    [Theory]
    [InlineData("OR", "AND", "default")]
    [InlineData("OR", "OR", "hit")]
    [InlineData("AND", "OR", "default")]
    public async Task ASwitchJoinsConditionsFromLeftToRight(string first, string second, string edge)
    {
        var rule = $$"""{"outputKey":"hit","conditions":[{{Joined(1, first)}},{{Joined(9, second)}},{{Joined(9, "AND")}}]}""";
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"$.o":{"n":5} },{"switch":{"item":"$.o","rules":[{{rule}}]} }"""));
        Assert.Equal(edge, result.State["selectedEdge"].AsText);

        static string Joined(int limit, string with) => $$"""{"field":"n","operation":"gt","value":{{limit}},"combineWith":"{{with}}"}""";
    }

    private static string Filter(string condition) => Documents.With(
        $$"""{"filter":{"items":"$.rows","conditions":[{{condition}}]} }""",
        """ "initialState":{"rows":[{"n":5,"d":"2024-05-05","l":["a","b"],"yes":true}]},""");
}
