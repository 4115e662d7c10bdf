using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class ForEachNodeTests
{
    private const string Orders = """ "initialState":{"orders":[{"total":3},{"total":5},{"total":7}]},""";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WhatIsCollectedStandsInTheOrderOfTheItems(int concurrency)
    {
        var steps = """{"forEach":{"items":"$.orders","as":"order","concurrency":N,"collect":"$.double","each?":{"$.double":"$.order.total * 2"},"done?":{"log":{"message":"{{$.forEachResults}}"}}}}""";
        var (result, records) = await Documents.RunAsync(Documents.With(steps.Replace("N", $"{concurrency}"), Orders));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(Documents.Json("[6,10,14]"), result.State["forEachResults"]);
        Assert.Equal("[6,10,14]", result.State["lastLoggedMessage"].AsText);
        Assert.True(result.State["order"].IsMissing);
        Assert.Equal(records.Count, records.Select(record => record.Key).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, records.Count), records.Select(record => (int)record.Sequence));
    }

    [Fact]
    public async Task OneByOneTheStepsShareTheStateAndSeveralAtOnceTheyDoNot()
    {
        var steps = """{"$.sum":0},{"forEach":{"items":"$.orders","concurrency":N,"each?":{"$.sum":"$.sum + $.item.total"}}}""";
        var (shared, _) = await Documents.RunAsync(Documents.With(steps.Replace("N", "1"), Orders));
        var (apart, _) = await Documents.RunAsync(Documents.With(steps.Replace("N", "3"), Orders));
        Assert.Equal((15, 0), (shared.State["sum"].AsDouble, apart.State["sum"].AsDouble));
    }

    [Fact]
    public async Task WithoutStepsItMakesAListOfAList()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"forEach":{"items":[1,2,3],"collect":"$.item * $.itemIndex","resultKey":"products"}}"""));
        Assert.Equal(Documents.Json("[0,2,6]"), result.State["products"]);
    }

    [Fact]
    public async Task AnEmptyListIsDoneAtOnceAndALongOneIsNoEndlessLoop()
    {
        var (empty, records) = await Documents.RunAsync(Documents.With("""{"forEach":{"items":[],"collect":"$.item","each?":"fail","done?":{"$.done":true}}}"""));
        Assert.True(empty.State["done"].IsTrue);
        Assert.Equal(["done", "success"], records.Select(record => record.Edge));
        var (long_, _) = await Documents.RunAsync(Documents.With("""{"forEach":{"items":"{{= split($.text, ',') }}","done?":{"$.done":true}}}""", $"\"initialState\":{{\"text\":\"{new string(',', 3000)}\"}},"));
        Assert.True(long_.State["done"].IsTrue, $"{long_.Error}");
    }

    [Fact]
    public async Task TheListIsThatOfTheBeginningWhateverTheStepsDoToIt()
    {
        var (result, records) = await Documents.RunAsync(Documents.With("""{"forEach":{"items":"$.orders","each?":{"$.orders":[]}}}""", Orders));
        Assert.Equal(3, records.Count(record => record.Edge == "each"));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task AFailureInsideEndsTheWholeUnlessItNamesAnErrorEdge(int concurrency)
    {
        var steps = """{"forEach":{"items":[1,2,3],"concurrency":N,"each?":{"logic":{"operation":"equal","values":["$.item",2],"true?":{"fail":{"message":"No 2, please","code":"TWO"}}}}ERROR}},{"$.after":true}""".Replace("N", $"{concurrency}");
        var (failed, _) = await Documents.RunAsync(Documents.With(steps.Replace("ERROR", "")));
        Assert.Equal((RunOutcome.Failed, "TWO"), (failed.Outcome, failed.Error!.Code));
        var (caught, _) = await Documents.RunAsync(Documents.With(steps.Replace("ERROR", ""","error?":{"$.why":"{{= $input.code }}"}""")));
        Assert.Equal((RunOutcome.Completed, "TWO", true), (caught.Outcome, caught.State["why"].AsText, caught.State["after"].IsTrue));
    }

    [Fact]
    public async Task StopInsideABranchEndsTheWholeRun()
    {
        var (result, _) = await Documents.RunAsync(Documents.With("""{"forEach":{"items":[1,2],"concurrency":2,"each?":{"stop":{}}}},{"$.after":true}"""));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.True(result.State["after"].IsMissing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ARunThatIsTakenUpAgainRepeatsOnlyWhatHasNoRecord(int concurrency)
    {
        var document = Documents.With("""{"forEach":{"items":"$.orders","as":"order","concurrency":N,"collect":"$.double","each?":[{"$.double":"$.order.total * 2"},{"log":{"message":"{{$.double}}"}}]}},{"$.orders":[]}""".Replace("N", $"{concurrency}"), Orders);
        var (whole, records) = await Documents.RunAsync(document);
        for (var kept = 0; kept <= records.Count; kept++)
        {
            var journal = new Documents.ListJournal(records.Take(kept));
            var engine = new Workscript.Engine.WorkflowEngine();
            var resumed = await engine.RunAsync(engine.Read(document).Program!, new RunOptions { Journal = journal });
            Assert.Equal(Value.Of(whole.State), Value.Of(resumed.State));
            Assert.Equal(records.Skip(kept).Select(record => record.Key), journal.Records.Select(record => record.Key));
            Assert.Equal(records.Count, resumed.Steps);
        }
    }

    [Fact]
    public async Task WrittenAsALoopItHasNoMoreTurnsThanItemsAlsoWhenItIsTakenUpAgain()
    {
        var document = Documents.With("""{"forEach...":{"items":[1],"each?":"log","done?":"log"}},{"$.after":true}""");
        var (whole, records) = await Documents.RunAsync(document);
        var journal = new Documents.ListJournal(records);
        var engine = new Workscript.Engine.WorkflowEngine();
        var resumed = await engine.RunAsync(engine.Read(document).Program!, new RunOptions { Journal = journal });
        Assert.Empty(journal.Records);
        Assert.Equal((true, 5, 5), (resumed.State["after"].IsTrue, whole.Steps, resumed.Steps));
    }

    [Theory]
    [InlineData("""{"forEach":{}}""", "Missing required parameter: items")]
    [InlineData("""{"forEach":{"items":"x"}}""", "must be a list")]
    [InlineData("""{"forEach":{"items":[],"concurrency":0}}""", "from 1 to 100")]
    public async Task WithoutAListItTakesItsErrorEdge(string step, string message)
    {
        var (result, records) = await Documents.RunAsync(Documents.With(step));
        Assert.Equal((RunOutcome.Completed, 1), (result.Outcome, result.Warnings));
        Assert.Contains(message, records[0].Error!.Message);
    }
}
