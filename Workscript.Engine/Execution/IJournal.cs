using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// Where a run's records go, and where a resumed run finds those that it already has. Called by one run; of steps in several branches, several may
/// be under way at once.
/// </summary>
public interface IJournal
{
    /// <summary>How many records an earlier process left of the run: the next one has the place after them.</summary>
    long Recorded { get; }

    /// <summary>Whether somebody can answer a step that waits.</summary>
    bool TakesAnswers { get; }

    /// <summary>The record that an earlier process left of this step, if it did; the step then is not executed again.</summary>
    StepRecord? Find(StepKey key);

    /// <summary>What an earlier process left of a step that had begun and has no record; null when there is nothing.</summary>
    OpenedStep? FindOpened(StepKey key);

    /// <summary>Takes the record. It may still be on its way to the disk when this returns; it blocks only when too much is on its way.</summary>
    ValueTask AppendAsync(StepRecord record, CancellationToken cancellation);

    /// <summary>
    /// Returns when everything appended is on disk. Called before a step with an effect outside the run, which lasts until the step's record is
    /// appended. That it begins is on disk as well, where it is not <paramref name="mayRepeat"/>.
    /// </summary>
    ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation);

    /// <summary>Notes on disk that the step waits, where the journal has a disk.</summary>
    ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation);

    /// <summary>
    /// Now and then offers the state after a record outside of all branches, to be kept so that nobody need fold it from the first. Nothing depends
    /// on it: a journal may let it pass. False asks to be offered the next one instead.
    /// </summary>
    bool Offer(long sequence, State state) => true;
}

/// <summary>A step that had begun when its process ended.</summary>
/// <param name="Attempt">Which try of the step it was.</param>
/// <param name="At">When it had begun.</param>
/// <param name="Wait">What it waited for; null when it was cut off in the middle of its effect.</param>
public sealed record OpenedStep(int Attempt, DateTime At, Wait? Wait);

/// <summary>What a step waits for: a time, an answer, or whichever comes first.</summary>
/// <param name="Until">When it is over by itself; null for never.</param>
/// <param name="Edge">The edge that the step then takes; null when it is to be tried again.</param>
/// <param name="Data">The data handed over along it.</param>
/// <param name="Answer">Comes when somebody answers. Null where the wait is noted nowhere, and the run so must not be left.</param>
public sealed record Wait(DateTimeOffset? Until, string? Edge, Value Data, Task<WaitAnswer>? Answer)
{
    internal WaitAnswer Timely => new(Edge, Data);
}

/// <summary>How a wait ended: the edge to take, or null when the step is to be tried again.</summary>
public sealed record WaitAnswer(string? Edge, Value Data);

/// <summary>A journal that forgets: for runs of which only the result counts.</summary>
public sealed class NoJournal : IJournal
{
    public static NoJournal Instance { get; } = new();

    public long Recorded => 0;

    public bool TakesAnswers => false;

    public StepRecord? Find(StepKey key) => null;

    public OpenedStep? FindOpened(StepKey key) => null;

    public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation) =>
        new(new Wait(waiting.Until, waiting.Edge, waiting.Data, null));
}
