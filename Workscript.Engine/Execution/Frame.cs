using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>A row of steps that is being run, and the step on whose edge it hangs.</summary>
internal struct Frame
{
    public Step[] Steps;

    /// <summary>The place of the step whose turn it is.</summary>
    public int Next;

    /// <summary>The data for that step.</summary>
    public Value Given;

    /// <summary>The step on whose edge these hang; null for those of the document's list and of a branch.</summary>
    public Turn? Owner;
}

/// <summary>One turn of a step: an execution of it with all that this depends on.</summary>
internal sealed class Turn(Step step, Value given)
{
    public Step Step { get; } = step;

    public Value Given { get; } = given;

    /// <summary>How often a loop has run its steps before, from 0.</summary>
    public int Pass { get; set; }

    /// <summary>What it handed over before its steps ran.</summary>
    public Value Output { get; set; }

    /// <summary>The data for the step after it.</summary>
    public Value HandedOn { get; set; }

    /// <summary>Whether it has another turn when its steps are done.</summary>
    public bool Repeats { get; set; }

    /// <summary>What a <c>forEach</c> works through.</summary>
    public Iteration? Iteration { get; set; }
}
