using Workscript.Engine.Definitions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>Executes single steps: resolves the config, calls the node, retries it where the step says so, and makes the record.</summary>
internal sealed class StepExecutor
{
    public const string ErrorEdge = "error";

    // A timer holds no more than 49 days; a longer wait is made of several.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly NodeHost _host;
    private readonly RunOptions _options;
    private readonly RunClock _clock;
    private readonly Scope _scope;
    private readonly string _workflowId;
    private StepKey _key;

    public StepExecutor(NodeHost host, RunOptions options, string workflowId, State state, RunClock clock)
    {
        _host = host;
        _options = options;
        _workflowId = workflowId;
        _clock = clock;
        _scope = new Scope(state)
        {
            Trigger = options.Trigger,
            Variables = host.Variables,
            Run = DescribeRun,
            Time = host.Time,
            NextRandom = host.NextRandom,
        };
    }

    /// <summary>The record of a step that <see cref="Step.IsImmediate"/>.</summary>
    public StepRecord ExecuteImmediately(Step step, StepKey key, long sequence, Value given, int pass, Value previous)
    {
        _key = key;
        _scope.Input = given;
        var started = _clock.Elapsed;
        try
        {
            var context = new NodeContext(step, _scope, step.Config.Resolve(_scope), _host) { Pass = pass, PreviousOutput = previous };
            return Record(step, sequence, 1, started, ((PureNode)step.Node).Execute(context), context, thrown: false);
        }
        catch (Exception e) when (IsOfStep(e))
        {
            return Record(step, sequence, 1, started, Thrown(e), null, thrown: true);
        }
    }

    /// <summary>The step's record; null when the run was cancelled or its time was over before the step was done.</summary>
    public async ValueTask<StepRecord?> ExecuteAsync(Step step, StepKey key, long sequence, Value given, int pass, Value previous)
    {
        _key = key;
        _scope.Input = given;
        for (var attempt = 1; ; attempt++)
        {
            var started = _clock.Elapsed;
            var (outcome, context, thrown) = await AttemptAsync(step, attempt, pass, previous);
            if (outcome is null || _clock.Cancellation.IsCancellationRequested)
            {
                return null;
            }

            if (step.Options.Retry?.PauseAfter(outcome, attempt, _host.NextRandom) is { } pause)
            {
                if (!await TryWaitAsync(pause))
                {
                    return null;
                }

                continue;
            }

            if (outcome is Outcome.Waiting waiting && !await TryWaitAsync(waiting.Until - _host.Time.GetUtcNow()))
            {
                return null;
            }

            return Record(step, sequence, attempt, started, outcome, context, thrown);
        }
    }

    private async ValueTask<(Outcome? Outcome, NodeContext? Context, bool Thrown)> AttemptAsync(Step step, int attempt, int pass, Value previous)
    {
        NodeContext? context = null;
        CancellationTokenSource? timeout = null;
        try
        {
            context = new NodeContext(step, _scope, step.Config.Resolve(_scope), _host) { Attempt = attempt, Pass = pass, PreviousOutput = previous };
            var cancellation = step.Node is PureNode ? _clock.Cancellation : _clock.Deadline();
            if (step.Options.Timeout is { } limit && step.Node is not PureNode)
            {
                timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                timeout.CancelAfter(limit);
                cancellation = timeout.Token;
            }

            return (await step.Node.ExecuteAsync(context, cancellation), context, false);
        }
        catch (OperationCanceledException) when (_clock.Cancellation.IsCancellationRequested || _clock.IsOver)
        {
            return (null, null, false);
        }
        catch (OperationCanceledException) when (timeout is { IsCancellationRequested: true })
        {
            return (Outcome.Fail($"The step took longer than its @timeout of {step.Options.Timeout}", RunErrorCodes.Timeout), context, false);
        }
        catch (Exception e) when (IsOfStep(e))
        {
            return (Thrown(e), null, true);
        }
        finally
        {
            timeout?.Dispose();
        }
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

    private StepRecord Record(Step step, long sequence, int attempt, TimeSpan started, Outcome outcome, NodeContext? context, bool thrown)
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
            Sequence = sequence,
            Key = _key,
            Step = step.Key,
            NodeId = step.Info.Id,
            Edge = left.Edge,
            Output = left.Output,
            Changes = context?.Changes ?? [],
            Logs = context?.Logs ?? [],
            Error = left.Error,
            Attempt = attempt,
            StartedAt = _clock.At(started),
            Duration = _clock.Elapsed - started,
            IsUnhandledError = left.Error is not null && step.FindRoute(ErrorEdge) is null,
        };
        for (var i = 0; i < record.Logs.Count; i++)
        {
            _host.Log(_options.RunId, record.Logs[i]);
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

    private static Outcome Thrown(Exception e) => Outcome.Fail(e.Message, CodeOf(e));

    private static string CodeOf(Exception e) => e switch
    {
        NodeException node => node.Code,
        ExpressionException => RunErrorCodes.ExpressionError,
        ValueLimitException => RunErrorCodes.StateLimit,
        _ => RunErrorCodes.NodeFailed,
    };

    private Value DescribeRun() => new ValueMap.Builder()
        .Set("id", _options.RunId)
        .Set("workflowId", _workflowId)
        .Set("attempt", _options.Attempt)
        .Set("stepKey", _key.ToString())
        .Set("startedAt", DateText.Of(_clock.At(TimeSpan.Zero)))
        .Build();
}
