using Workscript.Engine.Definitions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// Runs one program once. Executing a step and applying a step's record are one path: a run that is resumed walks the same way, and finds the
/// records of what it did before in its journal.
/// </summary>
internal sealed class Interpreter
{
    // A run of many quick steps gives its thread away now and then, so that others get their turn.
    private const int StepsPerTurn = 2048;

    private readonly Program _program;
    private readonly RunOptions _options;
    private readonly StepExecutor _executor;
    private readonly RunClock _clock;
    private readonly State _state;
    private readonly int[] _occurrences;
    private readonly int _maxSteps;
    private readonly int _maxPasses;
    private RunError? _error;
    private RunOutcome _outcome = RunOutcome.Completed;
    private long _steps;
    private int _warnings;

    private Interpreter(Program program, RunOptions options, NodeHost host, ValueMap given, CancellationToken cancellation)
    {
        var settings = program.Definition.Settings;
        var limits = options.Limits;
        _program = program;
        _options = options;
        _occurrences = new int[program.StepCount];
        _maxSteps = Math.Min(settings.MaxSteps ?? limits.Steps, limits.MostSteps);
        _maxPasses = Math.Min(settings.MaxLoops ?? limits.LoopPasses, limits.MostLoopPasses);
        var timeout = settings.Timeout ?? limits.Timeout;
        _clock = new RunClock(host.Time, timeout < limits.LongestTimeout ? timeout : limits.LongestTimeout, cancellation);
        _state = new State(program.Definition.InitialState);
        _state.Overlay(given);
        _executor = new StepExecutor(host, options, program.Definition.Id, _state, _clock);
    }

    /// <summary>How a step, or a row of them, was left.</summary>
    private enum Flow
    {
        Next,
        Jump,
        End,
    }

    public static async Task<RunResult> RunAsync(Program program, RunOptions options, NodeHost host, CancellationToken cancellation)
    {
        var (given, problems) = InputCheck.Check(program.Definition, options.State);
        var run = new Interpreter(program, options, host, problems.Count > 0 ? ValueMap.Empty : given, cancellation);
        using (run._clock)
        {
            if (problems.Count > 0)
            {
                run.Fail(RunErrorCodes.InvalidInput, $"The input does not fit the workflow: {string.Join("; ", problems.Select(p => p.Message))}");
            }
            else
            {
                await run.RunTopLevelAsync();
            }

            return new(run._outcome, run._state.ToMap(), run._error, run._steps, run._clock.Elapsed, run._warnings);
        }
    }

    private async ValueTask RunTopLevelAsync()
    {
        var steps = _program.Steps;
        var given = Value.Missing;
        for (var i = 0; i < steps.Count;)
        {
            var (flow, handedOn, target) = await RunStepAsync(steps[i], given);
            if (flow == Flow.End)
            {
                return;
            }

            given = handedOn;
            i = flow == Flow.Jump ? target : i + 1;
        }
    }

    private async ValueTask<Flow> RunNestedAsync(IReadOnlyList<Step> steps, Value given)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            (var flow, given, _) = await RunStepAsync(steps[i], given);
            if (flow == Flow.End)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    /// <summary>Runs a step with what hangs on the edge that it takes; a loop until it leaves. Answers with the data for the step after it.</summary>
    private async ValueTask<(Flow Flow, Value HandedOn, int Target)> RunStepAsync(Step step, Value given)
    {
        if (step.Options.IsDisabled)
        {
            return (Flow.Next, given, 0);
        }

        var previous = Value.Missing;
        for (var pass = 0; ; pass++)
        {
            if (await ExecuteAsync(step, given, pass, previous) is not { } record)
            {
                return (Flow.End, default, 0);
            }

            var handedOn = step.Info.HandsOn && !given.IsMissing && record.Error is null ? given : record.Output;
            var route = step.RouteFor(record.Edge);
            if (route?.JumpTo is { } target)
            {
                return (Flow.Jump, handedOn, target);
            }

            if (route is null || route.IsNull)
            {
                return (Flow.Next, handedOn, 0);
            }

            if (pass == _maxPasses)
            {
                return (Fail(RunErrorCodes.LoopLimit, $"Loop limit exceeded for node: {step.Key} (more than {_maxPasses:N0} passes; settings.maxLoops sets the limit)", step), default, 0);
            }

            if (await RunNestedAsync(route.Steps, handedOn) == Flow.End)
            {
                return (Flow.End, default, 0);
            }

            if (!step.IsLoop)
            {
                return (Flow.Next, handedOn, 0);
            }

            previous = record.Output;
        }
    }

