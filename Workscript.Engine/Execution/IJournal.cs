namespace Workscript.Engine.Execution;

/// <summary>
/// Where a run's records go, and where a resumed run finds those that it already has. Called by one run, one call at a time.
/// </summary>
public interface IJournal
{
    /// <summary>The record that an earlier process left of this step, if it did; the step then is not executed again.</summary>
    StepRecord? Find(StepKey key);

    /// <summary>Takes the record. It may still be on its way to the disk when this returns; it blocks only when too much is on its way.</summary>
    ValueTask AppendAsync(StepRecord record, CancellationToken cancellation);

    /// <summary>Returns when everything appended is on disk. Called before a step with an effect outside the run.</summary>
    ValueTask FlushAsync(CancellationToken cancellation);
}

/// <summary>A journal that forgets: for runs of which only the result counts.</summary>
public sealed class NoJournal : IJournal
{
    public static NoJournal Instance { get; } = new();

    public StepRecord? Find(StepKey key) => null;

    public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
}
