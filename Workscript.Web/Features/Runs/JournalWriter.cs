using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The one writer of runs and records. Whatever is waiting goes into one transaction, so that many runs share a commit and a run rarely waits
/// for the disk. While the database is away it tries again and the runs wait; an entry that the database refuses fails its own run only.
/// </summary>
public sealed partial class JournalWriter(
    IDbContextFactory<WorkscriptDb> databases, RunLease lease, RunFeed feed, TimeProvider time, ILogger<JournalWriter> logger) : BackgroundService
{
    private const int MostEntries = 200;
    private const int MostCharacters = 4 * 1024 * 1024;
    private const int MostWaiting = 1_000;
    private const int MostBreaks = 10;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<JournalEntry> _entries = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private JournalSession? _session;
    private long _mostBytes = int.MaxValue;

    /// <summary>Whether the database takes these texts as one row.</summary>
    internal bool Takes(params string?[] texts)
    {
        var most = Volatile.Read(ref _mostBytes) - 64 * 1024;
        return texts.Sum(text => text?.Length ?? 0L) * 3 < most || texts.Sum(text => text is null ? 0L : Encoding.UTF8.GetByteCount(text)) < most;
    }

    /// <summary>Whether the database takes so many bytes as one row.</summary>
    internal bool Takes(long bytes) => bytes < Volatile.Read(ref _mostBytes) - 64 * 1024;

    /// <summary>Takes an entry; waits while too many are on their way.</summary>
    internal ValueTask WriteAsync(JournalEntry entry, CancellationToken cancellation) => _entries.Writer.WriteAsync(entry, cancellation);

    /// <summary>Whether an entry would be taken at once, as far as can be told.</summary>
    internal bool HasRoom => _entries.Reader.Count < MostWaiting;

    /// <summary>Takes an entry that may be lost, unless too many others are on their way.</summary>
    internal bool TryWrite(JournalEntry entry) => _entries.Writer.TryWrite(entry);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken is written: the loop ends when the channel is empty.
        _entries.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the host: SQLite does its work within the call.
        await Task.Yield();
        try
        {
            await WriteForEverAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogGivenUp(_entries.Reader.Count);
        }

        await CloseAsync();
    }

    private async Task WriteForEverAsync(CancellationToken cancellation)
    {
        var batch = new List<JournalEntry>(MostEntries);
        while (await _entries.Reader.WaitToReadAsync(cancellation))
        {
            Fill(batch);
            await WriteAsync(batch, cancellation);
            batch.Clear();
        }
    }

    private void Fill(List<JournalEntry> batch)
    {
        var characters = 0L;
        while (batch.Count < MostEntries && characters < MostCharacters && _entries.Reader.TryRead(out var entry))
        {
            if (!entry.TryTake())
            {
                entry.LeftOut();
                continue;
            }

            batch.Add(entry);
            characters += entry.Characters;
        }
    }

    private async Task WriteAsync(List<JournalEntry> batch, CancellationToken cancellation)
    {
        var pause = ShortestPause;
        while (true)
        {
            var failure = await TryCommitAsync(batch, cancellation) ?? Finish(batch);
            if (failure is null || (!IsAway(failure) && await CommitOneByOneAsync(batch, cancellation)))
            {
                return;
            }

            LogAway(batch.Count, failure.Message);
            await Task.Delay(pause, time, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            for (var i = batch.Count - 1; i >= 0; i--)
            {
                if (await TryLeaveOutAsync(batch[i], cancellation))
                {
                    batch.RemoveAt(i);
                }
            }
        }
    }

    private async Task<Exception?> TryCommitAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        var failure = await TryAsync(session => session.CommitAsync(entries, cancellation), cancellation);
        foreach (var entry in entries)
        {
            entry.WasTried |= failure is not null;
        }

        return failure;
    }

    /// <summary>Whether every entry met its fate: written, or refused by a database that is there. Those that did are taken out of the list.</summary>
    private async Task<bool> CommitOneByOneAsync(List<JournalEntry> batch, CancellationToken cancellation)
    {
        while (batch.Count > 0)
        {
            JournalEntry[] first = [batch[0]];
            var failure = await TryLeaveOutAsync(first[0], cancellation) ? null : await TryCommitAsync(first, cancellation) ?? Finish(first);
            if (failure is null)
            {
                batch.RemoveAt(0);
                continue;
            }

            if (IsAway(failure) || !await IsThereAsync(cancellation) || (DatabaseCause.IsBroken(failure) && ++first[0].Breaks < MostBreaks))
            {
                return false;
            }

            LogRefused(failure);
            first[0].Failed(failure);
            batch.RemoveAt(0);
        }

        return true;
    }

    /// <summary>Leaves out an entry for which nobody waits any more, unless a commit that seemed to fail may have got it through.</summary>
    private async Task<bool> TryLeaveOutAsync(JournalEntry entry, CancellationToken cancellation)
    {
        if (!entry.IsAbandoned)
        {
            return false;
        }

        if (entry is JournalEntry.Created { WasTried: true, Run: var run })
        {
            var mayBeThere = true;
            await TryAsync(async session => mayBeThere = await session.HasAsync(run, cancellation), cancellation);
            if (mayBeThere)
            {
                return false;
            }
        }

        entry.LeftOut();
        return true;
    }

    private Exception? Finish(IEnumerable<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            entry.Committed();
            if (entry is JournalEntry.Recorded { Journal.Failure: null } recorded)
            {
                feed.Publish(recorded.Record);
            }
            else if (entry is JournalEntry.Ended { Applied: true } ended)
            {
                feed.PublishEnd(ended.Run);
            }
        }

        return null;
    }

    private async Task<JournalSession> OpenAsync(CancellationToken cancellation)
    {
        var session = await JournalSession.OpenAsync(databases, lease, cancellation);
        Volatile.Write(ref _mostBytes, session.MostBytes);
        return session;
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellation) =>
        await TryAsync(session => session.ProbeAsync(cancellation), cancellation) is null;

    /// <summary>Does something with the database; what went wrong, if anything.</summary>
    private async Task<Exception?> TryAsync(Func<JournalSession, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(_session ??= await OpenAsync(cancellation));
            return null;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            await CloseAsync();
            return failure;
        }
    }

    private async Task CloseAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    /// <summary>Whether it is for certain not about an entry.</summary>
    private static bool IsAway(Exception failure) =>
        (DatabaseCause.IsAway(failure) && !DatabaseCause.IsBroken(failure)) || failure is IOException or TimeoutException or SocketException;

    [LoggerMessage(2001, LogLevel.Warning, "The database does not take the journal; {Count} entries wait: {Reason}")]
    private partial void LogAway(int count, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "The journal ended before the database took the last {Count} entries; their runs go on from before them")]
    private partial void LogGivenUp(int count);

    [LoggerMessage(2002, LogLevel.Error, "The database refused an entry of the journal")]
    private partial void LogRefused(Exception failure);
}
