using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Live;
using WorkflowProgram = Workscript.Engine.Definitions.Program;

namespace Workscript.Web.Features.Runs;

/// <summary>Brings one run from its row to its end: reads the program, lets the engine work, writes what it came to.</summary>
public sealed partial class RunDriver(
    WorkflowEngine engine, ProgramCache programs, IDbContextFactory<WorkscriptDb> databases, JournalWriter writer, RecordPages pages, RunLease lease, RunSteering steering, RunLimits limits,
    TimeProvider time, ILogger<RunDriver> logger)
{
    /// <summary>Fails by the run's end, not by exceptions. A run that is parked, or turns out not to be ours, is left as it is.</summary>
    internal async Task DriveAsync(ReadyRun ready, ActiveRun active)
    {
        var run = ready.Run;
        try
        {
            var journal = new RunJournal(run.Id, writer, time, active.Cancel);
            if (await WorkAsync(ready, journal, active) is { } end)
            {
                await EndAsync(run, active, journal, end with { Ending = end.Ending with { Bytes = journal.Bytes } });
            }
        }
        catch (Exception failure)
        {
            LogLost(run.Id, failure);
        }
    }

    private async Task<RunEnd?> WorkAsync(ReadyRun ready, RunJournal journal, ActiveRun active)
    {
        var run = ready.Run;
        active.Use(journal);
        try
        {
            if (ready.IsResumed || run.RetriedAfter > 0)
            {
                await ResumeAsync(run, journal, active);
            }

            // What a process died of may come before its next record: that it tried is on disk before it does, or it would be tried for ever.
            var mayGoOn = run.TryRecover(journal.Recorded);
            if (run.TryStart(lease.Id, time.GetUtcNow().UtcDateTime))
            {
                var begun = new JournalEntry.Begun(run, journal);
                await writer.WriteAsync(begun, CancellationToken.None);
                if (run.Recoveries > 0 && !await begun.Written)
                {
                    return null;
                }
            }

            return mayGoOn ? await RunAsync(ready, journal, active) : Poisoned(run, journal);
        }
        catch (Exception) when (journal.Failure is RunTakenException)
        {
            return null;
        }
        catch (RecordTooLargeException failure)
        {
            return Failed(run, RunErrorCodes.StateLimit, failure.Message);
        }
        catch (DamagedRecordException failure)
        {
            LogBroken(run.Id, failure);
            return Failed(run, "DAMAGED_RECORD", failure.Message);
        }
        catch (Exception failure) when (journal.Failure is not null || failure is JournalException)
        {
            LogNotRecorded(run.Id, failure);
            return Failed(run, "NOT_RECORDED", failure.Message);
        }
        catch (OperationCanceledException) when (active.IsParked)
        {
            return null;
        }
        catch (Exception failure)
        {
            LogBroken(run.Id, failure);
            return Failed(run, "INTERNAL_ERROR", $"The server could not go on with this run; its log says why under {run.Id}");
        }
    }

    private async Task ResumeAsync(Run run, RunJournal journal, ActiveRun active)
    {
        var opened = await DatabaseAbsence.OutlastAsync(() => ReadOpenAsync(run.Id, active.Parking), time, active.Parking);
        journal.Resume(await RunReplay.OpenAsync(run.Id, pages, time, active.Parking), opened);
    }

    private async Task<List<OpenStep>> ReadOpenAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.OpenSteps.AsNoTracking().Where(s => s.RunId == runId).ToListAsync(cancellation);
    }

    private async Task<RunEnd?> RunAsync(ReadyRun ready, RunJournal journal, ActiveRun active)
    {
        var run = ready.Run;
        var (program, problem) = ready.Program is { } known ? (known, null) : await DatabaseAbsence.OutlastAsync(() => ReadAsync(run, active.Parking), time, active.Parking);
        if (program is null)
        {
            return Failed(run, "NO_PROGRAM", problem!);
        }

        var result = await engine.RunAsync(program, OptionsOf(ready, journal), active.Cancellation);
        if (journal.Failure is { } failure)
        {
            throw new JournalException($"The database refused a record of the run: {failure.Message}", failure);
        }

        if (active.IsParked && result.Outcome is RunOutcome.Cancelled or RunOutcome.Waiting)
        {
            return null;
        }

        return EndOf(run, result);
    }

    private async Task<(WorkflowProgram? Program, string? Problem)> ReadAsync(Run run, CancellationToken cancellation)
    {
        var reading = run.Definition is { } text ? engine.Read(text) : await programs.ReadAsync(run.WorkflowId!, run.Version!.Value, cancellation);
        if (reading is null)
        {
            return (null, $"Version {run.Version} of the workflow '{run.WorkflowId}' was deleted before the run began");
        }

        return (reading.Program, reading.IsValid ? null : $"The definition is not valid: {reading.Errors.First().Message}");
    }

    private RunOptions OptionsOf(ReadyRun ready, RunJournal journal)
    {
        var run = ready.Run;
        return new RunOptions
        {
            RunId = run.Id,
            State = Json.Read(run.Input).AsMap ?? ValueMap.Empty,
            Trigger = RunTriggers.Describe(run.Trigger, run.TriggeredBy),
            Journal = journal,
            Edits = StateEdits.Read(run.Edits),
            Attempt = run.Attempt,
            UsesPins = run.Trigger == TriggerKind.Test,
            Limits = ready.Limit is { } limit ? limits with { Timeout = limit, LongestTimeout = limit } : limits,
        };
    }

    private RunEnd EndOf(Run run, RunResult result)
    {
        var state = Json.Write(result.State);
        if (!writer.Takes(state))
        {
            return Failed(run, RunErrorCodes.StateLimit, "The state at the end is larger than the database takes in one row");
        }

        return new(result.Outcome, new(state, result.Steps, result.Warnings)
        {
            ErrorCode = result.Error?.Code,
            ErrorMessage = result.Error?.Message,
            ErrorPath = result.Error?.Path,
            ErrorNode = result.Error?.Node,
        });
    }

    private async Task EndAsync(Run run, ActiveRun active, RunJournal journal, RunEnd end)
    {
        var now = time.GetUtcNow().UtcDateTime;
        _ = end.Outcome switch
        {
            RunOutcome.Completed => run.TryComplete(end.Ending, now),
            RunOutcome.Failed => run.TryFail(end.Ending, now),
            RunOutcome.Cancelled => run.TryCancel(end.Ending, now),
            RunOutcome.Waiting => run.TryWait(),
        };
        JournalEntry entry = end.Outcome == RunOutcome.Waiting ? new JournalEntry.Rested(run) : new JournalEntry.Ended(run, journal.HasOpenSteps);
        await writer.WriteAsync(entry, CancellationToken.None);
        active.LeavePlace();
        if (!await entry.Written)
        {
            LogNotOurs(run.Id);
        }
        else if (run.Status == RunStatus.Waiting)
        {
            await DatabaseAbsence.OutlastAsync(() => CancelIfAskedAsync(run.Id, active.Parking), time, active.Parking);
        }
    }

    /// <summary>Somebody may have asked a run to stop that had just come to rest, and so did not hear it.</summary>
    private async Task<bool> CancelIfAskedAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var isAsked = await db.Runs.AnyAsync(r => r.Id == runId && r.CancelRequestedAt != null, cancellation);
        if (isAsked)
        {
            await steering.CancelAsync(runId, cancellation);
        }

        return isAsked;
    }

    private static RunEnd Poisoned(Run run, RunJournal journal) => Failed(
        run,
        "POISONED",
        $"The server ended {run.Recoveries} times while it worked on this run, each time without its getting further than step {journal.Recorded:N0}, so it is not tried again by itself");

    private static RunEnd Failed(Run run, string code, string message) =>
        new(RunOutcome.Failed, new(run.Input, 0, 0) { ErrorCode = code, ErrorMessage = message });

    [LoggerMessage(2011, LogLevel.Error, "Run {RunId} failed because of an error in the server")]
    private partial void LogBroken(string runId, Exception failure);

    [LoggerMessage(2012, LogLevel.Error, "Run {RunId} failed because it could not be recorded")]
    private partial void LogNotRecorded(string runId, Exception failure);

    [LoggerMessage(2013, LogLevel.Error, "The end of run {RunId} could not be written; it is taken up again at the next start")]
    private partial void LogLost(string runId, Exception failure);

    [LoggerMessage(2014, LogLevel.Warning, "Run {RunId} was already over when its end was written")]
    private partial void LogNotOurs(string runId);

    private sealed record RunEnd(RunOutcome Outcome, RunEnding Ending);
}

/// <summary>A run whose turn has come, or soon will. The limit is on the time that it works, in place of the usual one.</summary>
public sealed record ReadyRun(Run Run, TimeSpan? Limit = null)
{
    /// <summary>Whether there may be records of an earlier attempt.</summary>
    public bool IsResumed { get; init; }

    /// <summary>What runs, where it was read already.</summary>
    public Engine.Definitions.Program? Program { get; init; }

    /// <summary>Whether it has the slot of its concurrency key already, before its turn has come.</summary>
    public bool HoldsSlot { get; init; }
}

internal static class RunTriggers
{
    /// <summary>What <c>$trigger</c> is in a run.</summary>
    public static Value Describe(TriggerKind kind, string? by) => ValueMap.Of(["kind", "by"], kind.ToString().ToLowerInvariant(), by);
}
