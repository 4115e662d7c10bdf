using System.Text;
using Workscript.Engine;
using Workscript.Engine.Definitions;

namespace Workscript.Tests.Engine;

public sealed class WorkflowReaderTests
{
    private static readonly WorkflowEngine Engine = new();

    [Fact]
    public void EveryFindingHasItsPlace()
    {
        const string Text = """
            {
              "id": "a b",
              "name": "Näme", "version": "1.0",
              "workflow": [
                { "lgo": { "message": "é", "success?": { "nope": {} } } },
                { "log": { "mesage": "x" } },
                { "$.a-b": 1 },
                { "math": { "operation": "ad", "values": 5, "sucess?": null, "error?": "ghost" } }
              ]
            }
            """;
        var found = Engine.Read(Text).Diagnostics.Select(d => $"{d.Severity} {d.Code} {d.Path} {d.Line}:{d.Column}");
        Assert.Equal(
            [
                "Error SCHEMA_VALIDATION_ERROR /id 2:9",
                "Error SCHEMA_VALIDATION_ERROR /version 3:30",
                "Error NODE_TYPE_NOT_FOUND /workflow/0 5:7",
                "Error NODE_TYPE_NOT_FOUND /workflow/0/lgo/success? 5:46",
                "Warning UNKNOWN_PARAMETER /workflow/1/log/mesage 6:16",
                "Error INVALID_STATE_SETTER_SYNTAX /workflow/2/$.a-b 7:7",
                "Warning INVALID_PARAMETER /workflow/3/math/operation 8:30",
                "Warning INVALID_PARAMETER /workflow/3/math/values 8:46",
                "Warning UNKNOWN_EDGE /workflow/3/math/sucess? 8:49",
                "Error EDGE_TARGET_NOT_FOUND /workflow/3/math/error? 8:76",
            ],
            found);
    }

    [Theory]
    [InlineData("lgo", "did you mean 'log'?")]
    [InlineData("maht", "did you mean 'math'?")]
    public void AMisspelledNodeIsSuggested(string written, string suggestion) =>
        Assert.Contains(suggestion, Engine.Read(Documents.With("{\"" + written + "\":{}}")).Errors.Single().Message);

    [Theory]
    [InlineData("", "This is not JSON that can be read: there is nothing in it")]
    [InlineData("{\"id\":\"a\",}", "This is not JSON that can be read: The JSON object contains a trailing comma at the end")]
    public void WhatIsNoJsonIsSaidWithoutTheFrameworksPlaces(string text, string message) => Assert.Equal(message, Engine.Read(text).Errors.First().Message);

    [Theory]
    [InlineData("", "INVALID_JSON", 1, 1)]
    [InlineData("nonsense", "INVALID_JSON", 1, 2)]
    [InlineData("{\n  \"id\": \"a\",\n  \"name\" \"b\"\n}", "INVALID_JSON", 3, 10)]
    [InlineData("{\"id\":\"a\",}", "INVALID_JSON", 1, 11)]
    [InlineData("{\"id\":\"a\"} x", "INVALID_JSON", 1, 12)]
    [InlineData("{\"id\":\"\\ud800\"}", "INVALID_JSON", 1, 7)]
    [InlineData("{\"id\":\"a\u0000b\"}", "INVALID_JSON", 1, 9)]
    [InlineData("[]", "SCHEMA_VALIDATION_ERROR", 1, 1)]
    [InlineData("null", "SCHEMA_VALIDATION_ERROR", 1, 1)]
    [InlineData("{\"id\":\"a\",\n\"id\":\"b\",\"name\":\"n\",\"version\":\"1.0.0\",\"workflow\":[\"empty\"]}", "DUPLICATE_KEY", 2, 1)]
    public void BadTextHasAPlacedMessage(string text, string code, int line, int column)
    {
        var reading = Engine.Read(text);
        Assert.False(reading.IsValid);
        var first = reading.Errors.First();
        Assert.Equal((code, line, column), (first.Code, first.Line, first.Column));
    }

    [Fact]
    public void TooDeepTooLongAndTooManyAreRefusedWithAMessage()
    {
        Assert.Contains("deeper than 64", Engine.Read(new string('[', 100_000)).Errors.Single().Message);
        Assert.Contains("2 MiB", Engine.Read(Documents.With("{\"log\":{\"message\":\"" + new string('x', 10_000_000) + "\"}}")).Errors.Single().Message);
        Assert.Contains("at most 192 levels", Engine.Read(Documents.With("{\"$" + string.Concat(Enumerable.Repeat(".a", 100_000)) + "\":1}")).Errors.Single().Message);
        Assert.Contains("10,000", Engine.Read(Documents.With(string.Join(",", Enumerable.Repeat("\"empty\"", 10_001)))).Errors.Single().Message);
        Assert.True(Engine.Read(Documents.With(string.Join(",", Enumerable.Repeat("\"empty\"", 10_000)))).IsValid);
    }

