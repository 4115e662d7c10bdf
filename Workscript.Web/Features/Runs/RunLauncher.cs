using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The one way in which runs begin, whoever wants them. A run is on disk before it is acknowledged; it then begins at once where there is
/// room, else in its turn.
/// </summary>
public sealed class RunLauncher(
    IDbContextFactory<WorkscriptDb> databases, ProgramCache programs, JournalWriter writer, RunWorker worker, ActiveRuns active, RunFeed feed, TimeProvider time)
{
    // Longer, and whoever asked is told that nothing was started; the database is away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs the current version of a workflow. A positive <paramref name="wait"/> waits so long for the run's end.</summary>
    public async Task<Launch> LaunchAsync(string workflowId, RunStart start, TimeSpan wait, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var workflow = await db.Workflows.AsNoTracking().FirstOrDefaultAsync(w => w.Id == workflowId, cancellation);
        if (workflow is null || await programs.ReadAsync(workflowId, workflow.Version, cancellation) is not { } reading)
        {
            return new Launch.NotFound();
        }

        if (await FindRepeatAsync(workflowId, start, cancellation) is { } earlier)
        {
            return await RepeatAsync(earlier, start.Parent, wait, cancellation);
        }

        if (Problems(reading, start) is { Count: > 0 } problems)
        {
            return new Launch.Refused(problems);
        }

        try
        {
            var run = Run.Enqueue(workflow, start, time.GetUtcNow().UtcDateTime);
            return await LaunchAsync(new ReadyRun(run) { Program = reading.Program }, start.Parent, wait, cancellation);
        }
        catch (DbException) when (start.IdempotencyKey is not null)
        {
            // Two requests with one key at the same moment: the database let one of them in.
            if (await FindRepeatAsync(workflowId, start, cancellation) is not { } winner)
            {
                throw;
            }

            return await RepeatAsync(winner, start.Parent, wait, cancellation);
        }
    }

    /// <summary>Runs a valid text that is not stored. The limit, if any, is on the time that the run may work.</summary>
    public async Task<Launch> LaunchAsync(Reading reading, string text, RunStart start, TimeSpan? limit, TimeSpan wait, CancellationToken cancellation)
    {
        if (Problems(reading, start) is { Count: > 0 } problems)
        {
            return new Launch.Refused(problems);
        }

        var run = Run.Enqueue(reading.Definition!.Name, text, start, time.GetUtcNow().UtcDateTime);
        return await LaunchAsync(new ReadyRun(run, limit) { Program = reading.Program }, parent: null, wait, cancellation);
    }

    private static IReadOnlyList<InputProblem> Problems(Reading reading, RunStart start)
    {
        if (!reading.IsValid)
        {
            return [new("", $"The workflow's definition is not valid: {reading.Errors.First().Message}")];
        }

        return InputCheck.Check(reading.Definition!, Json.Read(start.Input).AsMap ?? ValueMap.Empty).Problems;
    }

    private async Task<Launch.Started> LaunchAsync(ReadyRun ready, RunParent? parent, TimeSpan wait, CancellationToken cancellation)
    {
        using var expectation = wait > TimeSpan.Zero ? feed.Expect(ready.Run.Id) : null;
        await CreateAsync(ready, isAwaited: parent is not null && expectation is not null, cancellation);
        var ended = expectation is null ? null : await LendAsync(parent, ready, feed.WhenEndedAsync(expectation, wait, cancellation), cancellation);
        return new(ended ?? ready.Run, IsRepeat: false);
    }

    private async Task<Launch.Started> RepeatAsync(Run earlier, RunParent? parent, TimeSpan wait, CancellationToken cancellation)
    {
        if (wait <= TimeSpan.Zero || earlier.IsFinal)
        {
            return new(earlier, IsRepeat: true);
        }

        var ready = new ReadyRun(earlier) { IsResumed = earlier.StartedAt is not null };
        var ended = await LendAsync(parent, ready, feed.WhenEndedAsync(earlier.Id, wait, cancellation), cancellation);
        return new(ended ?? earlier, IsRepeat: true);
    }

    /// <summary>Waits for the end of a run. When the one who waits is a run as well, a run that is in the queue may have its place.</summary>
    private async Task<Run?> LendAsync(RunParent? parent, ReadyRun ready, Task<Run?> ended, CancellationToken cancellation)
    {
        if (parent is null || ready.Run.Status != RunStatus.Queued)
        {
            return await ended;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var starting = worker.StartInPlaceOfAsync(parent.RunId, ready, waiting.Token);
        try
        {
            return await ended;
        }
        finally
        {
            await waiting.CancelAsync();
            await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (starting.IsCanceled)
            {
                worker.Enqueue(ready);
            }
        }
    }

    private async Task CreateAsync(ReadyRun ready, bool isAwaited, CancellationToken cancellation)
    {
        ActiveRun? begun = null;
        var place = worker.TryTakePlace();
        if (place is not null)
        {
            begun = active.Add(ready.Run.Id);
            ready.Run.TryStart(time.GetUtcNow().UtcDateTime);
        }

        var entry = new JournalEntry.Created(ready.Run);
        var creating = BeginWhenWrittenAsync(entry, ready, begun, place, isAwaited);
        try
        {
            await creating.WaitAsync(Patience, time, cancellation);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            entry.Abandon();
            throw failure is TimeoutException ? new LaunchException(failure) : failure;
        }
    }

    /// <summary>Goes on also when the one who asked has gone: what is on disk as running must run.</summary>
    private async Task BeginWhenWrittenAsync(JournalEntry.Created entry, ReadyRun ready, ActiveRun? begun, Place? place, bool isAwaited)
    {
        try
        {
            await writer.WriteAsync(entry, CancellationToken.None);
            await entry.Written;
        }
        catch
        {
            begun?.Dispose();
            place?.Dispose();
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

    private async Task<Run?> FindRepeatAsync(string workflowId, RunStart start, CancellationToken cancellation)
    {
        if (start.IdempotencyKey is not { } key)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.WorkflowId == workflowId && r.IdempotencyKey == key, cancellation);
    }
}

/// <summary>What wanting a run came to.</summary>
public abstract record Launch
{
    private Launch()
    {
    }

    /// <summary>The run that was started, or the one that an earlier request with the same key did. Final when it was waited for, and ended in time.</summary>
    public sealed record Started(Run Run, bool IsRepeat) : Launch;

    /// <summary>There is no such workflow.</summary>
    public sealed record NotFound : Launch;

    /// <summary>The workflow does not take what it was given.</summary>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : Launch;
}

/// <summary>Nothing was started: the database did not take the run in time.</summary>
public sealed class LaunchException(Exception inner) : Exception("The database does not answer; nothing was started", inner);
