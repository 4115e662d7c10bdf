using System.Text.Json;
using System.Text.RegularExpressions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>What holds for every text that is taken for an expression, a template, a pattern, a date or JSON.</summary>
internal static class FuzzedText
{
    private static readonly string[] DateCalls = [.. FunctionCatalog.Families.Single(family => family.Name == "Dates").Functions.Select(function => function.Name)];

    private static readonly string[] Units = ["days", "months", "years", "hours", "seconds", "weeks", "minutes", "nope"];

    public static Task TryExpressionAsync(FuzzCase one) => TryConfigAsync(one, $"{{{{={one.Input}}}}}");

    public static async Task TryTemplateAsync(FuzzCase one)
    {
        await TryConfigAsync(one, one.Input);
        StatePath.TryParse(one.Input);
        ValuePath.Read(new ValueMaker(one.Chance).Map(), one.Input);
    }

    public static async Task TryDateAsync(FuzzCase one)
    {
        var (chance, text, _) = one;
        Duration.TryParse(text);
        DateText.Milliseconds(text);
        Coerce.Number(text);
        Value[] arguments = [text, chance.OneIn(2) ? chance.Of(Corpus.Numbers) : chance.Of(Corpus.Dates), chance.Of(Units), chance.Of(Corpus.Dates)];
        var given = string.Join(", ", arguments.Take(chance.Between(1, 5)).Select(Json.Write));
        await TryConfigAsync(one, $"{{{{= {chance.Of(DateCalls)}({given}) }}}}");
    }

    /// <summary>Every node that reads a format, with the text as what it reads and as what it is told to look for.</summary>
    public static Task TryFormatAsync(FuzzCase one)
    {
        var steps = string.Join(',',
        [
            """{"csv":{"data":"$.data","types":true}},{"csv":{"data":"$.data","delimiter":";","header":false,"allowShortRows":true}},{"csv":{"operation":"write","items":"$.csvResult"}}""",
            """{"xml":{"data":"$.data","types":true}},{"xml":{"operation":"write","data":"$.xmlResult"}},{"feed":{"data":"$.data"}}""",
            """{"html":{"data":"$.data","select":[{"name":"a","selector":"p, td, div > *"},{"name":"b","selector":"[href]","take":"attribute","attribute":"href","all":true}]}},{"html":{"operation":"toText","data":"$.data"}}""",
            """{"html":{"data":"$.page","select":[{"name":"a","selector":"$.data"}],"each":"$.data"}},{"markdown":{"data":"$.data"}},{"markdown":{"data":"$.data","allowHtml":true}},{"template":{"text":"$.data"}}""",
            """{"transform":{"operation":"parse","data":"$.data"}},{"extractText":{"field":"data","method":"regex","extractType":"email"}},{"$.decoded":"{{= base64Decode($.data) }}"},{"$.url":"{{= urlDecode($.data) }}"},{"$.json":"{{= parseJson($.data) }}"}""",
        ]);
        return FuzzedDocument.TryAsync(one with { Input = Documents.With(steps, $"\"initialState\":{Json.Write(ValueMap.Of(["data", "page"], one.Input, Corpus.Formats[9]))},") });
    }

    public static Task TryPattern(FuzzCase one)
    {
        var (chance, text, _) = one;
        var subject = chance.OneIn(4) ? string.Concat(Enumerable.Repeat(chance.Of(["a", "ab", "aab ", "é"]), 20_000)) + "!" : chance.Of(Corpus.Texts);
        try
        {
            var pattern = UserPattern.Compile(text, chance.Of(["", "", "i", "gm", "s", "u", "gi", "y", "zz"]));
            pattern.Matches(subject).Count();
            pattern.Replace(subject, chance.Of(["", "$1", "$&$&", "$<n>", "$$", "$`", "x"]), chance.OneIn(2));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException or ValueLimitException)
        {
            Assert.NotEmpty(e.Message);
        }

        return Task.CompletedTask;
    }

    public static Task TryJson(FuzzCase one)
    {
        try
        {
            var value = Json.Read(one.Input);
            Assert.Equal(value, Json.Read(Json.Write(value)));
            Assert.Equal(value, Json.Read(Json.WriteIndented(value)));
            Assert.Equal(Json.Write(value), JsonDocument.Parse(Json.Write(value), new() { MaxDepth = 256 }).RootElement.GetRawText());
        }
        catch (JsonException e)
        {
            Assert.NotEmpty(e.Message);
        }

        return Task.CompletedTask;
    }

    private static Task TryConfigAsync(FuzzCase one, string text)
    {
        var state = new ValueMaker(one.Chance);
        var initial = new ValueMap.Builder().Set("a", state.Any()).Set("b", state.Any()).Set("n", state.Number()).Set("text", state.Text()).Set("items", state.Rows()).Set("list", state.List()).Set("map", state.Map());
        var steps = ValueList.Of(ValueMap.Of("log", ValueMap.Of("message", text)), ValueMap.Of("$.a", text), ValueMap.Of("editFields", ValueMap.Of("fieldsToSet", ValueList.Of(ValueMap.Of(["name", "value"], "b", text)))));
        return FuzzedDocument.TryAsync(one with { Input = Documents.With(Json.Write(steps)[1..^1], $"\"initialState\":{Json.Write(initial.Build())},") });
    }
}
