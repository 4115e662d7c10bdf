using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// Runs the steps of one run, or of one branch of it. Executing a step and applying a step's record are one path: a run that is resumed walks
/// the same way, and finds the records of what it did before in its journal. Rows of steps are frames on a stack of its own, so that quick
/// steps follow each other in a plain loop and only a step that takes its time is awaited.
/// </summary>
internal sealed class Interpreter
{
    // A run of many quick steps gives its thread away now and then, so that others get their turn.
    private const int StepsPerTurn = 2048;

    private readonly RunSession _session;
    private readonly IJournal _journal;
    private readonly StepExecutor _executor;
    private readonly RunClock _clock;
    private readonly State _state;
    private readonly string? _branch;
    private readonly int[] _occurrences;

    // Null, as in most runs, where nobody edited anything.
    private readonly Queue<StateEdit>? _edits;

    private readonly Frame[] _frames;
    private int _depth;

    // The step whose turn it is, and what its execution depends on.
    private Step _step = null!;
    private int _occurrence;
    private Value _given;
    private Turn? _turn;
    private Iteration? _iteration;
    private Outcome.Failed? _failure;
    private bool _isTurn;

    // The forEach that began this branch, which has no turn here beyond its one item.
    private Iteration? _single;

    private StepRecord _appended = null!;
    private ValueTask _appending;
    private RunEnd? _end;

    public Interpreter(RunSession session, State state, RunClock clock, string? branch = null)
    {
        _session = session;
        _journal = session.Options.Journal;
        _state = state;
        _clock = clock;
        _branch = branch;
        // One more than the document has: the branch of an item begins on a row of its own.
        _frames = new Frame[session.Program.Depth + 1];
        _occurrences = new int[session.Program.StepCount];
        _executor = new StepExecutor(session, state, clock, branch);
        _edits = session.Options.Edits.Count == 0 ? null : EditsOf(session.Options.Edits, branch);
    }

    private enum Pause
    {
        /// <summary>All steps are done, or the end is decided.</summary>
        End,

        /// <summary>The journal has yet to take a record.</summary>
        Append,

        /// <summary>The step takes its time.</summary>
        Step,
    }

    /// <summary>The paths that were changed, where somebody wants to know.</summary>
    public HashSet<StatePath>? Changed { get; init; }

    /// <summary>The data that the last step handed on.</summary>
    public Value HandedOn => _frames[0].Given;

    public State State => _state;

    private StepKey Key => new(_step.Path, _occurrence, _branch);

    private StepInput Input => _turn is null ? new(_given, Iteration: _iteration) : new(_given, _turn.Pass, _turn.Output, _iteration);

    public static async Task<RunResult> RunAsync(Program program, RunOptions options, NodeHost host, CancellationToken cancellation)
    {
        var session = new RunSession(program, options, host);
        var (given, problems) = InputCheck.Check(program.Definition, options.State);
        using var clock = new RunClock(host.Time, session.Timeout, cancellation);
        var state = new State(program.Definition.InitialState);
        if (problems.Count > 0)
        {
            var message = $"The input does not fit the workflow: {string.Join("; ", problems.Select(p => p.Message))}";
            return new(RunOutcome.Failed, state.ToMap(), new(RunErrorCodes.InvalidInput, message, null, null), 0, clock.Elapsed, 0);
        }

        state.Overlay(given);
        var end = await new Interpreter(session, state, clock).RunAsync(program.Steps, Value.Missing);
        return new(end?.Outcome ?? RunOutcome.Completed, state.ToMap(), end?.Error, session.Steps, clock.Elapsed, session.Warnings);
    }

    /// <summary>Runs the steps. Null when the last one is done; else why that was not to be.</summary>
    public async ValueTask<RunEnd?> RunAsync(Step[] steps, Value given)
    {
        _frames[0] = new() { Steps = steps, Given = given };
        await RunOnAsync();
        return _end;
    }

