using System.Globalization;
using Workscript.Engine.Execution;

namespace Workscript.Web.Features.Runs;

/// <summary>How somebody wants a run to be tried again. The edits are of its input when it begins from the start, else of the state at that point.</summary>
public sealed record RetryWish(RetryFrom From, bool UsesCurrent = false)
{
    public IReadOnlyList<StateChange> Edits { get; init; } = [];
}

/// <summary>Where a run is taken up again: at a step, by its sequence number, or at a point that the run itself tells.</summary>
public readonly record struct RetryFrom(RetryPoint Point, long Sequence = 0)
{
    /// <summary>Reads a number, <c>start</c> or <c>failed</c>; nothing is the usual point. Null for anything else.</summary>
    public static RetryFrom? Parse(string? text) => text switch
    {
        null or "" => new(RetryPoint.Usual),
        "start" => new(RetryPoint.Start),
        "failed" => new(RetryPoint.Failed),
        _ => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > 0 ? new(RetryPoint.Step, sequence) : null,
    };
}

public enum RetryPoint
{
    /// <summary>Where it failed, if it did, else the start.</summary>
    Usual,

    Start,

    /// <summary>The step at which it failed, or where it was stopped between steps.</summary>
    Failed,

    Step,
}

/// <summary>What another try of a run would take over, and where it would go on.</summary>
/// <param name="Kept">The records that are not executed again.</param>
/// <param name="Branch">The branch in which it goes on; null outside of all.</param>
/// <param name="Step">The step with which it goes on, as it is written; null when nobody knows yet.</param>
public sealed record RetryPlan(long Kept, long Last, string? Branch = null, string? Step = null)
{
    public static RetryPlan FromStart(long last) => new(0, last);
}

/// <summary>What wanting another try came to.</summary>
public abstract record Retry
{
    private Retry()
    {
    }

    public sealed record Started(Data.Run Run) : Retry;

    public sealed record NotFound : Retry;

    /// <summary>The run is not such that it can be tried again so, as it says in full sentences.</summary>
    public sealed record Refused(string Reason) : Retry;

    /// <summary>What was asked for does not fit the run, or the workflow.</summary>
    public sealed record Unfit(string Reason) : Retry;
}
