using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class ExtractTextNodeTests
{
    [Theory]
    [InlineData(""" "method":"regex","pattern":"x*" """, "axb", """["","x","",""]""")]
    [InlineData(""" "method":"regex","pattern":"(a)|b" """, "ab", """["a","b"]""")]
    [InlineData(""" "method":"regex","pattern":"(?<key>\\w+)=(\\w+)" """, "k=v", """["k"]""")]
    [InlineData(""" "method":"regex","pattern":"a","flags":"" """, "aa", """["a","a"]""")]
    [InlineData(""" "method":"between","startDelimiter":"(","endDelimiter":")" """, "((a) (\n) () (b)", """["(a","","b"]""")]
    [InlineData(""" "method":"between","startDelimiter":"|","endDelimiter":"|" """, "|a|b|c|", """["a","c"]""")]
    [InlineData(""" "method":"extractAll","pattern":"a(.)" """, "abab", """["b","b"]""")]
    [InlineData(""" "method":"extractAll","extractType":"url" """, "https://a.io\u0085x https://a.io\u0085x", """["https://a.io\u0085x"]""")]
    [InlineData(""" "method":"extractSpecific","pattern":"a(.)","flags":"i","occurrence":"1" """, "abAC", "\"AC\"")]
    [InlineData(""" "method":"extractSpecific","extractType":"phone" """, "555-123-4567", "\"555-123-4567\"")]
    public async Task PartsAreFound(string config, string text, string extracted)
    {
        var (result, record) = await RunAsync(config, text);
        Assert.Equal(("success", Documents.Json(extracted)), (record.Edge, record.Output["extracted"]));
        Assert.Equal(record.Output["extracted"], result.State["extractedText"]);
        Assert.Equal(record.Output["extracted"].AsList?.Count ?? 1, record.Output["matches"].AsDouble);
    }

    [Theory]
    [InlineData(""" "method":"" """, "Missing required parameter: method")]
    [InlineData(""" "method":"between","startDelimiter":"(" """, "Missing required parameters for between method: startDelimiter and endDelimiter")]
    [InlineData(""" "method":"extractAll" """, "Custom extract type requires pattern parameter")]
    [InlineData(""" "method":"extractSpecific","extractType":"iban" """, "Invalid extractType: iban. Expected: email, url, phone, or custom")]
    [InlineData(""" "method":"extractSpecific","pattern":"x","occurrence":-1 """, "Occurrence must be a non-negative number")]
    [InlineData(""" "method":"regex","pattern":"(" """, "Invalid regex pattern: ")]
    [InlineData(""" "method":"regex","pattern":"x","flags":"q" """, "Invalid regex pattern: ")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var (result, record) = await RunAsync(config, "x");
        Assert.StartsWith(message, record.Error!.Message);
        Assert.True(!record.Error.Thrown && result.State["extractedText"].IsMissing);
    }

    [Fact]
    public async Task TheResultIsUnderTheVeryKeyAndUnderItsOwn()
    {
        var (result, _) = await RunAsync(""" "method":"regex","pattern":"b","outputField":"a.b" """, "abc");
        Assert.Equal((Documents.Json("""["b"]"""), Documents.Json("""["b"]""")), (result.State["a.b"], result.State["extractedText"]));
    }

    private static async Task<(RunResult Result, StepRecord Record)> RunAsync(string config, string text)
    {
        var (result, records) = await Documents.RunAsync(Documents.With($$$"""{"extractText":{"field":"t",{{{config}}}}}"""), new RunOptions { State = ValueMap.Of("t", text) });
        return (result, records[0]);
    }
}
