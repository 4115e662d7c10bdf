using System.Text.RegularExpressions;
using Workscript.Engine.Schemas;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Schemas;

public sealed class JsonSchemaTests
{
    [Fact]
    public async Task ItJudgesAsAnotherValidatorDoes()
    {
        var pairs = new SchemaPairs(2020);
        var batches = Enumerable.Range(0, 400).Select(_ => (Schema: pairs.Schema(), Instances: Enumerable.Range(0, 10).Select(_ => pairs.Instance()).ToArray())).ToList();
        var verdicts = await ReferenceSchemas.CheckAsync([.. batches.Select(batch => (batch.Schema.ToString(), (IReadOnlyList<string>)[.. batch.Instances.Select(i => i.ToString())]))]);
        for (var i = 0; i < batches.Count; i++)
        {
            var schema = JsonSchema.Of(batches[i].Schema);
            for (var j = 0; j < batches[i].Instances.Length; j++)
            {
                var errors = schema.Validate(batches[i].Instances[j]);
                Assert.True(errors.Count == 0 == verdicts[i][j] is null, $"{batches[i].Schema}\n{batches[i].Instances[j]}\nours: {string.Join("; ", errors)}\ntheirs: {verdicts[i][j]}");
            }
        }
    }

    [Theory]
    [InlineData("""{"properties":{"a":{}},"unevaluatedProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"anyOf":[{"required":["a"],"properties":{"a":{}}},{"properties":{"b":{}}}],"unevaluatedProperties":false}""", """{"a":1,"b":1}""", """{"a":1,"c":1}""")]
    [InlineData("""{"if":{"properties":{"k":{"const":"x"}},"required":["k"]},"then":{"properties":{"x":{}}},"unevaluatedProperties":false}""", """{"k":"x","x":1}""", """{"k":"y","x":1}""")]
    [InlineData("""{"prefixItems":[{"type":"number"}],"unevaluatedItems":false}""", "[1]", "[1,2]")]
    [InlineData("""{"contains":{"const":1},"unevaluatedItems":{"type":"string"}}""", """[1,"a"]""", "[1,2]")]
    [InlineData("""{"$ref":"#/$defs/t","$defs":{"t":{"properties":{"l":{"$ref":"#/$defs/t"}},"required":["v"]}}}""", """{"v":1,"l":{"v":2}}""", """{"v":1,"l":{}}""")]
    [InlineData("""{"$ref":"#t","$defs":{"x":{"$anchor":"t","type":"string"}}}""", "\"a\"", "1")]
    [InlineData("""{"$id":"https://example.org/root.json","$ref":"item.json","$defs":{"x":{"$id":"item.json","type":"string"}}}""", "\"a\"", "1")]
    [InlineData("""{"$id":"https://example.org/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,"$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","properties":{"data":true,"children":{"items":{"$dynamicRef":"#node"}}}}}}""", """{"children":[{"data":1}]}""", """{"children":[{"daat":1}]}""")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", "\"ab\"")]
    public void WhatTheDraftHasItHas(string schema, string fits, string doesNot)
    {
        var checking = JsonSchema.Of(Documents.Json(schema));
        Assert.Empty(checking.Validate(Documents.Json(fits)));
        Assert.NotEmpty(checking.Validate(Documents.Json(doesNot)));
    }

    [Fact]
    public void AnErrorSaysWhereAndWhat()
    {
        var schema = JsonSchema.Of(Documents.Json("""{"properties":{"lines":{"items":{"required":["price"],"properties":{"price":{"minimum":0}}}}}}"""));
        var errors = schema.Validate(Documents.Json("""{"lines":[{"price":1},{},{"price":-2}]}"""));
        Assert.Equal([new("lines.1.price", "Required field is missing", Value.Missing), new("lines.2.price", "Value -2 is below minimum 0", -2)], errors);
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/none"}""", "leads nowhere")]
    [InlineData("""{"$ref":"https://example.org/other.json"}""", "leads nowhere")]
    [InlineData("""{"$ref":"#"}""", "without end")]
    [InlineData("""{"type":"text"}""", "is no type")]
    [InlineData("""{"pattern":"("}""", "is no regular expression")]
    [InlineData("""{"not":5}""", "where a schema belongs")]
    public void ASchemaThatIsNoneIsAnErrorOfItsOwn(string schema, string message) =>
        Assert.Contains(message, Assert.Throws<SchemaException>(() => JsonSchema.Of(Documents.Json(schema)).Validate("x")).Message);

    [Fact]
    public void ASchemaThatBranchesWithoutEndIsStopped()
    {
        var schema = JsonSchema.Of(Documents.Json("""{"$defs":{"a":{"anyOf":[{"type":"null"},{"items":{"$ref":"#/$defs/a"}},{"items":{"$ref":"#/$defs/a"}},{"items":{"$ref":"#/$defs/a"}}]}},"$ref":"#/$defs/a"}"""));
        var deep = Enumerable.Range(0, 100).Aggregate(Value.Of("x"), (inner, _) => ValueList.Of(inner));
        Assert.Throws<SchemaException>(() => schema.Validate(deep));
    }

    [Fact]
    public void AMillionItemsAreNotTooMany()
    {
        var item = Documents.Json("""{"id":"a","price":1.5,"tags":["x"]}""");
        var schema = JsonSchema.Of(Documents.Json("""{"items":{"required":["id"],"properties":{"id":{"type":"string"},"price":{"minimum":0},"tags":{"items":{"type":"string"}}}}}"""));
        var items = Enumerable.Repeat(item, 1_000_000).ToArray();
        Assert.Empty(schema.Validate(ValueList.Of(items)));
    }

    [Fact]
    public void ManySlowMatchesTogetherTakeTooLong()
    {
        var schema = JsonSchema.Of(Documents.Json("""{"items":{"pattern":"(a+)+\\1b"}}"""));
        var items = Enumerable.Repeat(Value.Of(new string('a', 16)), 20_000).ToArray();
        Assert.Throws<RegexMatchTimeoutException>(() => schema.Validate(ValueList.Of(items)));
    }
}
