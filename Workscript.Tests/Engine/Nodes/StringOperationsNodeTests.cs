using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class StringOperationsNodeTests
{
    [Theory]
    [InlineData("uppercase", "", "straße ﬁ ᾳ", "STRASSE FI ΑΙ")]
    [InlineData("lowercase", "", "ΟΔΟΣ Σ İ", "οδος σ i\u0307")]
    [InlineData("capitalize", "", "ßA", "SSa")]
    [InlineData("titleCase", "", "", "")]
    [InlineData("replace", """ "searchValue":"a","replaceValue":"$&$&$1$$" """, "aba", "aa$1$ba")]
    [InlineData("replaceAll", """ "searchValue":"a","replaceValue":null """, "aba", "b")]
    [InlineData("replaceRegex", """ "searchValue":"B","replaceValue":5 """, "aBBa", "a55a")]
    [InlineData("substring", """ "start":3,"end":1 """, "abcdef", "bc")]
    [InlineData("substring", """ "start":-2,"end":null """, "abcdef", "")]
    [InlineData("substring", """ "start":"2" """, "abcdef", "cdef")]
    [InlineData("slice", """ "start":-3,"end":-1 """, "abcdef", "de")]
    [InlineData("slice", """ "start":2,"end":1 """, "abcdef", "")]
    [InlineData("concat", """ "values":[null,["x",1],{}] """, "a", "ax,1[object Object]")]
    [InlineData("pad", """ "length":5,"padChar":"ab","side":"both" """, "x", "ababxabab")]
    [InlineData("pad", """ "length":"4.5","padChar":0,"side":"left" """, "x", "000x")]
    [InlineData("pad", """ "length":3,"side":"middle" """, "x", "x  ")]
    [InlineData("stripHTML", "", "a < b <i\n>c</i> &amp;lt; <d", "a c < <d")]
    [InlineData("slugify", "", "\u00a0-A  b!--c_\u2003é ", "a-b-c_")]
    public async Task OperationsAreThoseOfEcmaScript(string operation, string config, string text, string result)
    {
        var record = await RunAsync($""" "operation":"{operation}",{(config.Length > 0 ? config + "," : "")}"field":"t" """, text);
        Assert.Equal((null, result), (record.Error?.Message, record.Output["result"].AsText));
    }

    [Fact]
    public async Task ATextIsSplitIntoItsCharactersByNothing() =>
        Assert.Equal(Documents.Json("""["a","b"]"""), (await RunAsync(""" "operation":"split","separator":"","field":"t" """, "ab")).Output["result"]);

    [Fact]
    public async Task TheResultGoesWhereTheTextWas()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"stringOperations":{"operation":"trim","field":"rows[0].name"}}""", """ "initialState":{"rows":[{"name":" a ","n":1}]}, """));
        Assert.Equal(Documents.Json("""[{"name":"a","n":1}]"""), result.State["rows"]);
        Assert.Equal(Documents.Json("""{"result":"a","field":"rows[0].name","operation":"trim","originalValue":" a "}"""), records[0].Output);
    }

    [Theory]
    [InlineData(""" "field":"t" """, "Missing required parameter: operation")]
    [InlineData(""" "operation":"trim" """, "Missing required parameter: field")]
    [InlineData(""" "operation":"replaceAll","field":"t" """, "ReplaceAll operation requires searchValue parameter")]
    [InlineData(""" "operation":"replaceRegex","field":"t" """, "ReplaceRegex operation requires searchValue parameter (regex pattern)")]
    [InlineData(""" "operation":"split","field":"t" """, "Split operation requires separator parameter")]
    [InlineData(""" "operation":"slice","field":"t","end":1 """, "Slice operation requires start parameter")]
    [InlineData(""" "operation":"concat","field":"t","values":"x" """, "Concat operation requires values parameter (array of strings)")]
    [InlineData(""" "operation":"pad","field":"t" """, "Pad operation requires length parameter")]
    [InlineData(""" "operation":"pad","field":"t","length":1e300 """, "A text is longer than")]
    [InlineData(""" "operation":"replaceRegex","field":"t","searchValue":"(" """, "Invalid regex pattern: (.")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var record = await RunAsync(config, "x");
        Assert.StartsWith(message, record.Error!.Message);
        Assert.False(record.Error.Thrown);
    }

    private static async Task<StepRecord> RunAsync(string config, string text)
    {
        var state = ValueMap.Of("t", text);
        var (_, records) = await Documents.RunAsync(Documents.With($$$"""{"stringOperations":{{{{config}}}}}"""), new RunOptions { State = state });
        return records[0];
    }
}