    [Fact]
    public void AHostileNumberOfFindingsIsCutOff()
    {
        var reading = Engine.Read(Documents.With(string.Join(",", Enumerable.Repeat("7", 200_000))));
        Assert.False(reading.IsValid);
        Assert.InRange(reading.Diagnostics.Count, 1, 500);
    }

    [Theory]
    [InlineData("""{"log":{"message":"{{= 1 + }}"}}""", "INVALID_EXPRESSION")]
    [InlineData("""{"log":{"message":"{{= uper($.a) }}"}}""", "UNKNOWN_FUNCTION")]
    [InlineData("""{"log":{"message":"m","@nmae":"x"}}""", "SCHEMA_VALIDATION_ERROR")]
    [InlineData("""{"log":{"message":"m","@retry":{"delay":"2s"}}}""", "SCHEMA_VALIDATION_ERROR")]
    [InlineData("""{"log":{"message":"m","@retry":{"attempts":2,"on":"TIMEOUT"}}}""", "SCHEMA_VALIDATION_ERROR")]
    [InlineData("""{"log":{"message":"m","@timeout":"soon"}}""", "SCHEMA_VALIDATION_ERROR")]
    public void WhatIsMeantAsSomethingAndIsNotIsAnError(string step, string code) =>
        Assert.Equal(code, Engine.Read(Documents.With(step)).Errors.Single().Code);

    [Fact]
    public void AWholeNumberMayBeWrittenWithAPoint() =>
        Assert.Empty(Engine.Read(Documents.With("""{"log":{"message":"m","@retry":{"attempts":2.0}}}""", "\"settings\":{\"maxSteps\":1.0e3},")).Diagnostics);

    [Theory]
    [InlineData("""{"log":{"message":"$.50 discount"}}""", "INVALID_EXPRESSION")]
    [InlineData("""{"log":{"message":"{{$.a.toUper()}}"}}""", "UNKNOWN_FUNCTION")]
    public void WhatLooksLikeAnExpressionIsPlainTextWithAHint(string step, string code)
    {
        var reading = Engine.Read(Documents.With(step));
        Assert.True(reading.IsValid);
        Assert.Equal((Severity.Hint, code), (reading.Diagnostics.Single().Severity, reading.Diagnostics.Single().Code));
    }

    [Fact]
    public void ALoopThatNoEdgeCanEndIsAWarning()
    {
        var endless = Engine.Read(Documents.With("""{"empty...":{"nothing?":"log"}}"""));
        Assert.Contains(endless.Diagnostics, d => d.Code == Codes.LoopNeverEnds);
        var ending = Engine.Read(Documents.With("""{"math...":{"operation":"add","values":[1],"success?":"log"}}"""));
        Assert.DoesNotContain(ending.Diagnostics, d => d.Code == Codes.LoopNeverEnds);
    }

    [Fact]
    public void AByteOrderMarkIsNoPartOfTheText()
    {
        var text = Documents.With("""{"lgo":{}}""");
        var plain = Engine.Read(text).Errors.Single();
        Assert.Equal(plain, Engine.Read(Encoding.UTF8.GetBytes("\ufeff" + text)).Errors.Single());
    }

    [Fact]
    public void InputsAndSettingsAreCheckedLikeTheRest()
    {
        var reading = Engine.Read(Documents.With("\"empty\"", """
            "inputs":{"a":{"type":"strin"},"b":{"type":"number","default":"x"},"c":7},"settings":{"timeout":"never","maxSteps":0,"onError":"explode","tiemout":"5s"},
            """));
        Assert.Equal(["/inputs/a/type", "/inputs/b/default", "/inputs/c", "/settings/timeout", "/settings/maxSteps", "/settings/onError", "/settings/tiemout"], reading.Diagnostics.Select(d => d.Path));
        Assert.Equal(Severity.Warning, reading.Diagnostics[^1].Severity);
    }

    [Fact]
    public void WhatIsKeptOfItsRunsIsADurationOrSeveralLimits()
    {
        static KeepSettings? Keep(string settings) => Engine.Read(Documents.With("\"empty\"", $"\"settings\":{settings},")).Definition!.Settings.Keep;

        Assert.Null(Keep("{}"));
        Assert.Equal(new() { Age = TimeSpan.FromDays(2), FailedAge = TimeSpan.FromDays(2) }, Keep("""{"keep":"2d"}"""));
        Assert.Equal(
            new() { Age = TimeSpan.FromDays(30), FailedAge = TimeSpan.FromDays(90), Runs = 1000, Megabytes = 200 },
            Keep("""{"keep":{"age":"30d","failed":"90d","runs":1000,"megabytes":200}}"""));
        Assert.Equal(new() { Runs = 5 }, Keep("""{"keep":{"runs":5}}"""));
    }
}
