using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>What one run is given beside its program.</summary>
public sealed record RunOptions
{
    /// <summary>Identifies the run in <c>$run.id</c> and the log.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Laid over the document's <c>initialState</c>, member by member.</summary>
    public ValueMap State { get; init; } = ValueMap.Empty;

    /// <summary>What started the run: <c>$trigger</c>.</summary>
    public Value Trigger { get; init; } = Value.Null;

    /// <summary>What was changed in the state between records that the journal has, in their order.</summary>
    public IReadOnlyList<StateEdit> Edits { get; init; } = [];

    public IJournal Journal { get; init; } = NoJournal.Instance;

    public RunLimits Limits { get; init; } = new();

    /// <summary>Whether steps with <c>@pin</c> leave what it says in place of being executed: a test run.</summary>
    public bool UsesPins { get; init; }

    /// <summary>Which try of the whole run this is, from 1: <c>$run.attempt</c>.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>The server's caps. A document's <c>settings</c> may ask for other values up to these.</summary>
public sealed record RunLimits
{
    /// <summary>Steps that a run may execute before it fails with <c>STEP_LIMIT</c>, when its document says nothing.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>Passes of one loop before the run fails with <c>LOOP_LIMIT</c>, when its document says nothing.</summary>
    public int LoopPasses { get; init; } = 1_000;

    /// <summary>Time that a run may work before it fails with <c>TIMEOUT</c>, when its document says nothing.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    public int MostSteps { get; init; } = 10_000_000;

    public int MostLoopPasses { get; init; } = 10_000_000;

    public TimeSpan LongestTimeout { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Approximate bytes that all values written by a run may add up to before it fails with <c>STATE_LIMIT</c>.</summary>
    public long StateBytes { get; init; } = 256L * 1024 * 1024;
}
