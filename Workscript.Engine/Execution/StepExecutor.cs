using Workscript.Engine.Definitions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>Executes single steps: resolves the config, calls the node, retries it where the step says so, and makes the record.</summary>
internal sealed class StepExecutor
{
    public const string ErrorEdge = "error";

    // A timer holds no more than 49 days; a longer wait is made of several.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly RunSession _session;
    private readonly RunClock _clock;
    private readonly Scope _scope;

    // Quick steps follow each other, so that one context serves them all.
    private readonly NodeContext _quick;
    private StepKey _key;

    public StepExecutor(RunSession session, State state, RunClock clock)
    {
        _session = session;
        _clock = clock;
        _scope = new Scope(state)
        {
            Trigger = session.Options.Trigger,
            Variables = session.Host.Variables,
            Run = DescribeRun,
            Time = session.Host.Time,
            NextRandom = session.Host.NextRandom,
        };
        _quick = new NodeContext(_scope, session.Host);
    }

    /// <summary>The record of a step that <see cref="Step.IsImmediate"/>.</summary>
    public StepRecord ExecuteImmediately(Step step, StepKey key, in StepInput input)
    {
        var started = _clock.Last;
        try
        {
            Prepare(_quick, step, key, input, 1);
            return Record(step, key, ((PureNode)step.Node).Execute(_quick), _quick.Changes, _quick.Logs, 1, started, thrown: false);
        }
        catch (Exception e) when (IsOfStep(e))
        {
            return Record(step, key, Thrown(e), [], [], 1, started, thrown: true);
        }
    }

    /// <summary>What the step came to; null when the run was cancelled or its time was over before the step was done.</summary>
    public async ValueTask<Executed?> ExecuteAsync(Step step, StepKey key, StepInput input)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = _clock.Tick();
            var context = new NodeContext(_scope, _session.Host);
            var (outcome, thrown) = await AttemptAsync(step, key, input, context, attempt);
            if (outcome is null || _clock.Cancellation.IsCancellationRequested)
            {
                return null;
            }

            if (step.Options.Retry?.PauseAfter(outcome, attempt, _session.Host.NextRandom) is { } pause)
            {
                if (!await TryWaitAsync(pause))
                {
                    return null;
                }

                continue;
            }

            if (outcome is Outcome.Waiting waiting && !await TryWaitAsync(waiting.Until - _session.Host.Time.GetUtcNow()))
            {
                return null;
            }

