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

    private readonly RunSession _session;
    private readonly RunClock _clock;
    private readonly Scope _scope;

    // Quick steps follow each other, so that one context serves them all.
    private readonly NodeContext _quick;
    private readonly string? _branch;
    private Step _step = null!;
    private int _occurrence;

    public StepExecutor(RunSession session, State state, RunClock clock, string? branch)
    {
        _session = session;
        _clock = clock;
        _branch = branch;
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

    // Most runs never wait.
    private StepWaits Waits => field ??= new(_session, _clock);

    /// <summary>The record of a step that <see cref="Step.IsImmediate"/>.</summary>
    public StepRecord ExecuteImmediately(Step step, StepKey key, in StepInput input)
    {
        var started = _clock.Last;
        try
        {
            Prepare(_quick, step, key, input, 1);
            return Record(step, key, ((PureNode)step.Node).Execute(_quick), _quick.Changes, _quick.Logs, 1, started, thrown: false);
        }
        catch (Exception e) when (StepFailures.IsOfStep(e))
        {
            return Record(step, key, StepFailures.Thrown(e), [], [], 1, started, thrown: true);
        }
    }

    /// <summary>
    /// What the step came to. Null when it is not done: the run was cancelled, its time is over, or, if none of both, it is to be left until what the step
    /// waits for has come.
    /// </summary>
    public async ValueTask<Executed?> ExecuteAsync(Step step, StepKey key, StepInput input)
    {
        var opened = _session.Options.Journal.FindOpened(key);
        if (opened is { Wait: null })
        {
            return new(StepFailures.Interrupted(step), [], [], opened.Attempt, _clock.Since(opened.At), Thrown: true);
        }

        var attempt = opened?.Attempt ?? 1;
        var started = opened is null ? _clock.Tick() : _clock.Since(opened.At);
        var wait = opened?.Wait;
        while (true)
        {
            Executed? done;
            if (wait is null)
            {
                done = await AttemptAsync(step, key, input, attempt, started);
            }
            else if (await Waits.WaitAsync(wait) is not { } answer)
            {
                return null;
            }
            else if (answer.Edge is null)
            {
                (attempt, started, wait) = (attempt + 1, _clock.Tick(), null);
                continue;
            }
            else
            {
                done = answer.Edge == ErrorEdge ? Tried(step, StepFailures.TimedOut(step), attempt, started) : new(Outcome.Take(answer.Edge, answer.Data), [], [], attempt, started);
            }

            if (done?.Outcome is not Outcome.Waiting waiting)
            {
                return done;
            }

            if (waiting.Kind is WaitKind.Approval or WaitKind.Callback && !_session.Options.Journal.TakesAnswers)
            {
                return done with { Outcome = Outcome.Fail("Nobody could answer here: only a run of a server can wait for a person or a call", "NOT_AVAILABLE") };
            }

            wait = await Waits.BeginAsync(step, key, attempt, waiting);
            if (wait is null)
            {
                return null;
            }
        }
    }

    public StepRecord Record(Step step, StepKey key, Executed done) =>
        Record(step, key, done.Outcome, done.Changes, done.Logs, done.Attempt, done.Started, done.Thrown);

    /// <summary>The record of a step that failed outside of its node.</summary>
    public StepRecord Failed(Step step, StepKey key, Outcome.Failed failure) => Record(step, key, failure, [], [], 1, _clock.Last, thrown: false);

    /// <summary>The record of a step that stands for itself in a test run.</summary>
    public StepRecord Pinned(Step step, StepKey key, StepPin pin) => Record(step, key, Outcome.Take(pin.Edge, pin.Data), pin.Changes, [], 1, _clock.Last, thrown: false, isPinned: true);

    /// <summary>Looks up what a forEach works through; null, with the reason, when it cannot.</summary>
    public Iteration? BeginIteration(Step step, StepKey key, Value given, out Outcome.Failed? failure)
    {
        try
        {
            Prepare(_quick, step, key, new(given), 1);
            return ForEachNode.Begin(_quick, step, out failure);
        }
        catch (Exception e) when (StepFailures.IsOfStep(e))
        {
            failure = StepFailures.Thrown(e);
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
        catch (Exception e) when (StepFailures.IsOfStep(e))
        {
            error = new(StepFailures.CodeOf(e), $"collect: {e.Message}", false);
            return Value.Null;
        }
    }

    private async ValueTask<Executed?> AttemptAsync(Step step, StepKey key, StepInput input, int attempt, TimeSpan started)
    {
        var context = new NodeContext(_scope, _session.Host);
        if (TryPrepare(context, step, key, input, attempt, out var effect) is { } wrong)
        {
            return new(wrong, [], [], attempt, started, Thrown: true);
        }

        if (effect != NodeEffect.None && !await TryBeginEffectAsync(step, key, attempt, effect))
        {
            return null;
        }

        var (outcome, thrown) = await TryExecuteAsync(step, context);
        if (outcome is null || _clock.Cancellation.IsCancellationRequested)
        {
            return null;
        }

        var done = Tried(step, outcome, attempt, started);
        return done.Outcome is Outcome.Waiting { Kind: WaitKind.Retry } || thrown
            ? done with { Thrown = thrown }
            : done with { Changes = context.Changes, Logs = context.Logs };
    }

    /// <summary>What a try came to; where the step's <c>@retry</c> has it tried again, to wait for that.</summary>
    private Executed Tried(Step step, Outcome outcome, int attempt, TimeSpan started) =>
        step.Options.Retry?.PauseAfter(outcome, attempt, _session.Host.NextRandom) is { } pause
            ? new(new Outcome.Waiting(WaitKind.Retry, _session.Host.Time.GetUtcNow() + pause, null, Value.Missing), [], [], attempt, started)
            : new(outcome, [], [], attempt, started);

    private Outcome.Failed? TryPrepare(NodeContext context, Step step, StepKey key, in StepInput input, int attempt, out NodeEffect effect)
    {
        effect = NodeEffect.None;
        try
        {
            Prepare(context, step, key, input, attempt);
            effect = step.Node.EffectOf(context);
            return null;
        }
        catch (Exception e) when (StepFailures.IsOfStep(e))
        {
            return StepFailures.Thrown(e);
        }
    }

    private async ValueTask<bool> TryBeginEffectAsync(Step step, StepKey key, int attempt, NodeEffect effect)
    {
        try
        {
            await _session.Options.Journal.BeginEffectAsync(key, attempt, step.Options.RetriesWhenInterrupted ?? effect == NodeEffect.Repeatable, _clock.Cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<(Outcome? Outcome, bool Thrown)> TryExecuteAsync(Step step, NodeContext context)
    {
        CancellationTokenSource? timeout = null;
        try
        {
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
            return (StepFailures.TimedOut(step), false);
        }
        catch (Exception e) when (StepFailures.IsOfStep(e))
        {
            return (StepFailures.Thrown(e), true);
        }
        finally
        {
            timeout?.Dispose();
        }
    }

    private void Prepare(NodeContext context, Step step, StepKey key, in StepInput input, int attempt)
    {
        (_step, _occurrence) = (step, key.Occurrence);
        _scope.Input = input.Given;
        context.Begin(step, input, attempt);
    }

    private bool IsOver()
    {
        _clock.Tick();
        return _clock.IsOver;
    }

    private StepRecord Record(
        Step step, StepKey key, Outcome outcome, IReadOnlyList<StateChange> changes, IReadOnlyList<LogLine> logs, int attempt, TimeSpan started, bool thrown, bool isPinned = false)
    {
        (string Edge, Value Output, StepError? Error) left = outcome switch
        {
            Outcome.Taken taken => (taken.Edge, taken.Data, null),
            Outcome.Ended ended => (StepRecord.EndEdge, Value.Missing, ended.ErrorMessage is null ? null : new StepError(ended.ErrorCode, ended.ErrorMessage, false)),
            Outcome.Failed failed => (ErrorEdge, StepFailures.ErrorData(step, failed), new StepError(failed.Code, failed.Message, thrown)),
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

    private Value DescribeRun() => new ValueMap.Builder()
        .Set("id", _session.Options.RunId)
        .Set("workflowId", _session.Program.Definition.Id)
        .Set("attempt", _session.Options.Attempt)
        .Set("stepKey", new StepKey(_step.Path, _occurrence, _branch).ToString())
        .Set("startedAt", DateText.Of(_clock.At(TimeSpan.Zero)))
        .Set("callbackUrl", _session.CallbackUrl)
        .Build();
}
