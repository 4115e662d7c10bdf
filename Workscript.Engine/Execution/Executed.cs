using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>What one execution of a step depends on, beside the state.</summary>
/// <param name="Given">The data that the step before handed over.</param>
/// <param name="Pass">How often its loop has run its steps before.</param>
/// <param name="Previous">What it handed over on the pass before.</param>
/// <param name="Iteration">What a <c>forEach</c> works through.</param>
internal readonly record struct StepInput(Value Given, int Pass = 0, Value Previous = default, Iteration? Iteration = null);

/// <summary>What executing a step came to, before it is recorded.</summary>
internal sealed record Executed(
    Outcome Outcome, IReadOnlyList<StateChange> Changes, IReadOnlyList<LogLine> Logs, int Attempt, TimeSpan Started, bool Thrown = false);
