using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// A run of another workflow as a step wants it. <paramref name="Key"/> identifies the wish within the run <paramref name="ParentId"/>; a
/// <paramref name="Patience"/> of nothing does not wait for the run's end.
/// </summary>
public sealed record ChildRunCall(string WorkflowId, ValueMap State, TimeSpan Patience, string ParentId, string Key);

/// <summary>A run as it stands. The state is there when it is over, and the outcome.</summary>
public sealed record ChildRun(string Id, string Status, RunOutcome? Outcome, ValueMap? State, RunError? Error);
