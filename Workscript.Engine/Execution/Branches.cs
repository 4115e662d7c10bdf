using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// The branches into which one step divides its run: the routes of a <c>parallel</c>, or the items of a <c>forEach</c>. Each has a copy of the
/// state and keys of its own, so that it is resumed by itself; what they come to is joined when all are done. The first one to fail, or to end
/// the run, cancels the others.
/// </summary>
internal sealed class Branches(RunSession session, State state, RunClock clock, Step step, StepKey key)
{
    private readonly List<RunClock> _clocks = [];
    private RunEnd? _end;
    private bool _waits;

    /// <summary>What the step comes to when all branches are done.</summary>
    public Executed Joined { get; private set; } = null!;

    /// <summary>Works through the items, so many at once. Null when all are done; else why not.</summary>
    public async Task<RunEnd?> RunItemsAsync(Iteration iteration, Value given)
    {
        var started = clock.Tick();
        var results = new Value[iteration.Collect is null ? 0 : iteration.Items.Count];
        var next = 0;
        await RunAsync(Math.Min(iteration.Concurrency, iteration.Items.Count), async cancellation =>
        {
            while (next < iteration.Items.Count && _end is null)
            {
                var index = next++;
                var branch = Branch($"[{index}]", cancellation);
                var (end, collected) = await branch.RunItemAsync(step, iteration, index, given);
                if (End(end))
                {
                    return;
                }

                if (results.Length > 0)
                {
                    results[index] = collected;
                }
            }
        });
        if (_end is not null)
        {
            return _end;
        }

        iteration.Take(results);
        var (outcome, changes) = ForEachNode.End(iteration);
        Join(outcome, changes, started);
        return null;
    }

    /// <summary>Runs all routes but those for the end of the step. Null when all are done; else why not.</summary>
    public async Task<RunEnd?> RunRoutesAsync(Value given)
    {
        var started = clock.Tick();
        var routes = step.Routes.Where(route => route.Edge is not (ParallelNode.Done or StepExecutor.ErrorEdge)).ToArray();
        var branches = new Interpreter[routes.Length];
        var next = 0;
        await RunAsync(routes.Length, async cancellation =>
        {
            var at = next++;
            branches[at] = Branch($"[{routes[at].Edge}]", cancellation);
            End(await branches[at].RunAsync(routes[at].Steps, given));
        });
        if (_end is not null)
        {
            return _end;
        }

        var merge = new BranchMerge(session.Program);
        for (var i = 0; i < routes.Length; i++)
        {
            merge.Add(routes[i].Edge, branches[i]);
        }

        Join(merge.Outcome, merge.Changes, started);
        return null;
    }

    private async Task RunAsync(int count, Func<CancellationToken, Task> run)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(clock.Cancellation);
        if (step.Options.Timeout is { } limit)
        {
            cancellation.CancelAfter(limit);
        }

        // The last branch to finish hands what its parent was busy with back to it.
        var unfinished = count;
        session.Busy(Math.Max(count, 1) - 1);
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => RunOneAsync()));
        foreach (var branch in _clocks)
        {
            clock.Join(branch);
            branch.Dispose();
        }

        if (_end?.Outcome == RunOutcome.Cancelled && !clock.Cancellation.IsCancellationRequested)
        {
            var late = StepFailures.TimedOut(step);
            _end = new(RunOutcome.Failed, new(late.Code!, late.Message, step.Path, step.Key), IsCatchable: true);
        }

        if (_waits)
        {
            _end ??= new(RunOutcome.Waiting, null);
        }

        async Task RunOneAsync()
        {
            await session.EnterAsync();
            try
            {
                await run(cancellation.Token);
            }
            catch
            {
                // Not a failure of a step but of the journal: it ends the run, and so the other branches first.
                _end ??= new(RunOutcome.Cancelled, null);
                throw;
            }
            finally
            {
                if (--unfinished > 0)
                {
                    session.Busy(-1);
                }

                session.Leave();
                if (_end is not null)
                {
                    await cancellation.CancelAsync();
                }
            }
        }
    }

    /// <summary>Whether the branch did not come to its end. One that waits leaves the others alone.</summary>
    private bool End(RunEnd? end)
    {
        _waits |= end?.Outcome == RunOutcome.Waiting;
        _end ??= end?.Outcome == RunOutcome.Waiting ? null : end;
        return end is not null;
    }

    private Interpreter Branch(string name, CancellationToken cancellation)
    {
        var ofBranch = clock.Branch(cancellation);
        _clocks.Add(ofBranch);
        return new(session, state.Copy(), ofBranch, $"{key}{name}") { Changed = [] };
    }

    private void Join(Outcome outcome, IReadOnlyList<StateChange> changes, TimeSpan started) => Joined = new(outcome, changes, [], 1, started);
}
