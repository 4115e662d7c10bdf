using System.Runtime.CompilerServices;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>What happened in a run within a moment: its steps, and whether it ended.</summary>
public sealed record RunBatch(IReadOnlyList<RunStep> Steps, bool IsEnd);

internal static class RunBatches
{
    // Short enough to look immediate, long enough that a run of a thousand steps a second costs ten messages, not a thousand.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public static async IAsyncEnumerable<RunBatch> InBatches(this IAsyncEnumerable<RunEvent> events, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var source = events.GetAsyncEnumerator(stop.Token);
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var moment = Task.Delay(Moment, clock, stop.Token);
                var steps = new List<RunStep>();
                var isEnd = false;
                do
                {
                    isEnd |= source.Current is RunEvent.Ended;
                    if (source.Current is RunEvent.Recorded recorded)
                    {
                        steps.Add(RunStep.From(recorded.Record));
                    }

                    next = source.MoveNextAsync().AsTask();
                }
                while (await Task.WhenAny(next, moment) == next && await next);

                yield return new(steps, isEnd);
            }
        }
        finally
        {
            // A source may not be disposed of while it is being asked for more.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