    /// <summary>Runs the steps of a <c>forEach</c> for one of its items, as a branch of its own. The same answer as of the other, and what was collected.</summary>
    public async ValueTask<(RunEnd? End, Value Collected)> RunItemAsync(Step step, Iteration iteration, int index, Value given)
    {
        _frames[0] = new() { Steps = [] };
        Begin(step, given, new Turn(step, given) { Pass = index, Iteration = iteration });
        _occurrence = _occurrences[step.Index]++;
        var record = _journal.Find(Key);
        if (_edits is not null && !TryEdit(_edits, record))
        {
            return (_end, default);
        }

        if (record is null)
        {
            record = _executor.ExecuteImmediately(step, Key, new(given, index, Iteration: iteration));
            await _journal.AppendAsync(record, CancellationToken.None);
        }

        _single = iteration;
        if (Settle(record))
        {
            await RunOnAsync();
        }

        return _end is null ? Collect(iteration) : (_end, default);
    }

    private async ValueTask RunOnAsync()
    {
        while (true)
        {
            switch (Advance())
            {
                case Pause.End:
                    return;
                case Pause.Append:
                    await _appending;
                    if (!Settle(_appended))
                    {
                        return;
                    }

                    break;
                case Pause.Step:
                    if (await ExecuteSlowlyAsync() is not { } record || !Settle(record))
                    {
                        return;
                    }

                    break;
            }
        }
    }

    /// <summary>Executes quick steps, or applies the records that they have already, until something must be awaited.</summary>
    private Pause Advance()
    {
        while (_isTurn || TryBeginNext())
        {
            _isTurn = false;
            if (!MayGoOn())
            {
                return Pause.End;
            }

            _occurrence = _occurrences[_step.Index]++;
            var recorded = _journal.Find(Key);
            if (_edits is not null && !TryEdit(_edits, recorded))
            {
                return Pause.End;
            }

            if (recorded is not null)
            {
                Prepare(recorded);
                if (!Settle(recorded))
                {
                    return Pause.End;
                }

                continue;
            }

            if (!TryExecute(out var record))
            {
                return Pause.Step;
            }

            _appending = _journal.AppendAsync(record, CancellationToken.None);
            if (!_appending.IsCompletedSuccessfully)
            {
                _appended = record;
                return Pause.Append;
            }

            if (!Settle(record))
            {
                return Pause.End;
            }
        }

        return Pause.End;
    }

    /// <summary>Finds the step whose turn it is: the next one of its row, or the one on whose edge a finished row hangs.</summary>
    private bool TryBeginNext()
    {
        while (true)
        {
            ref var frame = ref _frames[_depth];
            if (frame.Next < frame.Steps.Length)
            {
                var step = frame.Steps[frame.Next];
                if (!step.Options.IsDisabled)
                {
                    Begin(step, frame.Given, null);
                    return true;
                }

                frame.Next++;
            }
            else if (_depth == 0)
            {
                return false;
            }
            else if (Leave(frame.Repeated))
            {
                return true;
            }
        }
    }

    /// <summary>Leaves a row that is done; true when the step that it hangs on has another turn.</summary>
    private bool Leave(Turn? repeated)
    {
        _frames[_depth--] = default;
        if (repeated is null)
        {
            _frames[_depth].Next++;
            return false;
        }

        Begin(repeated.Step, repeated.Given, repeated);
        if (repeated.Iteration is { } iteration)
        {
            var (end, collected) = Collect(iteration);
            if (end is not null)
            {
                _failure = Failure(end.Error!);
            }

            iteration.Add(collected);
        }

        repeated.Pass++;
        return true;
    }

    private void Begin(Step step, Value given, Turn? turn)
    {
        (_step, _given, _turn, _failure) = (step, given, turn, null);
        _iteration = turn?.Iteration;
    }

    private static Queue<StateEdit> EditsOf(IEnumerable<StateEdit> edits, string? branch) => new(edits.Where(edit => edit.Branch == branch));

