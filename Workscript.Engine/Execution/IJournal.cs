namespace Workscript.Engine.Execution;

/// <summary>
/// Where a run's records go, and where a resumed run finds those that it already has. Called by one run, one call at a time.
/// </summary>
public interface IJournal
{
    /// <summary>How many records an earlier process left of the run: the next one has the place after them.</summary>
    long Recorded { get; }

    /// <summary>The record that an earlier process left of this step, if it did; the step then is not executed again.</summary>
    StepRecord? Find(StepKey key);

    /// <summary>Takes the record. It may still be on its way to the disk when this returns; it blocks only when too much is on its way.</summary>
    ValueTask AppendAsync(StepRecord record, CancellationToken cancellation);

    /// <summary>
    /// Returns when everything appended is on disk. Called before a step with an effect outside the run, which lasts until the step's record is
    /// appended. Of steps in several branches, several may begin at once.
    /// </summary>
    ValueTask BeginEffectAsync(StepKey key, CancellationToken cancellation);

    /// <summary>
    /// Now and then offers the state after a record outside of all branches, to be kept so that nobody need fold it from the first. Nothing depends
    /// on it: a journal may let it pass. False asks to be offered the next one instead.
    /// </summary>
    bool Offer(long sequence, State state) => true;
}

/// <summary>A journal that forgets: for runs of which only the result counts.</summary>
public sealed class NoJournal : IJournal
{
    public static NoJournal Instance { get; } = new();

    public long Recorded => 0;

    public StepRecord? Find(StepKey key) => null;

    public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask BeginEffectAsync(StepKey key, CancellationToken cancellation) => ValueTask.CompletedTask;
}
