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
    public sealed record Failed(string Message, string? Code, ValueMap? Details) : Outcome
    {
        private const int LongestMessage = 8_000;

        /// <summary>What is wrong; where it quotes a whole document, cut.</summary>
        public string Message { get; } = Message.Length <= LongestMessage ? Message : Message[..LongestMessage] + "...";
    }

    /// <summary>
    /// The run pauses until the time is there, and the node then takes the edge; until somebody answers, who says which edge; or until the first of both.
    /// A node that waits must not have changed anything.
    /// </summary>
    /// <param name="Kind">What it waits for.</param>
    /// <param name="Until">Null for as long as it takes.</param>
    /// <param name="Edge">Null when the step is to be tried again.</param>
    /// <param name="Data">What is handed over along the edge.</param>
    public sealed record Waiting(WaitKind Kind, DateTimeOffset? Until, string? Edge, Value Data) : Outcome
    {
        /// <summary>What is asked of whoever may answer, for a person to read.</summary>
        public ValueMap? Question { get; init; }
    }

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

/// <summary>What a step waits for.</summary>
public enum WaitKind
{
    Time,

    /// <summary>To be tried again.</summary>
    Retry,

    /// <summary>A person's decision.</summary>
    Approval,

    /// <summary>A request from outside.</summary>
    Callback,
}
