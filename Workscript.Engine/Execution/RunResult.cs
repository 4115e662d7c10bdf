using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

public enum RunOutcome
{
    Completed,
    Failed,
    Cancelled,

    /// <summary>It is not over: its journal has what it waits for, and it goes on from there when it is run again.</summary>
    Waiting,
}

/// <summary>How a run ended. <see cref="State"/> is the state at that moment, also of a run that failed.</summary>
public sealed record RunResult(RunOutcome Outcome, ValueMap State, RunError? Error, long Steps, TimeSpan Duration, int Warnings);

/// <summary>Why a run failed: a code, a sentence, and the step (its JSON pointer and its node) where it happened, if it was in one.</summary>
public sealed record RunError(string Code, string Message, string? Path, string? Node);

/// <summary>The codes of <see cref="RunError"/> that the engine itself gives; a node may give others.</summary>
public static class RunErrorCodes
{
    public const string NodeFailed = "NODE_FAILED";
    public const string ExpressionError = "EXPRESSION_ERROR";
    public const string InvalidInput = "INVALID_INPUT";
    public const string Timeout = "TIMEOUT";
    public const string Cancelled = "CANCELLED";
    public const string LoopLimit = "LOOP_LIMIT";
    public const string StepLimit = "STEP_LIMIT";
    public const string StateLimit = "STATE_LIMIT";
    public const string Stopped = "STOPPED";
    public const string Interrupted = "INTERRUPTED";
}
