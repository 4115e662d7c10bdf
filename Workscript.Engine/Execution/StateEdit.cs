namespace Workscript.Engine.Execution;

/// <summary>
/// What somebody changed in the state of a run before it was tried again: applied before the first step that has no record up to
/// <paramref name="After"/>, of the branch that is named, or outside of all.
/// </summary>
public sealed record StateEdit(long After, string? Branch, IReadOnlyList<StateChange> Changes);
