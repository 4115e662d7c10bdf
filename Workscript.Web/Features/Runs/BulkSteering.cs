using System.Collections.Concurrent;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs.Search;

namespace Workscript.Web.Features.Runs;

/// <summary>Steers many runs at once: a few at a time, each as it would be alone.</summary>
public sealed class BulkSteering(RunSearch search, IServiceScopeFactory scopes)
{
    /// <summary>More at once are refused rather than half done.</summary>
    public const int MostRuns = 10_000;

    private const int AtOnce = 16;

    /// <summary>
    /// The ids of the runs that the filter lets through and that are over, for trying again, or are not, for cancelling, the oldest first; one more than
    /// <see cref="MostRuns"/> when there are too many.
    /// </summary>
    public async Task<IReadOnlyList<string>> FindAsync(RunFilter filter, bool areFinal, CancellationToken cancellation)
    {
        var ids = await search.IdsAsync(filter.ThatAre(areFinal), MostRuns + 1, cancellation);
        return [.. ids.Reverse()];
    }

    public Task<BulkAnswer> RetryAsync(IReadOnlyList<string> ids, RetryWish wish, RunStart start, CancellationToken cancellation) => EachAsync(
        ids,
        async (services, id) => await services.GetRequiredService<RunRetry>().TryAsync(id, wish, start, cancellation) switch
        {
            Retry.Started started => (started.Run.Id, null),
            Retry.Refused refused => (null, refused.Reason),
            Retry.Unfit unfit => (null, unfit.Reason),
            _ => (null, "There is no such run."),
        },
        cancellation);

    public Task<BulkAnswer> CancelAsync(IReadOnlyList<string> ids, CancellationToken cancellation) => EachAsync(
        ids,
        async (services, id) => await services.GetRequiredService<RunSteering>().CancelAsync(id, cancellation) switch
        {
            (null, _) => (null, "There is no such run."),
            ({ } run, true) => (null, $"The run is over: it is {run.Status.ToString().ToLowerInvariant()}."),
            _ => (id, null),
        },
        cancellation);

    private async Task<BulkAnswer> EachAsync(
        IReadOnlyList<string> ids, Func<IServiceProvider, string, Task<(string? Done, string? Problem)>> steer, CancellationToken cancellation)
    {
        var done = new string?[ids.Count];
        var problems = new ConcurrentBag<BulkProblem>();
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, _) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                (done[i], var problem) = await steer(scope.ServiceProvider, ids[i]);
                if (problem is not null)
                {
                    problems.Add(new(ids[i], problem));
                }
            }
            catch (Exception failure) when (DatabaseCause.IsAway(failure))
            {
                // What was done to others must be told all the same.
                problems.Add(new(ids[i], "The database did not answer."));
            }
        });
        var answered = done.OfType<string>().ToList();
        return new(ids.Count, answered.Count, answered, [.. problems.OrderBy(problem => problem.Id, StringComparer.Ordinal)]);
    }
}
