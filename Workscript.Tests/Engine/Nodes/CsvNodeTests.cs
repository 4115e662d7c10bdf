using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class CsvNodeTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n", """[{"a":"1","b":"2"},{"a":"3","b":"4"}]""")]
    [InlineData("\ufeffa,b\n1,2", """[{"a":"1","b":"2"}]""")]
    [InlineData("a,b\r1,\r", """[{"a":"1","b":""}]""")]
    [InlineData("a,b\n\n1,2\n\n\n", """[{"a":"1","b":"2"}]""")]
    [InlineData("a\n\"x \"\"y\"\", z\r\nw\"\n", """[{"a":"x \"y\", z\r\nw"}]""")]
    [InlineData("a,b\n\"\",5\" pipe\n", """[{"a":"","b":"5\" pipe"}]""")]
    [InlineData("a, ,\n1,2,3\n", """[{"a":"1","column2":"2","column3":"3"}]""")]
    [InlineData("", "[]")]
    [InlineData("a,b\n", "[]")]
    public async Task RowsAreReadAsObjects(string text, string items) => Assert.Equal(Documents.Json(items), await ParseAsync(text, "{}"));

    [Theory]
    [InlineData("a;b\n1;2,5", """{"delimiter":";"}""", """[{"a":"1","b":"2,5"}]""")]
    [InlineData("a\tb\n1\t2", """{"delimiter":"tab"}""", """[{"a":"1","b":"2"}]""")]
    [InlineData("1,2\n3", """{"header":false}""", """[["1","2"],["3"]]""")]
    [InlineData("1,2", """{"header":false,"columns":["x","y"]}""", """[{"x":"1","y":"2"}]""")]
    [InlineData("a,a\n1,2", """{"columns":["x","y"]}""", """[{"x":"1","y":"2"}]""")]
    [InlineData("a,b\n1", """{"allowShortRows":true}""", """[{"a":"1","b":""}]""")]
    public async Task TheFormIsUpToTheParameters(string text, string options, string items) => Assert.Equal(Documents.Json(items), await ParseAsync(text, options));

    [Theory]
    [InlineData("12", "12")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("\"\"", "null")]
    [InlineData("007", "\"007\"")]
    [InlineData("+49", "\"+49\"")]
    [InlineData("1e5", "\"1e5\"")]
    [InlineData("1.", "\"1.\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "\"9223372036854775808\"")]
    [InlineData("0.1234567890123456", "\"0.1234567890123456\"")]
    public async Task OnlyPlainNumbersAndTruthsGetTypesAndOnlyWhenAsked(string cell, string value)
    {
        Assert.Equal(Documents.Json(value), (await ParseAsync(cell, """{"header":false,"types":true}"""))[0][0]);
        Assert.True((await ParseAsync(cell, """{"header":false}"""))[0][0].IsText);
    }

    [Theory]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "{}", "Line 4: the row has 3 cells, and there are 2 columns")]
    [InlineData("a,b\n\"x\ny\",2\n1\n", "{}", "Line 4: the row has 1 cells, and there are 2 columns; with \"allowShortRows\"")]
    [InlineData("a,b\n1,\"2\n", "{}", "Line 2: a quote opens a cell and is never closed")]
    [InlineData("a,b\n\"1\"x,2\n", "{}", "Line 2: a cell goes on after its closing quote")]
    [InlineData("a,b,a\n", "{}", "Two columns have the name 'a'")]
    [InlineData("a", """{"delimiter":";;"}""", "';;' is no delimiter")]
    [InlineData("a", """{"columns":["a",1]}""", "\"columns\" must be a list of names")]
    public async Task WhatIsNoTableIsAnErrorThatSaysWhere(string text, string options, string message)
    {
        var record = await RunAsync(ValueMap.Of("data", text), options);
        Assert.Equal(("error", "INVALID_CSV"), (record.Edge, record.Error!.Code));
        Assert.Contains(message, record.Error.Message);
    }

    [Theory]
    [InlineData("""[{"a":1,"b":"x,y"},{"b":"say \"hi\"","c":null}]""", "{}", "a,b,c\r\n1,\"x,y\",\r\n,\"say \"\"hi\"\"\",\r\n")]
    [InlineData("""[{"a":"x\ny"},{"a":""}]""", """{"lineEnd":"lf"}""", "a\n\"x\ny\"\n\"\"\n")]
    [InlineData("""[{"a":1,"b":2}]""", """{"columns":["b","c"],"delimiter":";"}""", "b;c\r\n2;\r\n")]
    [InlineData("""[[1,true],["x"]]""", "{}", "1,true\r\nx\r\n")]
    [InlineData("""[{"a":{"b":[1]}}]""", """{"header":false}""", "\"{\"\"b\"\":[1]}\"\r\n")]
    [InlineData("""[{"ä":1}]""", """{"bom":true}""", "\ufeffä\r\n1\r\n")]
    [InlineData("""[{"a":"=1+1","b":"-5","c":-5,"d":"-5+x","e":"@x"}]""", """{"header":false,"guardFormulas":true}""", "'=1+1,-5,-5,'-5+x,'@x\r\n")]
    [InlineData("[]", "{}", "")]
    public async Task ItemsAreWrittenAsATable(string items, string options, string text)
    {
        var record = await RunAsync(ValueMap.Of("items", Documents.Json(items)), options.Replace("{", """{"operation":"write",""").Replace(",}", "}"));
        Assert.Equal(text, record.Output["text"].AsText);
    }

    [Fact]
    public async Task WhatIsWrittenIsReadBack()
    {
        const string Items = """[{"a":"x,\"y\"\r\nz","b":""},{"a":" ","b":"ü\n"}]""";
        var (result, _) = await Documents.RunAsync(Documents.With("""{"csv":{"operation":"write","items":"$.items"}},{"csv":{"data":"$.csvResult"}}""", $"\"initialState\":{{\"items\":{Items}}},"));
        Assert.Equal(Documents.Json(Items), result.State["csvResult"]);
    }

    [Fact]
    public async Task TheTextAndTheItemsComeFromTheStepBefore()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"csv":{"header":false,"data":"b\na","columns":["x"]}},{"sort":{"fieldsToSortBy":[{"fieldName":"x"}]}},{"csv":{"operation":"write"}}"""));
        Assert.Equal("x\r\na\r\nb\r\n", records[2].Output["text"].AsText);
        Assert.Equal(Documents.Json("""["x"]"""), records[0].Output["columns"]);
    }

    [Fact]
    public async Task ItemsThatAreNoRowsAreAnError()
    {
        var record = await RunAsync(ValueMap.Of("items", Documents.Json("""[{"a":1},5]""")), """{"operation":"write"}""");
        Assert.Contains("Item 2 is no row", record.Error!.Message);
    }

    [Fact]
    public async Task ShortRowsOfManyColumnsDoNotFillTheMemory()
    {
        var text = string.Join(',', Enumerable.Range(0, 10_000)) + "\n" + string.Concat(Enumerable.Repeat("x\n", 10_000));
        var record = await RunAsync(ValueMap.Of("data", text), """{"allowShortRows":true}""");
        Assert.Contains("The table has more than", record.Error!.Message);
    }

    private static async Task<Value> ParseAsync(string text, string options)
    {
        var record = await RunAsync(ValueMap.Of("data", text), options);
        Assert.True(record.Error is null, record.Error?.Message);
        return record.Output["items"];
    }

    private static async Task<StepRecord> RunAsync(ValueMap state, string options)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"csv":{{options}}}"""), new RunOptions { State = state });
        return records[0];
    }
}
