namespace Workscript.Engine.Nodes;

/// <summary>
/// What the runs of a workflow remember of the items that they have seen: the hashes of their identities, in the order in which they were seen,
/// in a history for each scope (a step, or the whole workflow).
/// </summary>
public abstract class SeenItems
{
    /// <summary>
    /// Says for each of the hashes, which differ, whether it is new, and remembers those that are; beyond <paramref name="historySize"/> the oldest
    /// are forgotten. A hash is also new when <paramref name="execution"/> is the one that brought it: a step that was cut off is executed again,
    /// and must get the same answer.
    /// </summary>
    public abstract Task<IReadOnlyList<bool>> AddAsync(SeenScope scope, IReadOnlyList<string> hashes, int historySize, string execution, CancellationToken cancellation);

    /// <summary>Forgets the history of the scope, once for the step that asks for it.</summary>
    public abstract Task ClearAsync(SeenScope scope, StepOfRun by, CancellationToken cancellation);
}

/// <summary>Whose history it is. <paramref name="Step"/> is the step's <c>@name</c> or place, or empty for the history of the whole workflow.</summary>
public readonly record struct SeenScope(string WorkflowId, string Step);
