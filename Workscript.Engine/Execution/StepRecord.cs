using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// Which execution of which step: the step's JSON pointer in the document, and how often it had run before in this run. Of steps that run in
/// several branches at once, <paramref name="Branch"/> says in which: the key of the step that made the branches, and the branch's name or
/// number in brackets. Occurrences count within a branch.
/// </summary>
public readonly record struct StepKey(string Path, int Occurrence, string? Branch = null)
{
    public override string ToString() => $"{Branch}{Path}#{Occurrence}";
}

/// <summary>A step of a document: its JSON pointer, itself as it is written, and its node.</summary>
public sealed record StepPlace(string Path, string Step, string NodeId);

/// <summary>A change of the state: the member at <paramref name="Path"/> set, or removed when the value is missing.</summary>
public readonly record struct StateChange(StatePath Path, Value Value);

/// <summary>What a step left behind. The list of them is the run: folding their changes gives its state after any step.</summary>
public sealed class StepRecord
{
    /// <summary>Stands for the edge in the record of a step that ended the run. No edge of a document can have this name.</summary>
    public const string EndEdge = "(end)";

    /// <summary>The place of this record in its run, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Which step of the document. All records of a step share it.</summary>
    public required StepPlace Place { get; init; }

    /// <summary>How often the step had run before; see <see cref="StepKey"/>.</summary>
    public required int Occurrence { get; init; }

    /// <summary>The branch in which it ran; see <see cref="StepKey"/>.</summary>
    public string? Branch { get; init; }

    public StepKey Key => new(Place.Path, Occurrence, Branch);

    /// <summary>The step as it is written: <c>math</c>, <c>range...</c>, <c>$.total</c>.</summary>
    public string Step => Place.Step;

    public string NodeId => Place.NodeId;

    /// <summary>The edge taken; <c>error</c> also for a step that threw.</summary>
    public required string Edge { get; init; }

    /// <summary>The data handed over along the edge.</summary>
    public required Value Output { get; init; }

    public required IReadOnlyList<StateChange> Changes { get; init; }

    /// <summary>Why the step took its error edge, or threw.</summary>
    public StepError? Error { get; init; }

    public IReadOnlyList<LogLine> Logs { get; init; } = [];

    /// <summary>From 1; more when the step was retried.</summary>
    public int Attempt { get; init; } = 1;

    public required DateTime StartedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Whether the step names no route for the error edge that it took, so that the run went on regardless.</summary>
    public bool IsUnhandledError { get; init; }

    /// <summary>Whether the step was not executed, but left what its <c>@pin</c> says.</summary>
    public bool IsPinned { get; init; }

    /// <summary>How the step ended the run, if it did.</summary>
    internal Outcome.Ended? End => Edge == EndEdge ? new(Error?.Message, Error?.Code ?? RunErrorCodes.Stopped) : null;
}

/// <summary>A step's failure. A step that threw, rather than took its error edge, ends the run unless an <c>error?</c> edge is named.</summary>
public sealed record StepError(string? Code, string Message, bool Thrown);
