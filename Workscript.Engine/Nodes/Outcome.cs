using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>What executing a node came to: it goes along an edge, fails, waits, or ends the run. There is no other.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The node takes an edge and hands data over along it.</summary>
    public sealed record Taken(string Edge, Value Data) : Outcome
    {
        /// <summary>What another try may change, where the step has <c>@retry</c>; null when the edge is final.</summary>
        public RetryHint? Retry { get; init; }
    }

    /// <summary>The node could not do its work: it takes its <c>error</c> edge with <c>{ error, code, ... }</c>.</summary>
    public sealed record Failed(string Message, string? Code, ValueMap? Details) : Outcome;

    /// <summary>The run pauses until the time is there, then the node takes the edge.</summary>
    public sealed record Waiting(DateTimeOffset Until, string Edge, Value Data) : Outcome;

    /// <summary>The run ends here: completed when there is no error, else failed with it.</summary>
    public sealed record Ended(string? ErrorMessage, string ErrorCode) : Outcome;

    public static Outcome Take(string edge, Value data = default) => new Taken(edge, data);

    public static Outcome Fail(string message, string? code = null) => new Failed(message, code, null);

    public static Outcome Fail(string message, string? code, ValueMap details) => new Failed(message, code, details);
}

/// <summary>
/// Why an edge may come out otherwise on another try. <paramref name="Code"/> is what <c>on</c> of <c>@retry</c> can name; a step that names none is
/// tried again when the cause <paramref name="IsTransient"/>. <paramref name="After"/> is the shortest pause that was asked for.
/// </summary>
public sealed record RetryHint(string Code, bool IsTransient, TimeSpan After = default);
