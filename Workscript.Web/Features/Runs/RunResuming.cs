using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Lets runs go on that wait: for a person, a call, or a time that somebody does not want to wait for.</summary>
public sealed class RunResuming(WorkscriptDb db, ActiveRuns active, WakeUps wakeUps, TimeProvider time)
{
    private const string Data = "data";

    /// <summary>Answers a step that waits. An answer is on disk when this returns, and counts whatever becomes of the server.</summary>
    public async Task<Resumption> AnswerAsync(string runId, StepReply reply, CancellationToken cancellation)
    {
        if (await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Id == runId, cancellation) is not { } run)
        {
            return new Resumption.NotFound();
        }

        var fingerprint = reply.Step is null ? null : OpenStep.FingerprintOf(reply.Step);
        var waiting = await db.OpenSteps
            .Where(s => s.RunId == runId && s.Kind != OpenKind.Effect && s.AnsweredAt == null && (fingerprint == null || s.Fingerprint == fingerprint))
            .ToListAsync(cancellation);
        var steps = waiting.Where(step => reply.Kind is null || step.Kind == reply.Kind).ToList();
        if (run.IsFinal || steps.Count == 0)
        {
            return new Resumption.Refused(run.IsFinal ? $"The run is over: it is {run.Status.ToString().ToLowerInvariant()}." : "No step of the run waits for this, or it was answered already.");
        }

        if (steps.Count > 1)
        {
            return new Resumption.Refused($"Several steps of the run wait: name one as 'step': {string.Join(", ", steps.Select(step => step.Key))}.");
        }

        return await AnswerAsync(run, steps[0], reply, cancellation);
    }

    private async Task<Resumption> AnswerAsync(Run run, OpenStep step, StepReply reply, CancellationToken cancellation)
    {
        var edge = reply.Edge ?? (step.Answers is [var only] ? only : null);
        if (edge is null ? step.Answers.Count > 0 : !step.Answers.Contains(edge))
        {
            return new Resumption.Wrong(step.Answers.Count > 0
                ? $"The step waits for one of these edges: {string.Join(", ", step.Answers)}."
                : "The step waits for its time, which has one edge only: leave 'edge' out to let it go on now.");
        }

        var now = time.GetUtcNow().UtcDateTime;
        step.TryAnswer(reply.By, edge, edge is null ? null : Json.Write(Output(step, reply, now)), now);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Resumption.Refused("The step was answered, or its time came, in this very moment.");
        }

        active.Find(run.Id)?.Answer(step);
        wakeUps.Look();
        return new Resumption.Done(run);
    }

    private static ValueMap Output(OpenStep step, StepReply reply, DateTime now)
    {
        var output = step.Kind == OpenKind.Approval && reply.Data.AsMap is { } members ? ValueMap.Builder.From(members) : new ValueMap.Builder().SetIfPresent(Data, reply.Data);
        return output.Set("by", reply.By).Set("at", DateText.Of(now)).Build();
    }
}

/// <summary>An answer to a step that waits: which step, by its key (the one that there is, when null), the edge that it is to take, and data for it.</summary>
public sealed record StepReply(string By, string? Step = null, string? Edge = null, Value Data = default)
{
    /// <summary>Only a step that waits for this may be meant.</summary>
    public OpenKind? Kind { get; init; }
}

/// <summary>What answering came to.</summary>
public abstract record Resumption
{
    private Resumption()
    {
    }

    /// <summary>The run goes on; here it is as it was.</summary>
    public sealed record Done(Run Run) : Resumption;

    public sealed record NotFound : Resumption;

    /// <summary>Nothing waits for it.</summary>
    public sealed record Refused(string Why) : Resumption;

    /// <summary>The step does not take that answer.</summary>
    public sealed record Wrong(string Why) : Resumption;
}
