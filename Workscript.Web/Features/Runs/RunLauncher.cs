using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Hosting;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The one way in which runs begin, whoever wants them. A run is on disk before it is acknowledged; it then begins at once where there is
/// room, else in its turn.
/// </summary>
public sealed partial class RunLauncher(
    IDbContextFactory<WorkscriptDb> databases, OpenContexts contexts, ProgramCache programs, RunIntake intake, RunWorker worker, RunSteering steering, RunFeed feed, DiskWatch disk,
    TimeProvider time, ILogger<RunLauncher> logger)
{
    private readonly Func<WorkscriptDb, string, string, CancellationToken, Task<Run?>> _runOfKey = EF.CompileAsyncQuery(
        (WorkscriptDb db, string workflow, string key, CancellationToken _) =>
            db.Runs.AsNoTracking().FirstOrDefault(r => r.WorkflowId == workflow && r.IdempotencyKey == key));

    /// <summary>Runs the current version of a workflow. A positive <paramref name="wait"/> waits so long for the run's end.</summary>
    public async Task<Launch> LaunchAsync(string workflowId, RunStart start, TimeSpan wait, CancellationToken cancellation)
    {
        if (await programs.ReadCurrentAsync(workflowId, cancellation) is not var (workflow, reading))
        {
            return new Launch.NotFound();
        }

        if (await FindRepeatAsync(workflowId, start, cancellation) is { } earlier)
        {
            return await RepeatAsync(earlier, start, wait, cancellation);
        }

        if (workflow.IsPaused && start.Trigger != TriggerKind.Manual)
        {
            return new Launch.Paused($"{workflow.Name} is paused: until somebody resumes it, it can only be run by hand");
        }

        var (given, problems) = Check(reading, start);
        if (problems.Count > 0)
        {
            return new Launch.Refused(problems);
        }

        var (key, problem) = ConcurrencyKeys.Of(reading.Definition!, given, start);
        if (problem is not null)
        {
            return new Launch.Refused([new("", problem)]) { Setting = "/settings/concurrencyKey" };
        }

        try
        {
            var run = Run.Enqueue(workflow, Awaited(start, wait) with { ConcurrencyKey = key }, time.GetUtcNow().UtcDateTime);
            return await LaunchAsync(new ReadyRun(run) { Program = reading.Program }, start.Parent, wait, cancellation);
        }
        catch (DbException) when (start.IdempotencyKey is not null)
        {
            // Two requests with one key at the same moment: the database let one of them in.
            if (await FindRepeatAsync(workflowId, start, cancellation) is not { } winner)
            {
                throw;
            }

            return await RepeatAsync(winner, start, wait, cancellation);
        }
    }

    /// <summary>Runs a valid text that is not stored: of nothing, or of the draft of a workflow. The limit, if any, is on the time that the run may work.</summary>
    public async Task<Launch> LaunchAsync(
        Reading reading, string text, RunStart start, TimeSpan? limit, TimeSpan wait, CancellationToken cancellation, string? draftOf = null)
    {
        if (Check(reading, start).Problems is { Count: > 0 } problems)
        {
            return new Launch.Refused(problems);
        }

        var run = Run.Enqueue(reading.Definition!.Name, text, Awaited(start, wait), time.GetUtcNow().UtcDateTime, draftOf);
        return await LaunchAsync(new ReadyRun(run, limit) { Program = reading.Program }, parent: null, wait, cancellation);
    }

    /// <summary>Begins another try of a run that is over, which is made of what it is started with.</summary>
    internal async Task<Launch> RetryAsync(Reading reading, RunStart start, Func<RunStart, Run> make, CancellationToken cancellation)
    {
        var (given, problems) = Check(reading, start);
        if (problems.Count > 0)
        {
            return new Launch.Refused(problems);
        }

        var run = make(Awaited(start, TimeSpan.Zero));
        if (run is { WorkflowId: not null, Definition: null })
        {
            var (key, problem) = ConcurrencyKeys.Of(reading.Definition!, given, start);
            if (problem is not null)
            {
                return new Launch.Refused([new("", problem)]) { Setting = "/settings/concurrencyKey" };
            }

            run = make(Awaited(start, TimeSpan.Zero) with { ConcurrencyKey = key });
        }

        return await LaunchAsync(new ReadyRun(run) { Program = reading.Program }, parent: null, TimeSpan.Zero, cancellation);
    }

    private static (ValueMap Given, IReadOnlyList<InputProblem> Problems) Check(Reading reading, RunStart start) => reading.IsValid
        ? InputCheck.Check(reading.Definition!, Json.Read(start.Input).AsMap ?? ValueMap.Empty)
        : (ValueMap.Empty, [new("", $"The workflow's definition is not valid: {reading.Errors.First().Message}")]);

    private static RunStart Awaited(RunStart start, TimeSpan wait) =>
        start.Priority != RunPriority.Bulk && (wait > TimeSpan.Zero || start.Trigger is TriggerKind.Manual or TriggerKind.Test) ? start with { Priority = RunPriority.Awaited } : start;

    private async Task<Launch> LaunchAsync(ReadyRun ready, RunParent? parent, TimeSpan wait, CancellationToken cancellation)
    {
        if (parent is null && disk.Shortage is { } shortage)
        {
            return new Launch.NoRoom(shortage);
        }

        var policy = ready.Run.ConcurrencyKey is null ? ConflictPolicy.Queue : ready.Program!.Definition.Settings.OnConflict;
        if (policy == ConflictPolicy.Skip)
        {
            if (await intake.TryReserveAsync(ready, cancellation) is { } other)
            {
                return await SkipAsync(ready.Run, other, cancellation);
            }

            ready = ready with { HoldsSlot = true };
        }

        using var expectation = wait > TimeSpan.Zero ? feed.Expect(ready.Run.Id) : null;
        await intake.BeginAsync(ready, awaitedBy: expectation is null ? null : parent?.RunId, cancellation);
        if (policy == ConflictPolicy.Cancel)
        {
            await CancelOlderAsync(ready);
        }

        var ended = expectation is null ? null : await LendAsync(parent, ready, feed.WhenEndedAsync(expectation, wait, cancellation), cancellation);
        return new Launch.Started(ended ?? ready.Run, IsRepeat: false);
    }

    private async Task<Launch> SkipAsync(Run run, string other, CancellationToken cancellation)
    {
        run.TryCancel(RunEnding.Skipped(run.Input, other), time.GetUtcNow().UtcDateTime);
        await intake.KeepAsync(run, cancellation);
        return new Launch.Started(run, IsRepeat: false);
    }

    /// <summary>Leaves of the runs that share the new one's key the youngest, as many as may be under way, whichever of them was written first.</summary>
    private async Task CancelOlderAsync(ReadyRun ready)
    {
        var run = ready.Run;
        try
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            var older = await db.Runs
                .Where(r => r.ConcurrencyKey == run.ConcurrencyKey && (r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting))
                .OrderByDescending(r => r.Id)
                .Skip(ready.Program!.Definition.Settings.Concurrency ?? 1)
                .Select(r => r.Id)
                .ToListAsync(CancellationToken.None);
            foreach (var id in older)
            {
                await steering.CancelAsync(id, CancellationToken.None);
            }
        }
        catch (Exception failure) when (DatabaseCause.Of(failure) is not null)
        {
            // The run is there, and has its turn when they have ended.
            LogNotCancelled(run.Id, failure);
        }
    }

    private async Task<Launch> RepeatAsync(Run earlier, RunStart start, TimeSpan wait, CancellationToken cancellation)
    {
        // What a step gives its child may have been evaluated anew; the step is the same.
        if (start.Parent is null && earlier.Input != start.Input && !Json.Read(earlier.Input).Equals(Json.Read(start.Input)))
        {
            return new Launch.KeyReused(earlier);
        }

        if (wait <= TimeSpan.Zero || earlier.IsFinal)
        {
            return new Launch.Started(earlier, IsRepeat: true);
        }

        var ready = new ReadyRun(earlier) { IsResumed = earlier.StartedAt is not null };
        var ended = await LendAsync(start.Parent, ready, feed.WhenEndedAsync(earlier.Id, wait, cancellation), cancellation);
        return new Launch.Started(ended ?? earlier, IsRepeat: true);
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
            if (starting.IsCanceled && ended is not { IsCompletedSuccessfully: true, Result: not null })
            {
                worker.Enqueue(ready);
            }
        }
    }

    private async Task<Run?> FindRepeatAsync(string workflowId, RunStart start, CancellationToken cancellation)
    {
        if (start.IdempotencyKey is not { } key)
        {
            return null;
        }

        return await contexts.AskAsync(db => _runOfKey(db, workflowId, key, cancellation), cancellation);
    }

    [LoggerMessage(2031, LogLevel.Warning, "The runs that run {RunId} takes the place of could not be cancelled")]
    private partial void LogNotCancelled(string runId, Exception failure);
}
