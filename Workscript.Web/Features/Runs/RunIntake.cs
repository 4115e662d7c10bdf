using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Takes new runs in: each is on disk before anybody is told that it was started, and whoever is told that it was not can rely on it.</summary>
public sealed class RunIntake(JournalWriter writer, RunQueue queue, RunWorker worker, RunLease lease, ActiveRuns active, TimeProvider time)
{
    private const string NothingStarted = "The database does not answer; nothing was started";

    // Longer, and whoever asked is told that nothing was started; the database is away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // So much more for the commit that is under way then to say what it came to.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    /// <summary>Takes a slot for the run. Null when it has one, else the run that has it instead.</summary>
    public async Task<string?> TryReserveAsync(ReadyRun ready, CancellationToken cancellation)
    {
        try
        {
            await queue.Opened.WaitAsync(Patience, time, cancellation);
            return queue.TryReserve(QueuedRun.Of(ready));
        }
        catch (TimeoutException failure)
        {
            throw new DatabaseAwayException(NothingStarted, failure);
        }
    }

    /// <summary>Writes a run, and begins it at once where there is room, else in its turn; or in the place of the run by which it is awaited, later.</summary>
    /// <exception cref="DatabaseAwayException">It was not started, or nobody knows.</exception>
    public Task BeginAsync(ReadyRun ready, string? awaitedBy, CancellationToken cancellation)
    {
        ActiveRun? begun = null;
        var place = worker.TryTakePlace(ready);
        if (place is not null)
        {
            begun = active.Add(ready.Run.Id);
            begun.AwaitedBy = awaitedBy;
            ready.Run.TryStart(lease.Id, time.GetUtcNow().UtcDateTime);
        }

        var entry = new JournalEntry.Created(ready.Run);
        return InTimeAsync(entry, BeginWhenWrittenAsync(entry, ready, begun, place, awaitedBy is not null), cancellation);
    }

    /// <summary>Writes a run that is over already.</summary>
    /// <exception cref="DatabaseAwayException">It was not written, or nobody knows.</exception>
    public Task KeepAsync(Run run, CancellationToken cancellation)
    {
        var entry = new JournalEntry.Created(run);
        return InTimeAsync(entry, WriteAsync(entry), cancellation);
    }

    private async Task InTimeAsync(JournalEntry.Created entry, Task creating, CancellationToken cancellation)
    {
        try
        {
            await creating.WaitAsync(Patience, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            entry.Abandon();
            throw;
        }
        catch (TimeoutException late)
        {
            if (entry.Abandon() || !await IsStartedAsync(entry, creating, cancellation))
            {
                throw new DatabaseAwayException(NothingStarted, late);
            }
        }
    }

    /// <summary>Whether an abandoned entry was written all the same.</summary>
    private async Task<bool> IsStartedAsync(JournalEntry.Created entry, Task creating, CancellationToken cancellation)
    {
        try
        {
            await creating.WaitAsync(LastPatience, time, cancellation);
            return true;
        }
        catch (OperationCanceledException) when (entry.Written.IsCanceled)
        {
            return false;
        }
        catch (TimeoutException late)
        {
            throw new DatabaseAwayException(
                "The database does not answer, and whether the run was started is not known: a repetition with the same Idempotency-Key, or the list of runs, will tell", late);
        }
    }

    private async Task WriteAsync(JournalEntry entry)
    {
        await writer.WriteAsync(entry, CancellationToken.None);
        await entry.Written;
    }

    /// <summary>Goes on also when the one who asked has gone: what is on disk as running must run.</summary>
    private async Task BeginWhenWrittenAsync(JournalEntry.Created entry, ReadyRun ready, ActiveRun? begun, Place? place, bool isAwaited)
    {
        try
        {
            await WriteAsync(entry);
        }
        catch
        {
            begun?.Dispose();
            place?.Dispose();
            queue.Release(ready.Run.Id);
            throw;
        }

        if (begun is not null && place is not null)
        {
            worker.Start(ready, begun, place);
        }
        else if (!isAwaited)
        {
            worker.Enqueue(ready);
        }
    }
}
