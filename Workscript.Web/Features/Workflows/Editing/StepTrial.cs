using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>Tries a step by itself: a test run of a document that has only that step, and begins with the state that it is to find.</summary>
public sealed class StepTrial(WorkflowEngine engine, RunLauncher launcher, WorkscriptDb db)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // What makes a test run of it, and not of the step: that it is switched off, waits before it tries again, or leaves what is pinned.
    private static readonly string[] LeftOut = ["@disabled", "@pin", "@retry"];

    /// <summary>Executes the step and waits for it. The state is what was typed, or else the one that is known there.</summary>
    internal async Task<TrialResult> TryAsync(JsonText text, WrittenStep step, KnownHere known, string? state, string? by, CancellationToken cancellation)
    {
        if (StateOf(state, known) is not { } begin)
        {
            return new("The state must be one JSON object, with a member for each key.");
        }

        var document = Json.Write(DocumentOf(text, step, begin, known.Moment?.Given ?? Value.Missing));
        var reading = engine.Read(document);
        if (!reading.IsValid)
        {
            return new($"The step cannot be tried: {reading.Errors.First().Message}");
        }

        return await launcher.LaunchAsync(reading, document, new RunStart(TriggerKind.Test, by), Limit, Limit, cancellation) switch
        {
            Launch.Started { Run: { IsFinal: true } run } => await ResultAsync(run, cancellation),
            Launch.Started { Run: var run } => new($"It has not come to its end yet.") { RunId = run.Id },
            Launch.NoRoom { Shortage: var shortage } => new(shortage.Message),
            Launch.Refused refused => new(string.Join("; ", refused.Problems.Select(problem => problem.Message))),
            _ => new("It did not start."),
        };
    }

    private static ValueMap? StateOf(string? typed, KnownHere known)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return known.State;
        }

        try
        {
            return Json.Read(typed).AsMap;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ValueMap DocumentOf(JsonText text, WrittenStep step, ValueMap state, Value given)
    {
        var tried = ValueMap.Of(step.IsLoop && step.Node is { } node ? node.Id : step.Key, ConfigOf(text, step));
        // A pinned step before it hands over what was handed over in the run.
        var workflow = given.IsMissing ? tried : ValueMap.Of("log", ValueMap.Of(
            ["message", "@pin", "success?"], "before", ValueMap.Of(["edge", "data"], "success", given), tried));
        var name = $"Trial of {step.Name ?? step.Key}";
        return ValueMap.Of(["id", "name", "version", "initialState", "workflow"], "trial", Texts.Shorten(name, Workflow.MaxName), "1.0.0", state, ValueList.Of(workflow));
    }

    /// <summary>The step's config without the steps that follow it; those of an item or a branch are part of it.</summary>
    private static Value ConfigOf(JsonText text, WrittenStep step)
    {
        if (step.Config is not { Kind: ValueKind.Map } config)
        {
            return step.Config is { } bare ? text.ValueOf(bare) : ValueMap.Empty;
        }

        var members = new ValueMap.Builder(config.Children.Count);
        foreach (var member in config.Children)
        {
            var isBody = step.Node?.Id is "forEach" or "parallel" && member.Name is not "success?" and not "error?" and not "complete?";
            if (!LeftOut.Contains(member.Name) && (isBody || !StepOutline.IsEdge(member)))
            {
                members.Set(member.Name, text.ValueOf(member));
            }
        }

        return members.Build();
    }

    private async Task<TrialResult> ResultAsync(Run run, CancellationToken cancellation)
    {
        var record = await db.RunRecords.AsNoTracking().Where(r => r.RunId == run.Id && !r.Pinned).OrderByDescending(r => r.Sequence).FirstOrDefaultAsync(cancellation);
        if (record is null)
        {
            return new(run.ErrorMessage ?? "It came to nothing.") { RunId = run.Id };
        }

        var texts = record.Texts;
        return new(record.ErrorMessage)
        {
            RunId = run.Id,
            Edge = record.Edge,
            Duration = TimeSpan.FromMilliseconds(record.DurationMs),
            Output = texts.Output is { } output ? Json.Read(output) : Value.Missing,
            Changes = [.. RecordText.ReadChanges(texts.Changes).Select(change => (change.Path.ToString(), change.Value))],
            Logs = texts.Logs is { } logs ? [.. Json.Read(logs).AsList!.Select(line => line["message"].AsText ?? line["message"].ToString())] : [],
        };
    }
}

/// <summary>What trying a step came to.</summary>
internal sealed record TrialResult(string? Problem)
{
    public string? RunId { get; init; }

    public string? Edge { get; init; }

    public TimeSpan Duration { get; init; }

    public Value Output { get; init; }

    public IReadOnlyList<(string Path, Value Value)> Changes { get; init; } = [];

    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>The result as a step's <c>@pin</c>.</summary>
    public ValueMap Pin => new ValueMap.Builder()
        .Set("edge", Edge!)
        .SetIfPresent("data", Output)
        .SetIfPresent("changes", Changes.Count == 0 ? Value.Missing : ValueMap.Of([.. Changes.Select(change => change.Path)], [.. Changes.Select(change => change.Value)]))
        .Build();
}
