using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

/// <summary>A pattern that would take longer than the universe on its text ends, in every node that takes one: nothing matches, or there is an error.</summary>
public sealed class PatternTests
{
    private static readonly string LongText = new string('a', 50_000) + "!";

    /// <summary>Nodes with a pattern for <c>text</c>, and the edge that they take when it does not match.</summary>
    private static readonly (string Step, string NoMatch)[] Nodes =
    [
        ("""{"filter":{"items":"$.rows","conditions":[{"field":"text","operation":"regex","value":"PATTERN"}]} }""", "passed"),
        ("""{"switch":{"item":"$.rows.0","rules":[{"outputKey":"hit","conditions":[{"field":"text","operation":"regex","value":"PATTERN"}]}]} }""", "default"),
        ("""{"stringOperations":{"operation":"replaceRegex","field":"rows.0.text","searchValue":"PATTERN","replaceValue":"-"} }""", "success"),
        ("""{"extractText":{"method":"regex","field":"rows.0.text","pattern":"PATTERN"} }""", "not_found"),
        ("""{"extractText":{"method":"extractAll","field":"rows.0.text","pattern":"PATTERN"} }""", "not_found"),
        ("""{"extractText":{"method":"extractSpecific","field":"rows.0.text","pattern":"PATTERN"} }""", "not_found"),
        ("""{"validateData":{"validationType":"pattern","data":"$.rows.0","patternValidations":[{"field":"text","pattern":"PATTERN"}]} }""", "invalid"),
        ("""{"validateData":{"validationType":"json_schema","data":"$.rows.0","schema":{"properties":{"text":{"pattern":"PATTERN"} } } } }""", "invalid"),
    ];

    /// <summary>Patterns that need trial and error, and some that only look as if they did.</summary>
    private static readonly string[] Patterns =
    [
        "(a+)+$", "(a|aa)+$", "(a|a?)+b", "(.*a){20}$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$",
        @"(a+)+\1$", @"(a|a)+\1b", @"^(a+)+(?=b)", "(?=(a+)+$)b", @"(?<!b)(a+)+$", @"(?<x>a+)+\k<x>$",
    ];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var (step, noMatch) in Nodes)
            {
                foreach (var pattern in Patterns)
                {
                    cases.Add(step, pattern, noMatch);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task NoPatternRunsAway(string step, string pattern, string noMatch)
    {
        var record = await RunAsync(step, pattern, ValueList.Of(Row(LongText)));
        Assert.Equal(record.Error is null ? (noMatch, null) : ("error", "TIMEOUT"), (record.Edge, record.Error?.Code));
    }

    [Fact]
    public async Task WhatIsSlowForEachOfManyTextsIsStoppedForAllOfThem()
    {
        // A single one of these takes a moment, and each longer one twice as long.
        var rows = Enumerable.Range(0, 200_000).Select(i => Row(new string('a', 14) + "!")).ToArray();
        var record = await RunAsync(Nodes[0].Step, @"(a+)+\1b", ValueList.Of(rows));
        Assert.Equal(("error", "TIMEOUT"), (record.Edge, record.Error?.Code));
    }

    private static Value Row(string text) => ValueMap.Of("text", text);

    private static async Task<StepRecord> RunAsync(string step, string pattern, ValueList rows)
    {
        var document = Documents.With(step.Replace("PATTERN", pattern.Replace(@"\", @"\\")));
        var run = Task.Run(() => Documents.RunAsync(document, new RunOptions { State = ValueMap.Of("rows", rows) }));
        var (_, records) = await run.WaitAsync(TimeSpan.FromSeconds(10));
        return records[0];
    }
}
