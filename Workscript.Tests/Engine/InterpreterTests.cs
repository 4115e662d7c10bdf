using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine;

public sealed class InterpreterTests
{
    [Fact]
    public async Task AMessageThatQuotesAWholeDocumentIsCut()
    {
        var text = new string('x', 100_000);
        var (_, records) = await Documents.RunAsync(Documents.With("""{"math":{"operation":"$.text","values":[1]}}""", $$""" "initialState":{"text":"{{text}}"}, """));
        Assert.Equal($"Unknown operation: {text}"[..8_000] + "...", records[0].Error!.Message);
        Assert.Equal(records[0].Error!.Message, records[0].Output["error"].AsText);
    }

    [Fact]
    public async Task WhatIsNoJsonIsSaidWithItsPlace()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"transform":{"operation":"parse","data":"{\"a\":\n1 2}"}}"""));
        Assert.Equal("The text is not JSON: '2' is invalid after a value. Expected either ',', '}', or ']' (line 2, byte 3)", records[0].Error!.Message);
    }

    [Fact]
    public async Task SettingANameInAListIsAnErrorThatLeavesTheList()
    {
        var (result, _) = await Documents.RunAsync(Documents.With(
            """{"$.list.name":{"value":"x","error?":{"$.said":"{{= $input.error }}"}}},{"$.list.1":"b"}""", "\"initialState\":{\"list\":[\"a\"]},"));

        Assert.Equal(Documents.Json("""["a","b"]"""), result.State["list"]);
        Assert.Equal("$.list is a list: what is set in it has a number, from 0 to the number of its elements", result.State["said"]);
    }

    [Fact]
    public async Task EndlessJumpsEndAtTheStepLimit()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"log":{"message":"again","success?":"log"}}""", "\"settings\":{\"maxSteps\":500},"));
        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal(RunErrorCodes.StepLimit, result.Error!.Code);
        Assert.Equal("/workflow/0", result.Error.Path);
        Assert.Equal(500, records.Count);
    }

    [Fact]
    public async Task AnEndlessLoopEndsAtTheLoopLimit()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"log...":{"message":"again","success?":"empty"}}"""));
        Assert.Equal(RunErrorCodes.LoopLimit, result.Error!.Code);
    }

    [Fact]
    public async Task LimitsOfADocumentCannotPassThoseOfTheServer()
    {
        var options = new RunOptions { Limits = new RunLimits { MostSteps = 50, MostLoopPasses = 10 } };
        var (byJump, _) = await Documents.RunAsync(Documents.With("""{"log":{"success?":"log"}}""", "\"settings\":{\"maxSteps\":5000},"), options);
        Assert.Equal((RunErrorCodes.StepLimit, 50), (byJump.Error!.Code, byJump.Steps));
        var (byLoop, _) = await Documents.RunAsync(Documents.With("""{"log...":{"success?":"empty"}}""", "\"settings\":{\"maxLoops\":5000},"), options);
        Assert.Equal(RunErrorCodes.LoopLimit, byLoop.Error!.Code);
    }

    [Theory]
    [InlineData("""{"$.a":["$.a","$.a"]}""")]
    [InlineData("""{"$.a":"{{$.a}}{{$.a}}"}""")]
    [InlineData("""{"$.a":["$.a"]}""")]
    [InlineData("""{"$.a.b.c":"$.a"}""")]
    [InlineData("""{"$.a":"{{= [$.a, $.a, $.a, $.a] }}"}""")]
    public async Task AStateThatGrowsWithoutEndIsStopped(string growth)
    {
        var document = Documents.With("""{"$.a":"seed"},{"log...":{"success?":[GROWTH]}}""".Replace("GROWTH", growth));
        var (result, _) = await Documents.RunAsync(document);
        Assert.Equal(RunErrorCodes.StateLimit, result.Error!.Code);
    }

    [Fact]
    public async Task ANameWithTooManyDotsDoesNotOverflowTheStack()
    {
        var name = string.Join('.', Enumerable.Repeat("a", 100_000));
        var (result, _) = await Documents.RunAsync(Documents.With("""{"editFields":{"fieldsToSet":[{"name":"NAME","value":"1"}]}}""".Replace("NAME", name)));
        Assert.Contains("deeper than 192 levels", result.Error!.Message);
    }

    [Fact]
    public async Task CancellingStopsATightLoop()
    {
        using var cancellation = new CancellationTokenSource();
        var journal = new CancellingJournal(cancellation, after: 100);
        var engine = new WorkflowEngine();
        var program = engine.Read(Documents.With("""{"log":{"success?":"log"}}""")).Program!;
        var result = await engine.RunAsync(program, new RunOptions { Journal = journal }, cancellation.Token);
        Assert.Equal((RunOutcome.Cancelled, RunErrorCodes.Cancelled), (result.Outcome, result.Error!.Code));
        Assert.Equal(100, result.Steps);
    }

    [Fact]
    public async Task ARunThatWorksForTooLongTimesOut()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"log":{"success?":"log"}}""", "\"settings\":{\"timeout\":\"20ms\",\"maxSteps\":10000000},"));
        Assert.Equal(RunErrorCodes.Timeout, result.Error!.Code);
    }

    [Fact]
    public async Task AHundredRunsOfOneProgramDoNotDisturbEachOther()
    {
        var engine = new WorkflowEngine();
        var program = engine.Read(Documents.With("""
            {"$.twice":"$.mine * 2"},
            {"log...":{"success?":[{"$.count":"$.count + 1"}, {"math":{"operation":"add","values":["$.mine","$.count"]}}]}}
            """, "\"initialState\":{\"count\":0},\"settings\":{\"maxLoops\":200},")).Program!;
        var runs = Enumerable.Range(0, 100).Select(i => Task.Run(() => engine.RunAsync(program, new RunOptions { State = ValueMap.Of("mine", i) })));
        var results = await Task.WhenAll(runs);
        for (var i = 0; i < results.Length; i++)
        {
            Assert.Equal(RunErrorCodes.LoopLimit, results[i].Error!.Code);
            Assert.Equal((i * 2, 200, i + 200), ((int)results[i].State["twice"].AsDouble, (int)results[i].State["count"].AsDouble, (int)results[i].State["mathResult"].AsDouble));
        }
    }

    [Fact]
    public async Task AResumedRunExecutesOnlyWhatHasNoRecord()
    {
        const string Steps = """
            {"log...":{"message":"{{$.n}}","success?":[{"$.n":"$.n + 1"},{"math":{"operation":"add","values":["$.n",10]}}]}}, {"log":{"message":"done"}}
            """;
        var document = Documents.With(Steps, "\"initialState\":{\"n\":0},\"settings\":{\"maxLoops\":5},");
        var (whole, records) = await Documents.RunAsync(document);
        for (var kept = 0; kept <= records.Count; kept++)
        {
            var journal = new Documents.ListJournal(records.Take(kept));
            var engine = new WorkflowEngine();
            var resumed = await engine.RunAsync(engine.Read(document).Program!, new RunOptions { Journal = journal });
            Assert.Equal(whole.State, resumed.State);
            Assert.Equal(whole.Error, resumed.Error);
            Assert.Equal(records.Skip(kept).Select(r => r.Sequence), journal.Records.Select(r => r.Sequence));
        }
    }

    [Fact]
    public async Task FoldingTheChangesOfTheRecordsGivesTheState()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""
            {"$.a.b":1},{"$.a.c":[1,2]},{"$.a.b":{"x":2}},{"log":{"message":"m"}},{"log":{}},{"math":{"operation":"add","values":[1]}}
            """));
        var state = new State(ValueMap.Empty);
        foreach (var change in records.SelectMany(record => record.Changes))
        {
            state.Apply(change);
        }

        Assert.Equal(result.State, state.ToMap());
        Assert.Equal(Documents.Json("""{"a":{"b":{"x":2},"c":[1,2]},"mathResult":1}"""), result.State);
    }

    [Fact]
    public async Task AnExpressionWithoutAValueFailsTheRunUnlessTheStepNamesErrorEdge()
    {
        var (failed, _) = await Documents.RunAsync(Documents.With("""{"$.a":"$.x / 0"},{"log":{"message":"never"}}""", "\"initialState\":{\"x\":1},"));
        Assert.Equal((RunErrorCodes.ExpressionError, "/workflow/0", "$.a"), (failed.Error!.Code, failed.Error.Path, failed.Error.Node));
        var (caught, records) = await Documents.RunAsync(Documents.With("""{"log":{"message":"{{= 1 / 0 }}","error?":{"$.why":"{{$input.code}}"}}}"""));
        Assert.Equal(RunOutcome.Completed, caught.Outcome);
        Assert.Equal("EXPRESSION_ERROR", caught.State["why"].AsText);
        Assert.True(records[0].Error!.Thrown);
    }

    [Fact]
    public async Task OnErrorFailMakesAnUnnamedErrorEdgeFailTheRun()
    {
        const string Steps = """{"math":{"operation":"root","values":[1]}},{"log":{"message":"on"}}""";
        var (lenient, records) = await Documents.RunAsync(Documents.With(Steps));
        Assert.Equal((RunOutcome.Completed, 1), (lenient.Outcome, lenient.Warnings));
        Assert.True(records[0].IsUnhandledError);
        var (strict, _) = await Documents.RunAsync(Documents.With(Steps, "\"settings\":{\"onError\":\"fail\"},"));
        Assert.Equal(RunOutcome.Failed, strict.Outcome);
        Assert.Equal("Node execution failed: math: Unknown operation: root", strict.Error!.Message);
    }

    [Fact]
    public async Task InputsAreCheckedFirstAndTheirDefaultsFilledIn()
    {
        var document = Documents.With("""{"$.twice":"$.count * 2"}""", """
            "inputs":{"count":{"type":"integer","required":true},"tone":{"type":"string","default":"kind","choices":["kind","stern"]}},
            """);
        var (missing, records) = await Documents.RunAsync(document);
        Assert.Equal(RunErrorCodes.InvalidInput, missing.Error!.Code);
        Assert.Contains("'count' is required", missing.Error.Message);
        Assert.Empty(records);
        var (wrong, _) = await Documents.RunAsync(document, new RunOptions { State = Documents.Json("""{"count":"7","tone":"rude"}""").AsMap! });
        Assert.Contains("'count' must be a whole number; 'tone' must be one of \"kind\", \"stern\"", wrong.Error!.Message);
        var (right, _) = await Documents.RunAsync(document, new RunOptions { State = Documents.Json("""{"count":7}""").AsMap! });
        Assert.Equal(Documents.Json("""{"count":7,"tone":"kind","twice":14}"""), right.State);
    }

    [Fact]
    public async Task AStateThatIsTooDeepIsRefusedBeforeTheRunBegins()
    {
        var deep = Documents.Json(new string('[', ValueLimits.Depth - 1) + new string(']', ValueLimits.Depth - 1));
        var (result, _) = await Documents.RunAsync(Documents.With("\"empty\""), new RunOptions { State = ValueMap.Of("deep", deep) });
        Assert.Equal(RunErrorCodes.InvalidInput, result.Error!.Code);
        Assert.Contains("'deep' is nested deeper", result.Error.Message);
    }

    [Fact]
    public async Task AStepKnowsItsRun()
    {
        var (result, _) = await Documents.RunAsync(
            Documents.With("""{"$.who":"{{$run.id}} {{$run.workflowId}} {{$run.stepKey}} {{$trigger.kind}}"}"""),
            new RunOptions { RunId = "r1", Trigger = ValueMap.Of("kind", "manual") });
        Assert.Equal("r1 t /workflow/0#0 manual", result.State["who"].AsText);
    }

    [Fact]
    public async Task DisabledStepsAreLeftOut()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"log":{"message":"no","@disabled":true,"success?":"empty"}},{"log":{"message":"yes"}}"""));
        Assert.Equal("/workflow/1", Assert.Single(records).Key.Path);
    }

    [Fact]
    public async Task PinsStandForStepsInTestRunsAlone()
    {
        var document = Documents.With("""{"fail":{"message":"no","@pin":{"edge":"success","data":{"id":7},"changes":{"$.id":7}},"success?":{"$.got":"{{= $input.id }}"}}}""");
        var (live, _) = await Documents.RunAsync(document);
        Assert.Equal(RunOutcome.Failed, live.Outcome);
        var (test, records) = await Documents.RunAsync(document, new RunOptions { UsesPins = true });
        Assert.Equal((7, 7), (test.State["id"].AsDouble, test.State["got"].AsDouble));
        Assert.Equal([true, false], records.Select(record => record.IsPinned));
    }

    [Fact]
    public async Task EdgesNestedAsDeeplyAsADocumentMayBeAreFollowed()
    {
        var steps = string.Concat(Enumerable.Repeat("""{"log":{"success?":""", 20)) + "\"empty\"" + string.Concat(Enumerable.Repeat("}}", 20));
        var (result, records) = await Documents.RunAsync(Documents.With(steps));
        Assert.Equal((RunOutcome.Completed, 21), (result.Outcome, records.Count));
    }

    private sealed class CancellingJournal(CancellationTokenSource source, int after) : IJournal
    {
        private int _count;

        public long Recorded => 0;

        public StepRecord? Find(StepKey key) => null;

        public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation)
        {
            if (++_count == after)
            {
                source.Cancel();
            }

            return ValueTask.CompletedTask;
        }

        public bool TakesAnswers => false;

        public OpenedStep? FindOpened(StepKey key) => null;

        public ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation) =>
            NoJournal.Instance.BeginWaitAsync(key, attempt, waiting, cancellation);
    }
}
