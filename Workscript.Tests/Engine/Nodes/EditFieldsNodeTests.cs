using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class EditFieldsNodeTests
{
    [Fact]
    public async Task AFieldThatCannotBeConvertedLeavesAllOthersUnset()
    {
        var document = Documents.With("""{"editFields":{"fieldsToSet":[{"name":"a","value":2},{"name":"b","value":"x","type":"number"}]}}""", """ "initialState":{"a":1}, """);
        var (result, records) = await Documents.RunAsync(document);
        Assert.Equal("Cannot convert \"x\" to number", records[0].Error!.Message);
        Assert.Equal(Documents.Json("""{"a":1}"""), Value.Of(result.State));
    }

    [Fact]
    public async Task FieldsOfOneObjectAreOneModifiedField()
    {
        var document = Documents.With("""{"editFields":{"includeOtherFields":false,"fieldsToSet":[{"name":"u.a","value":"1"},{"name":"v","value":"2"},{"name":"u.b","value":"3"}]}}""", """ "initialState":{"u":{"c":0}}, """);
        var (result, _) = await Documents.RunAsync(document);
        Assert.Equal(Documents.Json("""["u","v"]"""), result.State["fieldsModified"]);
        Assert.Equal(Documents.Json("""{"u":{"a":"1","b":"3"},"v":"2"}"""), result.State["editFieldsResult"]);
        Assert.Equal(Documents.Json("""{"c":0,"a":"1","b":"3"}"""), result.State["u"]);
    }
}