    /// <summary>Applies what was edited between the records and the step whose turn it is. False when that is the end.</summary>
    private bool TryEdit(Queue<StateEdit> edits, StepRecord? recorded)
    {
        while (edits.TryPeek(out var edit) && !(recorded?.Sequence <= edit.After))
        {
            edits.Dequeue();
            if (!TryApply(edit.Changes))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A forEach whose first record is there already looks again for what it works through, which the record does not repeat.</summary>
    private void Prepare(StepRecord recorded)
    {
        if (_step.Node is ForEachNode && _iteration is null && recorded.Edge == ForEachNode.Each)
        {
            _iteration = _executor.BeginIteration(_step, Key, _given, out _);
        }
    }

    /// <summary>Executes the step if it is quick.</summary>
    private bool TryExecute(out StepRecord record)
    {
        record = null!;
        if (_session.Options.UsesPins && _step.Options.Pin is { } pin)
        {
            record = _executor.Pinned(_step, Key, pin);
            return true;
        }

        if (_step.Node is ForEachNode && _iteration is null)
        {
            _iteration = _executor.BeginIteration(_step, Key, _given, out _failure);
        }

        if (_failure is not null)
        {
            record = _executor.Failed(_step, Key, _failure);
            return true;
        }

        if (!_step.IsImmediate || _iteration is { Concurrency: > 1 } || _session.Steps % StepsPerTurn == StepsPerTurn - 1)
        {
            return false;
        }

        record = _executor.ExecuteImmediately(_step, Key, Input);
        return true;
    }

    private async ValueTask<StepRecord?> ExecuteSlowlyAsync()
    {
        if (_step.Node is ParallelNode || _iteration is { Concurrency: > 1 })
        {
            return await ExecuteBranchesAsync();
        }

        Executed? done;
        await using (await _session.PassOnAsync(_branch))
        {
            done = await _executor.ExecuteAsync(_step, Key, Input);
        }

        if (done is null)
        {
            // Cut off by the run's end, or left to wait: it has no record yet, and its turn comes again when the run is resumed.
            if (MayGoOn())
            {
                _end = new(RunOutcome.Waiting, null);
            }

            return null;
        }

        // What has happened is recorded, cancelled or not.
        return await AppendAsync(_executor.Record(_step, Key, done));
    }

    private async ValueTask<StepRecord?> ExecuteBranchesAsync()
    {
        var branches = new Branches(_session, _state, _clock, _step, Key);
        RunEnd? end;
        await using (await _session.PassOnAsync(_branch))
        {
            end = _iteration is { } iteration ? await branches.RunItemsAsync(iteration, _given) : await branches.RunRoutesAsync(_given);
        }

        if (end is null)
        {
            return await AppendAsync(_executor.Record(_step, Key, branches.Joined));
        }

        if (!MayGoOn())
        {
            return null;
        }

        if (end.IsCatchable && _step.FindRoute(StepExecutor.ErrorEdge) is not null)
        {
            return await AppendAsync(_executor.Failed(_step, Key, Failure(end.Error!)));
        }

        _end = end;
        return null;
    }

    private async ValueTask<StepRecord> AppendAsync(StepRecord record)
    {
        await _journal.AppendAsync(record, CancellationToken.None);
        return record;
    }

    /// <summary>Applies a record and goes where its edge leads. False when that is the end.</summary>
    private bool Settle(StepRecord record)
    {
        // Outside of branches a record's place says it, those of branches that were joined long ago included.
        _session.Steps = _branch is null ? record.Sequence : _session.Steps + 1;
        if (!TryApply(record.Changes))
        {
            return false;
        }

        if (_branch is null && record.Sequence >= _session.NextOffer)
        {
            _session.NextOffer = record.Sequence + (_journal.Offer(record.Sequence, _state) ? RunSession.StepsPerOffer : 1);
        }

        if (record.End is { } end)
        {
            return Finish(end);
        }

        if (record.Error is { } error && _step.FindRoute(StepExecutor.ErrorEdge) is null)
        {
            if (error.Thrown || _session.Program.Definition.Settings.FailOnUnnamedError)
            {
                return CatchOrEnd(new(error.Code ?? RunErrorCodes.NodeFailed, $"Node execution failed: {_step.Key}: {error.Message}", _step.Path, _step.Key));
            }

            _session.Warnings++;
        }

        return Follow(record);
    }

    private bool Follow(StepRecord record)
    {
        var handedOn = _step.Info.HandsOn && !_given.IsMissing && record.Error is null ? _given : record.Output;
        var route = _step.RouteFor(record.Edge);
        var isItem = _iteration is not null && record.Edge == ForEachNode.Each;
        if (route?.JumpTo is { } target)
        {
            _frames[_depth].Given = handedOn;
            _frames[_depth].Next = target;
            return true;
        }

        if (route is null ? !isItem : route.IsNull)
        {
            MoveOn(handedOn);
            return true;
        }

        if (_iteration is null && _turn?.Pass == _session.MaxPasses)
        {
            return FailForPasses();
        }

        // Whether a forEach has another turn is its items' affair: written as a loop it has no more of them.
        var isLoop = _step.IsLoop && _step.Node is not ForEachNode;
        Push(route?.Steps ?? [], handedOn, (_iteration is null ? isLoop : isItem && _iteration != _single) ? Again(record) : null);
        return true;
    }

    private Turn Again(StepRecord record)
    {
        var turn = _turn ?? new Turn(_step, _given) { Iteration = _iteration };
        turn.Output = record.Output;
        return turn;
    }

    private void Push(Step[] steps, Value given, Turn? repeated)
    {
        // The step after the one on whose edge they hang is given the same, when its turn comes.
        _frames[_depth].Given = given;
        _frames[++_depth] = new() { Steps = steps, Given = given, Repeated = repeated };
    }

    private void MoveOn(Value handedOn)
    {
        ref var frame = ref _frames[_depth];
        frame.Given = handedOn;
        frame.Next++;
    }

    private (RunEnd? End, Value Collected) Collect(Iteration iteration)
    {
        if (iteration.Collect is null)
        {
            return default;
        }

        var collected = _executor.Collect(iteration, out var error);
        return (error is null ? null : new(RunOutcome.Failed, new(error.Code!, error.Message, iteration.Step.Path, iteration.Step.Key), IsCatchable: true), collected);
    }

    private bool TryApply(IReadOnlyList<StateChange> changes)
    {
        try
        {
            // An array, all but always: asking that for its items is quicker than asking a list.
            foreach (ref readonly var change in (changes as StateChange[] ?? [.. changes]).AsSpan())
            {
                _state.Apply(change);
                Changed?.Add(change.Path);
            }
        }
        catch (ValueLimitException e)
        {
            return Fail(RunErrorCodes.StateLimit, e.Message + ", after " + _step.Key);
        }

        return _state.Weight <= _session.Options.Limits.StateBytes || FailForSize();
    }

    private bool MayGoOn()
    {
        if (_clock.Cancellation.IsCancellationRequested)
        {
            _end = new(RunOutcome.Cancelled, new(RunErrorCodes.Cancelled, "The run was cancelled", _step.Path, _step.Key));
            return false;
        }

        if (_clock.IsOver)
        {
            return FailForTime();
        }

        return _session.Steps < _session.MaxSteps || FailForSteps();
    }

    private bool Finish(Outcome.Ended end)
    {
        if (end.ErrorMessage is { } message)
        {
            return Fail(end.ErrorCode, message);
        }

        _end = new(RunOutcome.Completed, null);
        return false;
    }

    // Making a message takes room on the stack, which is cleared on each call: so it is made here rather than where each step comes by.
    private bool FailForPasses() =>
        Fail(RunErrorCodes.LoopLimit, $"Loop limit exceeded for node: {_step.Key} (more than {_session.MaxPasses:N0} passes; settings.maxLoops sets the limit)");

    private bool FailForSize() =>
        Fail(RunErrorCodes.StateLimit, $"The state is larger than {_session.Options.Limits.StateBytes >> 20} MiB after {_step.Key}");

    private bool FailForTime() =>
        Fail(RunErrorCodes.Timeout, $"The run worked longer than {Duration.Text(_clock.Timeout)} (settings.timeout sets the limit)");

    private bool FailForSteps() =>
        Fail(RunErrorCodes.StepLimit, $"The run executed more than {_session.MaxSteps:N0} steps (settings.maxSteps sets the limit)");

    private bool Fail(string code, string message)
    {
        _end = new(RunOutcome.Failed, new(code, message, _step.Path, _step.Key));
        return false;
    }

    /// <summary>Gives a failure to the nearest forEach around the step that names an error edge; without one it is the end.</summary>
    private bool CatchOrEnd(RunError error)
    {
        for (var depth = _depth; depth > 0; depth--)
        {
            if (_frames[depth].Repeated is { Iteration: not null } owner && owner.Step.FindRoute(StepExecutor.ErrorEdge) is not null)
            {
                Array.Clear(_frames, depth, _depth - depth + 1);
                _depth = depth - 1;
                Begin(owner.Step, owner.Given, owner);
                _failure = Failure(error);
                return _isTurn = true;
            }
        }

        _end = new(RunOutcome.Failed, error, IsCatchable: true);
        return false;
    }

    private static Outcome.Failed Failure(RunError error) =>
        new(error.Message, error.Code, ValueMap.Of(["path", "node"], error.Path ?? Value.Null, error.Node ?? Value.Null));
}
