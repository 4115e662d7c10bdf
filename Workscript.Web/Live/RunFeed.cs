using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Live;

/// <summary>Hands committed records to whoever watches their run. The database stays the truth: what is seen here is already in it.</summary>
public sealed class RunFeed(IDbContextFactory<WorkscriptDb> databases, RecordPages pages, IHostApplicationLifetime lifetime)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunHub> _hubs = [];

    /// <summary>Every run that is over, whoever is interested in it.</summary>
    public event Action<Run>? Ended;

    /// <summary>
    /// The events of a run after a sequence number: those that are stored, then those to come, up to its end. It also stops, without an end
    /// event, when the server does, so that the watcher comes back to the next one.
    /// </summary>
    public async IAsyncEnumerable<RunEvent> Watch(string runId, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var visit = Enter(runId, isWatcher: true);
        while (true)
        {
            // Looked up before its records are: a run that is over has all of them.
            if (await FindAsync(runId, cancellation) is not { } run)
            {
                yield break;
            }

            while (await pages.ReadAsync(runId, after, RecordPages.MostRecords, cancellation) is { Count: > 0 } page)
            {
                foreach (var record in page)
                {
                    yield return new RunEvent.Recorded(record);
                }

                after = page[^1].Sequence;
            }

            if (run.IsFinal)
            {
                yield return new RunEvent.Ended(run);
                yield break;
            }

            while (visit.Hub.LookAfter(after) is { IsGap: false } look)
            {
                foreach (var recorded in look.News)
                {
                    yield return recorded;
                    after = recorded.Record.Sequence;
                }

                if (look.Ended is { } ended)
                {
                    yield return new RunEvent.Ended(ended);
                    yield break;
                }

                if (look.News.Count == 0 && !await ChangesAsync(look.Changed, cancellation))
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Begins to wait for the end of a run that is about to start. Dispose of it in any case.</summary>
    public Expectation Expect(string runId) => new(Enter(runId, isWatcher: false));

    /// <summary>Waits for the end of a run, which may be over already. Null when the patience, or the server, came to its end first.</summary>
    public async Task<Run?> WhenEndedAsync(string runId, TimeSpan patience, CancellationToken cancellation)
    {
        using var expectation = Expect(runId);
        var run = await FindAsync(runId, cancellation);
        return run is null or { IsFinal: true } ? run : await WhenEndedAsync(expectation, patience, cancellation);
    }

    /// <summary>As above, of a run that was expected before it started.</summary>
    public async Task<Run?> WhenEndedAsync(Expectation expectation, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        limit.CancelAfter(patience);
        await ((Task)expectation.Ended).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return expectation.Ended.IsCompletedSuccessfully ? await expectation.Ended : null;
    }

    /// <summary>Call when the record is committed, in the order of its run.</summary>
    public void Publish(RunRecord record)
    {
        if (FindHub(record.RunId) is { Watchers: > 0 } hub)
        {
            hub.Publish(record);
        }
    }

    /// <summary>Call when the end is committed, after the last record.</summary>
    public void PublishEnd(Run run)
    {
        FindHub(run.Id)?.End(run);
        Ended?.Invoke(run);
    }

    private RunHub? FindHub(string runId)
    {
        lock (_lock)
        {
            return _hubs.GetValueOrDefault(runId);
        }
    }

    private async Task<Run?> FindAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == runId, cancellation);
    }

    private async Task<bool> ChangesAsync(Task changed, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        await changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return !lifetime.ApplicationStopping.IsCancellationRequested;
    }

    private Visit Enter(string runId, bool isWatcher)
    {
        lock (_lock)
        {
            if (!_hubs.TryGetValue(runId, out var hub))
            {
                _hubs[runId] = hub = new RunHub();
            }

            hub.Guests++;
            hub.Watchers += isWatcher ? 1 : 0;
            return new Visit(this, runId, hub, isWatcher);
        }
    }

    private void Leave(string runId, RunHub hub, bool isWatcher)
    {
        lock (_lock)
        {
            hub.Watchers -= isWatcher ? 1 : 0;
            if (--hub.Guests == 0)
            {
                _hubs.Remove(runId);
            }
        }
    }

    /// <summary>Somebody is interested in the end of a run.</summary>
    public sealed class Expectation : IDisposable
    {
        private readonly Visit _visit;

        internal Expectation(Visit visit) => _visit = visit;

        public Task<Run> Ended => _visit.Hub.WhenEnded;

        public void Dispose() => _visit.Dispose();
    }

    internal sealed record Visit(RunFeed Feed, string RunId, RunHub Hub, bool IsWatcher) : IDisposable
    {
        public void Dispose() => Feed.Leave(RunId, Hub, IsWatcher);
    }
}
