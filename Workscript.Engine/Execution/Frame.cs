using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>A row of steps that is being run, and what follows when it is done.</summary>
internal struct Frame
{
    public Step[] Steps;

    /// <summary>The place of the step whose turn it is.</summary>
    public int Next;

    /// <summary>The data for that step.</summary>
    public Value Given;

    /// <summary>The step on whose edge these hang, where it has another turn when they are done.</summary>
    public Turn? Repeated;
}

/// <summary>What a loop remembers from one pass to the next.</summary>
internal sealed class Turn(Step step, Value given)
{
    public Step Step { get; } = step;

    public Value Given { get; } = given;

    /// <summary>How often it has run its steps before, from 0.</summary>
    public int Pass { get; set; }

    /// <summary>What it handed over before its steps ran.</summary>
    public Value Output { get; set; }

    /// <summary>What a <c>forEach</c> works through.</summary>
    public Iteration? Iteration { get; set; }
}
