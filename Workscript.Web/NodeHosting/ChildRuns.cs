using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Web.NodeHosting;

/// <summary>Runs that other runs start.</summary>
public sealed class ChildRuns(
    IDbContextFactory<WorkscriptDb> databases, RunLauncher launcher, RunSteering steering, ActiveRuns active, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public const int MostDepth = 10;

    public async Task<ChildRun> RunAsync(ChildRunCall call, CancellationToken cancellation)
    {
        RunStart? start = null;
        try
        {
            start = await DatabaseAbsence.OutlastAsync(() => StartOfAsync(call, cancellation), time, cancellation);
            // Its key makes sure that there is one, however often it is asked for.
            var run = Started(call, await DatabaseAbsence.OutlastAsync(() => launcher.LaunchAsync(call.WorkflowId, start, call.Patience, cancellation), time, cancellation));
            StopWithServer(call, run);
            cancellation.ThrowIfCancellationRequested();
            return run;
        }
        catch (OperationCanceledException) when (start is not null && active.Find(call.ParentId) is { IsParked: false, Cancellation.IsCancellationRequested: true })
        {
            // Who cancels a run that waits means what it waits for as well.
            await DatabaseAbsence.OutlastAsync(() => CancelAsync(call.WorkflowId, start.IdempotencyKey!), time, lifetime.ApplicationStopping);
            throw;
        }
        catch (Exception e) when (DatabaseCause.Of(e) is not null)
        {
            throw new NodeException("DATABASE_ERROR", "The server's database could not do this", e);
        }
    }

    private async Task<RunStart> StartOfAsync(ChildRunCall call, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var parent = await db.Runs.Where(r => r.Id == call.ParentId).Select(r => new { r.Depth, r.TriggeredBy }).FirstOrDefaultAsync(cancellation)
            ?? throw new NodeException("NOT_AVAILABLE", "Only a run of this server can run other workflows");
        if (parent.Depth >= MostDepth)
        {
            throw new NodeException("TOO_DEEP", $"Workflows start each other more than {MostDepth} runs deep: does '{call.WorkflowId}' start itself?");
        }

        return new(TriggerKind.Workflow, parent.TriggeredBy, Json.Write(call.State), $"step:{StoredText.Fingerprint($"{call.ParentId} {call.Key}")}")
        {
            Parent = new(call.ParentId, parent.Depth),
        };
    }

    private static ChildRun Started(ChildRunCall call, Launch launch) => launch switch
    {
        Launch.Started { Run: var run } => new(run.Id, run.Status.ToString().ToLowerInvariant(), OutcomeOf(run.Status), run.State is null ? null : Json.Read(run.State).AsMap, ErrorOf(run)),
        Launch.Refused refused => throw new NodeException(RunErrorCodes.InvalidInput, string.Join("; ", refused.Problems.Select(problem => problem.Message))),
        Launch.Paused paused => throw new NodeException(Launch.Paused.Code, paused.Message),
        _ => throw new NodeException("WORKFLOW_NOT_FOUND", $"Workflow not found: {call.WorkflowId}"),
    };

    private static RunOutcome? OutcomeOf(RunStatus status) => status switch
    {
        RunStatus.Completed => RunOutcome.Completed,
        RunStatus.Failed => RunOutcome.Failed,
        RunStatus.Cancelled => RunOutcome.Cancelled,
        RunStatus.Queued or RunStatus.Running or RunStatus.Waiting => null,
    };

    private static RunError? ErrorOf(Run run) => run.ErrorCode is null ? null : new(run.ErrorCode, run.ErrorMessage ?? "", run.ErrorPath, run.ErrorNode);

    /// <summary>A run that waits when the server stops has done nothing that could be lost: it waits again in the next one.</summary>
    private void StopWithServer(ChildRunCall call, ChildRun run)
    {
        if (run.Outcome is null && call.Patience > TimeSpan.Zero && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            active.Find(call.ParentId)?.Interrupt();
        }
    }

    private async Task<string?> CancelAsync(string workflowId, string key)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var child = await db.Runs.Where(r => r.WorkflowId == workflowId && r.IdempotencyKey == key).Select(r => r.Id).FirstOrDefaultAsync();
        if (child is not null)
        {
            await steering.CancelAsync(child, CancellationToken.None);
        }

        return child;
    }
}
