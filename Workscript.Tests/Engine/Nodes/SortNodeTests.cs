using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class SortNodeTests
{
    [Theory]
    [InlineData("""[3,null,-1.5,20,0]""", "[-1.5,0,3,20,null]", "[null,20,3,0,-1.5]")]
    [InlineData("""["b","Ab","a","abcde","abcdd","é"]""", """["a","Ab","abcdd","abcde","b","é"]""", """["é","b","abcde","abcdd","Ab","a"]""")]
    [InlineData("""["10",9,true,[1,2]]""", """[[1,2],"10",9,true]""", """[true,9,"10",[1,2]]""")]
    public async Task ValuesOfAllKindsHaveAnOrderAndItsReverse(string values, string rising, string falling)
    {
        foreach (var (order, expected) in new[] { ("ascending", rising), ("descending", falling) })
        {
            var items = string.Join(",", Documents.Json(values).AsList!.Select(value => $$"""{"v":{{value}}}"""));
            var (result, _) = await Documents.RunAsync(Documents.With($$"""{"sort":{"items":[{{items}}],"fieldsToSortBy":[{"fieldName":"v","order":"{{order}}"}]} }"""));
            Assert.Equal(Documents.Json(expected), Value.Of(ValueList.Of(result.State["sortedItems"].AsList!.Select(item => item["v"]).ToArray())));
        }
    }

    [Fact]
    public async Task ThousandsOfItemsAreSortedByAllFieldsAndKeepTheirOrderWhereTheyAreEqual()
    {
        var items = Enumerable.Range(0, 5000).Select(i => (Tens: i * 7919 % 10, Name: $"n{i * 31 % 3}", Place: i)).ToList();
        var rows = string.Join(",", items.Select(item => $$"""{"a":{"t":{{item.Tens}} },"n":"{{item.Name}}","i":{{item.Place}}}"""));
        var (result, _) = await Documents.RunAsync(Documents.With(
            $$"""{"sort":{"items":[{{rows}}],"fieldsToSortBy":[{"fieldName":"a.t","order":"descending"},{"fieldName":"n","order":"ascending"}]} }"""));
        var expected = items.OrderByDescending(item => item.Tens).ThenBy(item => item.Name, StringComparer.Ordinal).Select(item => (double)item.Place);
        Assert.Equal(expected, result.State["sortedItems"].AsList!.Select(item => item["i"].AsDouble));
    }

    [Fact]
    public async Task ValuesWithoutAConsistentOrderDoNotUpsetIt()
    {
        // 10 is before "9", "9" equals 9, and 9 is before 10.
        var rows = string.Join(",", Enumerable.Range(0, 600).Select(i => i % 3 == 0 ? """{"v":"9"}""" : $$"""{"v":{{8 + (i % 3)}}}"""));
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"sort":{"items":[{{rows}}],"fieldsToSortBy":[{"fieldName":"v","order":"ascending"}]} }"""));
        Assert.Equal(600, result.State["sortedItems"].AsList!.Count);
    }

    [Theory]
    [InlineData("""{"fieldName":"v","order":"up"}""", "Invalid sort order: up")]
    [InlineData("""{"fieldName":"","order":"ascending"}""", "Each sort field must have a valid fieldName")]
    [InlineData("", "Missing or invalid fieldsToSortBy parameter for simple sort")]
    public async Task ItSaysWhatIsWrongWithTheFields(string row, string error)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"sort":{"items":[{"v":1}],"fieldsToSortBy":[{{row}}]} }"""));
        Assert.Equal(error, records[0].Error!.Message);
    }
}