            return thrown ? new(outcome, [], [], attempt, started, true) : new(outcome, context.Changes, context.Logs, attempt, started, false);
        }
    }

    public StepRecord Record(Step step, StepKey key, Executed done) =>
        Record(step, key, done.Outcome, done.Changes, done.Logs, done.Attempt, done.Started, done.Thrown);

    /// <summary>The record of a step that failed outside of its node.</summary>
    public StepRecord Failed(Step step, StepKey key, Outcome.Failed failure) => Record(step, key, failure, [], [], 1, _clock.Last, thrown: false);

    /// <summary>The record of a step that stands for itself in a test run.</summary>
    public StepRecord Pinned(Step step, StepKey key, StepPin pin) => Record(step, key, Outcome.Take(pin.Edge, pin.Data), pin.Changes, [], 1, _clock.Last, thrown: false, isPinned: true);

    /// <summary>Looks up what a forEach works through; null, with the reason, when it cannot.</summary>
    public Iteration? BeginIteration(Step step, Value given, out Outcome.Failed? failure)
    {
        try
        {
            Prepare(_quick, step, _key, new(given), 1);
            return ForEachNode.Begin(_quick, step, out failure);
        }
        catch (Exception e) when (IsOfStep(e))
        {
            failure = Thrown(e);
            return null;
        }
    }

    /// <summary>What an iteration keeps of the item whose steps are done.</summary>
    public Value Collect(Iteration iteration, out StepError? error)
    {
        error = null;
        try
        {
            var collected = _scope.Evaluate(iteration.Collect!);
            return collected.IsMissing ? Value.Null : collected;
        }
        catch (Exception e) when (IsOfStep(e))
        {
            error = new(CodeOf(e), $"collect: {e.Message}", false);
            return Value.Null;
        }
    }

    private async ValueTask<(Outcome? Outcome, bool Thrown)> AttemptAsync(Step step, StepKey key, StepInput input, NodeContext context, int attempt)
    {
        CancellationTokenSource? timeout = null;
        try
        {
            Prepare(context, step, key, input, attempt);
            var cancellation = step.Node is PureNode ? _clock.Cancellation : _clock.Deadline();
            if (step.Options.Timeout is { } limit && step.Node is not PureNode)
            {
                timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                timeout.CancelAfter(limit);
                cancellation = timeout.Token;
            }

            return (await step.Node.ExecuteAsync(context, cancellation), false);
        }
        catch (OperationCanceledException) when (_clock.Cancellation.IsCancellationRequested || IsOver())
        {
            return (null, false);
        }
        catch (OperationCanceledException) when (timeout is { IsCancellationRequested: true })
        {
            return (TimedOut(step), false);
        }
        catch (Exception e) when (IsOfStep(e))
        {
            return (Thrown(e), true);
        }
        finally
        {
            timeout?.Dispose();
        }
    }

    public static Outcome.Failed TimedOut(Step step) =>
        new($"The step took longer than its @timeout of {step.Options.Timeout}", RunErrorCodes.Timeout, null);

    private void Prepare(NodeContext context, Step step, StepKey key, in StepInput input, int attempt)
    {
        _key = key;
        _scope.Input = input.Given;
        context.Begin(step, input, attempt);
    }

    private bool IsOver()
    {
        _clock.Tick();
        return _clock.IsOver;
    }

    private async ValueTask<bool> TryWaitAsync(TimeSpan delay)
    {
        try
        {
            for (var left = delay; left > TimeSpan.Zero; left -= LongestTimer)
            {
                await _clock.WaitAsync(left < LongestTimer ? left : LongestTimer);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private StepRecord Record(
        Step step, StepKey key, Outcome outcome, IReadOnlyList<StateChange> changes, IReadOnlyList<LogLine> logs, int attempt, TimeSpan started, bool thrown, bool isPinned = false)
    {
        (string Edge, Value Output, StepError? Error) left = outcome switch
        {
            Outcome.Taken taken => (taken.Edge, taken.Data, null),
            Outcome.Waiting waiting => (waiting.Edge, waiting.Data, null),
            Outcome.Ended ended => (StepRecord.EndEdge, Value.Missing, ended.ErrorMessage is null ? null : new StepError(ended.ErrorCode, ended.ErrorMessage, false)),
            Outcome.Failed failed => (ErrorEdge, ErrorData(step, failed), new StepError(failed.Code, failed.Message, thrown)),
            _ => throw new InvalidOperationException($"There is no outcome {outcome.GetType().Name}"),
        };
        var record = new StepRecord
        {
            Sequence = ++_session.LastSequence,
            Place = step.Place,
            Occurrence = key.Occurrence,
            Branch = key.Branch,
            Edge = left.Edge,
            Output = left.Output,
            Changes = changes,
            Logs = logs,
            Error = left.Error,
            Attempt = attempt,
            StartedAt = _clock.At(started),
            Duration = _clock.Tick() - started,
            IsUnhandledError = left.Error is not null && step.FindRoute(ErrorEdge) is null,
            IsPinned = isPinned,
        };
        foreach (var line in logs as LogLine[] ?? [.. logs])
        {
            _session.Host.Log(_session.Options.RunId, line);
        }

        return record;
    }

    private static ValueMap ErrorData(Step step, Outcome.Failed failed)
    {
        var data = new ValueMap.Builder().Set("error", failed.Message);
        if (failed.Code is not null)
        {
            data.Set("code", failed.Code);
        }

        data.Set("nodeId", step.Info.Id);
        foreach (var (name, value) in failed.Details ?? ValueMap.Empty)
        {
            data.Set(name, value);
        }

        return data.Build();
    }

    // What a node throws becomes its error edge; nothing that it changed takes hold. Only a process without memory has a graver problem.
    private static bool IsOfStep(Exception e) => e is not OutOfMemoryException;

    private static Outcome.Failed Thrown(Exception e) => new(e.Message, CodeOf(e), null);

    private static string CodeOf(Exception e) => e switch
    {
        NodeException node => node.Code,
        ExpressionException => RunErrorCodes.ExpressionError,
        ValueLimitException => RunErrorCodes.StateLimit,
        _ => RunErrorCodes.NodeFailed,
    };

    private Value DescribeRun() => new ValueMap.Builder()
        .Set("id", _session.Options.RunId)
        .Set("workflowId", _session.Program.Definition.Id)
        .Set("attempt", _session.Options.Attempt)
        .Set("stepKey", _key.ToString())
        .Set("startedAt", DateText.Of(_clock.At(TimeSpan.Zero)))
        .Build();
}

/// <summary>What one execution of a step depends on, beside the state.</summary>
/// <param name="Given">The data that the step before handed over.</param>
/// <param name="Pass">How often its loop has run its steps before.</param>
/// <param name="Previous">What it handed over on the pass before.</param>
/// <param name="Iteration">What a <c>forEach</c> works through.</param>
internal readonly record struct StepInput(Value Given, int Pass = 0, Value Previous = default, Iteration? Iteration = null);

/// <summary>What executing a step came to, before it is recorded.</summary>
internal sealed record Executed(
    Outcome Outcome, IReadOnlyList<StateChange> Changes, IReadOnlyList<LogLine> Logs, int Attempt, TimeSpan Started, bool Thrown = false);
