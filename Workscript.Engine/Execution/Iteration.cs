using Workscript.Engine.Definitions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>What one execution of a <c>forEach</c> works through, looked up when it begins: later changes of the list are none of its business.</summary>
internal sealed class Iteration
{
    public required Step Step { get; init; }

    public required ValueList Items { get; init; }

    /// <summary>Where each item goes in the state.</summary>
    public required StatePath ItemPath { get; init; }

    /// <summary>Where the item's place goes, from 0.</summary>
    public required StatePath IndexPath { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>What is kept of each item when its steps are done; null for nothing.</summary>
    public required Expression? Collect { get; init; }

    /// <summary>Where what was collected goes, in the order of the items; null for nowhere.</summary>
    public required StatePath? ResultsPath { get; init; }

    /// <summary>What was collected so far. Items that are worked on at once fill it in their own order.</summary>
    public Value[] Results { get; private set; } = [];

    public int Count { get; private set; }

    public void Add(Value collected)
    {
        if (Collect is null)
        {
            return;
        }

        if (Count == Results.Length)
        {
            var results = Results;
            Array.Resize(ref results, Math.Max(4, Count * 2));
            Results = results;
        }

        Results[Count++] = collected;
    }

    public ValueList Collected() => Collect is null ? ValueList.Empty : ValueList.Of(Results[..Count]);

    /// <summary>The whole of what was collected by items that were worked on at once.</summary>
    public void Take(Value[] results) => (Results, Count) = (results, results.Length);
}
