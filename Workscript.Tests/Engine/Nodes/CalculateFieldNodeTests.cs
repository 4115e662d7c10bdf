using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class CalculateFieldNodeTests
{
    private const string State = """
        "initialState":{"a":-3,"b":16,"text":"5","none":null,"yes":true,"list":[1,2],"a.b":7,"order":{"total":40,"lines":[{"net":2.5}]}},
        """;

    [Theory]
    [InlineData("10 - {a}", "13")]
    [InlineData("-{a}", "3")]
    [InlineData("{a} ** 2", "9")]
    [InlineData("sqrt({b}) + Math.pow(2, 3)", "12")]
    [InlineData(".5 * { b }", "8")]
    [InlineData("{b} * 1e-3", "0.016")]
    [InlineData("{b} % 5", "1")]
    [InlineData("{a.b}", "7")]
    [InlineData("{order.total} / 4", "10")]
    [InlineData("{order.lines[0].net} + {order.lines.0.net}", "5")]
    [InlineData("{$.order.lines[-1].net} * 2", "5")]
    [InlineData("{$run.attempt} + 1", "2")]
    [InlineData("2 * $.order.total", "80")]
    [InlineData("{b} > 10 ? 1 : 0", "1")]
    [InlineData("sum([1, 2].map(x => x * {b}))", "48")]
    [InlineData("default(2 - 2 + ($.no.such.thing ?? 4), 0)", "4")]
    [InlineData("$.order.total * 2", "80")]
    [InlineData("{{$.b}} + 1", "17")]
    public async Task AFormulaIsAnExpressionWithNumbersOfTheState(string formula, string expected)
    {
        var state = await StateAfterAsync($$"""{"calculations":[{"outputField":"x","formula":"{{formula}}"}]}""");
        Assert.Equal(Documents.Json(expected), state["x"]);
    }

    [Theory]
    [InlineData("{none}", "Field \"none\" is not a number (value: null, type: object)")]
    [InlineData("{yes}", "Field \"yes\" is not a number (value: true, type: boolean)")]
    [InlineData("{list}", "Field \"list\" is not a number (value: 1,2, type: object)")]
    [InlineData("{order.none} + 1", "Field \"order.none\" not found in data")]
    [InlineData("{$.nothing.here}", "Field \"$.nothing.here\" not found in data")]
    [InlineData("{b} +", "Expression evaluation failed: The expression ends too early")]
    [InlineData("{b}; 1", "Expression contains invalid characters")]
    [InlineData("sqroot({b})", "Expression contains invalid characters")]
    [InlineData("{b} % 0", "Expression evaluation failed: Expression did not evaluate to a valid number")]
    [InlineData("sqrt({a})", "Expression evaluation failed: Expression did not evaluate to a valid number")]
    [InlineData("'text'", "Expression evaluation failed: Expression did not evaluate to a valid number")]
    public async Task AFormulaThatComesToNoNumberSaysWhy(string formula, string error)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"calculateField":{"calculations":[{"outputField":"x","formula":"{{formula}}"}] } }""", State));
        Assert.Equal($"Calculation error for field \"x\": {error}", records[0].Error!.Message);
        Assert.Equal(formula, records[0].Output["formula"].AsText);
    }

    [Fact]
    public async Task WhatTheExpressionLanguageHasToSayIsTheReason()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"calculateField":{"calculations":[{"outputField":"x","formula":"1 / 0"}]}}"""));
        Assert.Equal("'/' by zero", records[0].Output["reason"].AsText);
    }

    [Fact]
    public async Task AStepThatStopsSetsNothing()
    {
        var state = await StateAfterAsync("""{"calculations":[{"outputField":"x","formula":"1"},{"outputField":"y","formula":"{x} / 0"}]}""");
        Assert.Equal((true, true), (state["x"].IsMissing, state["calculatedFields"].IsMissing));
    }

    [Theory]
    [InlineData("""{"formula":"1"}""", "Invalid outputField in calculation")]
    [InlineData("""{"outputField":"x"}""", "Invalid formula for field \"x\"")]
    [InlineData("""{"outputField":"x","formula":"1","precision":-1}""", "Calculation error for field \"x\": Precision must be a non-negative integer")]
    public async Task ACalculationThatIsNotCompleteSaysWhatIsMissing(string calculation, string error)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"calculateField":{"calculations":[{{calculation}}] } }"""));
        Assert.Equal(error, records[0].Error!.Message);
    }

    [Fact]
    public async Task CalculationsThatAreNotCompleteAreSkippedWithoutADefault()
    {
        var state = await StateAfterAsync("""{"onError":"use_default","calculations":[{"formula":"1"},{"outputField":"x"},{"outputField":"y","formula":"{none}"}]}""");
        Assert.Equal(
            Documents.Json("""[{"field":"unknown","error":"Invalid outputField"},{"field":"x","error":"Invalid formula"},{"field":"y","error":"Field \"none\" is not a number (value: null, type: object)"}]"""),
            state["calculationErrors"]);
        Assert.Equal(Documents.Json("""{"y":null}"""), state["calculatedFields"]);
    }

    [Fact]
    public async Task TheResultIsTheWholeStateWithoutTheResultBefore()
    {
        var (result, records) = await Documents.RunAsync(Documents.With(
            """{"calculateField":{"calculations":[{"outputField":"n","formula":"1"}]}},{"calculateField":{"calculations":[{"outputField":"n","formula":"{n} + 1"},{"outputField":"m","formula":"{$.n} * 2.345","precision":1}]}}"""));
        Assert.Equal(Documents.Json("""{"n":2,"calculatedFields":{"n":1},"m":4.7}"""), result.State["calculationResult"]);
        Assert.Equal((2d, 2d, 0d), (Count(records[1].Output, "totalCalculations"), Count(records[1].Output, "successfulCalculations"), Count(records[1].Output, "failedCalculations")));
    }

    private static double Count(Value data, string name) => data[name].AsDouble;

    private static async Task<ValueMap> StateAfterAsync(string config)
    {
        var (result, _) = await Documents.RunAsync(Documents.With($$"""{"calculateField":{{config}}}""", State));
        return result.State;
    }
}
