using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine;

/// <summary>What grows, grows with the work and not with its square. Measured in memory, which is the same on every machine.</summary>
public sealed class ScaleTests
{
    private const string Counting = """{"id":"count","name":"Count","version":"1.0.0","settings":{"maxSteps":1000000,"maxLoops":1000000},"workflow":[{"range...":{"stop":COUNT,"current_step?":{"$.last":"$.rangeValue"}}}]}""";

    [Fact]
    public async Task AHundredTimesTheStepsCostAHundredTimesAsMuch()
    {
        var (few, _) = await CostAsync(Counting.Replace("COUNT", "500"));
        var (many, steps) = await CostAsync(Counting.Replace("COUNT", "50000"));
        Assert.Equal(100_001, steps);
        Assert.True(many <= 110 * few, $"{many / (double)few:0.0} times the memory");
    }

    [Fact]
    public async Task ASimpleStepAllocatesLessThanHalfAKilobyteWithItsRecord()
    {
        var sums = string.Join(',', Enumerable.Range(0, 1_000).Select(_ => """{"math":{"operation":"add","values":["$.mathResult",1]}}"""));
        var (bytes, steps) = await CostAsync($$"""{"id":"sums","name":"Sums","version":"1.0.0","initialState":{"mathResult":0},"workflow":[{{sums}}]}""");
        Assert.True(bytes / steps < 500, $"{bytes / steps} bytes");
    }

    [Fact]
    public async Task AStepDoesNotPayForStateThatItDoesNotTouch()
    {
        var small = Value.Of(new string('x', 1_000));
        var large = ValueList.Of(Enumerable.Range(0, 10_000).Select(i => Value.Of(new string('x', 1_000))).ToArray());
        var document = Documents.With(string.Join(',', Enumerable.Repeat("""{"math":{"operation":"add","values":[1,2]}}""", 500)));
        var (withSmall, _) = await CostAsync(document, ValueMap.Of("held", small));
        var (withLarge, _) = await CostAsync(document, ValueMap.Of("held", large));
        Assert.True(withLarge < withSmall * 1.1, $"{withLarge} bytes beside {withSmall}");
    }

    [Fact]
    public async Task AMillionItemsAreFilteredSortedAndSummedUp()
    {
        string[] names = ["group", "amount"];
        var items = Enumerable.Range(0, 1_000_000).Select(i => Value.Of(ValueMap.Of(names, $"g{i % 10}", i * 7919L % 1_000_003))).ToArray();
        var document = Documents.With("""
            {"filter":{"items":"$.rows","conditions":[{"field":"amount","dataType":"number","operation":"gte","value":500000}]}},
            {"sort":{"type":"simple","fieldsToSortBy":[{"fieldName":"amount","order":"descending"}]}},
            {"summarize":{"fieldsToSplitBy":["group"],"fieldsToSummarize":[{"fieldToAggregate":"amount","aggregation":"count","outputFieldName":"n"}]}}
            """);
        var (result, _) = await Documents.RunAsync(document, new RunOptions { State = ValueMap.Of("rows", ValueList.Of(items)) });
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(items.Count(item => item["amount"].AsDouble >= 500_000), result.State["summarizeResult"].AsList!.Sum(row => row["n"].AsDouble));
    }

    /// <summary>Bytes that one run allocates, once all that is made only once is made; and its steps.</summary>
    private static async Task<(long Bytes, long Steps)> CostAsync(string document, ValueMap? state = null)
    {
        var engine = new WorkflowEngine();
        var program = engine.Read(document).Program!;
        var journal = new CountingJournal();
        var options = new RunOptions { State = state ?? ValueMap.Empty, Journal = journal };
        await engine.RunAsync(program, options);
        journal.Bytes = 0;
        var result = await engine.RunAsync(program, options);
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return (journal.Bytes, result.Steps);
    }

    /// <summary>Adds up what is allocated between records, thread by thread: other tests allocate at the same time.</summary>
    private sealed class CountingJournal : IJournal
    {
        private int _thread;
        private long _last;

        public long Bytes { get; set; }

        public long Recorded => 0;

        public StepRecord? Find(StepKey key) => null;

        public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (_thread == Environment.CurrentManagedThreadId && record.Sequence > 1)
            {
                Bytes += now - _last;
            }

            (_thread, _last) = (Environment.CurrentManagedThreadId, now);
            return ValueTask.CompletedTask;
        }

        public bool TakesAnswers => false;

        public OpenedStep? FindOpened(StepKey key) => null;

        public ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation) =>
            NoJournal.Instance.BeginWaitAsync(key, attempt, waiting, cancellation);
    }
}