    /// <summary>Executes a step, or applies the record that it has already; null when the run ends with it.</summary>
    private ValueTask<StepRecord?> ExecuteAsync(Step step, Value given, int pass, Value previous)
    {
        if (!MayGoOn(step))
        {
            return default;
        }

        var key = new StepKey(step.Path, _occurrences[step.Index]++);
        if (_options.Journal.Find(key) is { } recorded)
        {
            return new(Apply(step, recorded));
        }

        if (!step.IsImmediate || _steps % StepsPerTurn == StepsPerTurn - 1)
        {
            return ExecuteSlowlyAsync(step, key, given, pass, previous);
        }

        // Most steps come this way, which costs no state machine.
        var record = _executor.ExecuteImmediately(step, key, _steps + 1, given, pass, previous);
        var appended = _options.Journal.AppendAsync(record, CancellationToken.None);
        return appended.IsCompletedSuccessfully ? new(Apply(step, record)) : ApplyWhenAsync(appended, step, record);
    }

    private async ValueTask<StepRecord?> ApplyWhenAsync(ValueTask appended, Step step, StepRecord record)
    {
        await appended;
        return Apply(step, record);
    }

    private async ValueTask<StepRecord?> ExecuteSlowlyAsync(Step step, StepKey key, Value given, int pass, Value previous)
    {
        await Task.Yield();
        if (step.Info.Effect != NodeEffect.None && !await TryFlushAsync())
        {
            MayGoOn(step);
            return null;
        }

        var record = await _executor.ExecuteAsync(step, key, _steps + 1, given, pass, previous);
        if (record is null)
        {
            // Cut off by the run's end, not by the step's own: it leaves no record and is executed again when the run is resumed.
            MayGoOn(step);
            return null;
        }

        // What has happened is recorded, cancelled or not.
        await _options.Journal.AppendAsync(record, CancellationToken.None);
        return Apply(step, record);
    }

    private StepRecord? Apply(Step step, StepRecord record)
    {
        _steps++;
        if (!TryApply(step, record.Changes))
        {
            return null;
        }

        if (record.End is { } end)
        {
            return Finish(end, step);
        }

        return record.Error is { } error ? Handle(step, record, error) : record;
    }

    private bool TryApply(Step step, IReadOnlyList<StateChange> changes)
    {
        try
        {
            for (var i = 0; i < changes.Count; i++)
            {
                _state.Apply(changes[i]);
            }
        }
        catch (ValueLimitException e)
        {
            Fail(RunErrorCodes.StateLimit, $"{e.Message}, after {step.Key}", step);
            return false;
        }

        if (_state.Weight <= _options.Limits.StateBytes)
        {
            return true;
        }

        Fail(RunErrorCodes.StateLimit, $"The state is larger than {_options.Limits.StateBytes >> 20} MiB after {step.Key}", step);
        return false;
    }

    private async ValueTask<bool> TryFlushAsync()
    {
        try
        {
            await _options.Journal.FlushAsync(_clock.Cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool MayGoOn(Step step)
    {
        if (_clock.Cancellation.IsCancellationRequested)
        {
            End(RunOutcome.Cancelled, new(RunErrorCodes.Cancelled, "The run was cancelled", step.Path, step.Key));
            return false;
        }

        if (_clock.IsOver)
        {
            Fail(RunErrorCodes.Timeout, $"The run worked longer than {_clock.Timeout} (settings.timeout sets the limit)", step);
            return false;
        }

        if (_steps >= _maxSteps)
        {
            Fail(RunErrorCodes.StepLimit, $"The run executed more than {_maxSteps:N0} steps (settings.maxSteps sets the limit)", step);
            return false;
        }

        return true;
    }

    /// <summary>Goes on after an error edge that is named or may be ignored, else fails the run.</summary>
    private StepRecord? Handle(Step step, StepRecord record, StepError error)
    {
        if (step.FindRoute(StepExecutor.ErrorEdge) is not null)
        {
            return record;
        }

        if (!error.Thrown && !_program.Definition.Settings.FailOnUnnamedError)
        {
            _warnings++;
            return record;
        }

        Fail(error.Code ?? RunErrorCodes.NodeFailed, $"Node execution failed: {step.Key}: {error.Message}", step);
        return null;
    }

    private StepRecord? Finish(Outcome.Ended end, Step step)
    {
        if (end.ErrorMessage is null)
        {
            End(RunOutcome.Completed, null);
        }
        else
        {
            Fail(end.ErrorCode, end.ErrorMessage, step);
        }

        return null;
    }

    private Flow Fail(string code, string message, Step? step = null)
    {
        End(RunOutcome.Failed, new(code, message, step?.Path, step?.Key));
        return Flow.End;
    }

    private void End(RunOutcome outcome, RunError? error)
    {
        _outcome = outcome;
        _error = error;
    }
}
