using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>Waiting, for steps that do: in memory while that is not for long or other branches of the run work; else the run is left.</summary>
internal sealed class StepWaits(RunSession session, RunClock clock)
{
    // A run that would only wait longer than this is left, and run again when the time has come.
    private static readonly TimeSpan LongestHere = TimeSpan.FromSeconds(5);

    // The time of day is looked at that often: a clock may be set.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    // A run that cannot be left has all of its wait before it, and a timer holds no more than 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>Notes that the step waits. Null when the run was cancelled before that was done.</summary>
    public async ValueTask<Wait?> BeginAsync(Step step, StepKey key, int attempt, Outcome.Waiting waiting)
    {
        try
        {
            return await session.Options.Journal.BeginWaitAsync(key, attempt, Limited(step, waiting), clock.Cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits here while that is not for long, or the run is busy elsewhere. Null when the run was cancelled, or else is to be left.</summary>
    public async ValueTask<WaitAnswer?> WaitAsync(Wait wait)
    {
        session.Busy(-1);
        try
        {
            while (true)
            {
                var left = wait.Until - session.Host.Time.GetUtcNow();
                if (wait.Answer is { IsCompletedSuccessfully: true } answered)
                {
                    return await answered;
                }

                if (left <= TimeSpan.Zero)
                {
                    return wait.Timely;
                }

                var idle = wait.Answer is null || left <= LongestHere ? null : session.Idle;
                if (idle is { IsCompleted: true })
                {
                    return null;
                }

                var longest = wait.Answer is null ? LongestTimer : LookEvery;
                await LookAgainAsync(wait, left < longest ? left.Value : longest, idle);
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            session.Busy(1);
        }
    }

    /// <summary>The wait, which the step's <c>@timeout</c> ends on the error edge.</summary>
    private Outcome.Waiting Limited(Step step, Outcome.Waiting waiting)
    {
        if (waiting.Kind == WaitKind.Retry || step.Options.Timeout is not { } limit)
        {
            return waiting;
        }

        var end = session.Host.Time.GetUtcNow() + limit;
        return waiting.Until <= end ? waiting : waiting with { Until = end, Edge = StepExecutor.ErrorEdge, Data = Value.Missing };
    }

    /// <summary>Returns when something may have changed for a step that waits.</summary>
    private async Task LookAgainAsync(Wait wait, TimeSpan delay, Task? idle)
    {
        // A timer counts whole milliseconds, and would end before a part of one is over.
        delay = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
        using var stop = new CancellationTokenSource();
        var never = Task.Delay(Timeout.Infinite, stop.Token);
        await clock.WaitAsync(() => Task.WhenAny(Task.Delay(delay, session.Host.Time, stop.Token), wait.Answer ?? never, idle ?? never));
        await stop.CancelAsync();
    }
}
