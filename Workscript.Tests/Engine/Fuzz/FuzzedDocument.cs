using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>What holds for every document, whatever is in it.</summary>
internal static class FuzzedDocument
{
    private static readonly RunLimits Limits = new() { Steps = 500, MostSteps = 1_000, LoopPasses = 50, MostLoopPasses = 100, StateBytes = 8 * 1024 * 1024 };

    public static async Task TryAsync(FuzzCase one)
    {
        var watch = new WatchedNodes();
        var engine = new WorkflowEngine(watch.Catalog, new FuzzHost(one.Chance, one.World));
        var reading = engine.Read(one.Input);
        Assert.All(reading.Diagnostics, AssertPlaced);
        if (reading.Program is not { } program)
        {
            Assert.False(reading.IsValid);
            return;
        }

        var journal = new Documents.ListJournal();
        var result = await engine.RunAsync(program, new RunOptions { Journal = journal, Limits = Limits });
        Assert.True(watch.Thrown is null, $"A node threw {watch.Thrown}");
        Assert.True(result.Outcome == RunOutcome.Failed == result.Error is { Code.Length: > 0 }, $"The run {result.Outcome}: {result.Error}");
        AssertKept(result.State);
        Assert.All(journal.Records, AssertKept);
        await AssertResumesAsync(engine, program, journal.Records, result);
    }

    private static void AssertPlaced(Diagnostic finding) =>
        Assert.True(finding is { Message.Length: > 0, Code.Length: > 0, Line: > 0, Column: > 0 }, $"{finding} has no place");

    private static void AssertKept(StepRecord record)
    {
        AssertKept(record.Output);
        Assert.All(record.Changes, change => AssertKept(change.Value));
        Assert.All(record.Logs, line => AssertKept(line.Message));
    }

    /// <summary>What is written as JSON can be read back and is the same.</summary>
    private static void AssertKept(Value value)
    {
        if (!value.IsMissing)
        {
            Assert.Equal(value, Json.Read(Json.Write(value)));
        }
    }

    /// <summary>A run whose records are all there comes to the same end, and executes nothing.</summary>
    private static async Task AssertResumesAsync(WorkflowEngine engine, Workscript.Engine.Definitions.Program program, List<StepRecord> records, RunResult first)
    {
        var journal = new Documents.ListJournal(records);
        var second = await engine.RunAsync(program, new RunOptions { Journal = journal, Limits = Limits });
        Assert.Empty(journal.Records);
        Assert.Equal((first.Outcome, first.Error), (second.Outcome, second.Error));
        Assert.Equal<Value>(first.State, second.State);
    }
}
