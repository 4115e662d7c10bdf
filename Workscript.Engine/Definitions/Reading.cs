using Workscript.Engine.Execution;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>What reading a document gave: all its findings in the order of the text, and a program unless one of them is an error.</summary>
public sealed record Reading(WorkflowDefinition? Definition, Program? Program, IReadOnlyList<Diagnostic> Diagnostics)
{
    public bool IsValid => Program is not null;

    public IEnumerable<Diagnostic> Errors => Diagnostics.Where(d => d.Severity == Severity.Error);
}

/// <summary>The head of a document: everything but its steps.</summary>
public sealed record WorkflowDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public string? Description { get; init; }

    public required ValueMap InitialState { get; init; }

    public required IReadOnlyList<InputDeclaration> Inputs { get; init; }

    public required WorkflowSettings Settings { get; init; }

    /// <summary>
    /// What <c>settings.concurrencyKey</c> comes to for a run that is given this state, in which defaults are filled in; or why it comes to nothing. Missing
    /// where there is no such setting.
    /// </summary>
    public (Value Key, string? Problem) ConcurrencyKeyOf(ValueMap given, Value trigger)
    {
        if (Settings.ConcurrencyKey is not { } key)
        {
            return (Value.Missing, null);
        }

        try
        {
            var state = new State(InitialState);
            state.Overlay(given);
            var value = new Scope(state) { Trigger = trigger }.Evaluate(key);
            return (value.IsMissing ? Value.Null : value, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (Value.Missing, e.Message);
        }
    }
}

/// <summary>A value that a run is given, declared once for the run form, the command line and the API.</summary>
public sealed record InputDeclaration(string Name, InputType Type)
{
    public bool Required { get; init; }

    public Value Default { get; init; }

    public IReadOnlyList<Value> Choices { get; init; } = [];

    public string? Help { get; init; }

    public bool Secret { get; init; }
}

public enum InputType
{
    String,
    Number,
    Integer,
    Boolean,
    Array,
    Object,
    File,
}

/// <summary>A document's <c>settings</c>; null where it says nothing.</summary>
public sealed record WorkflowSettings
{
    public TimeSpan? Timeout { get; init; }

    public int? MaxSteps { get; init; }

    public int? MaxLoops { get; init; }

    /// <summary>Whether an <c>error</c> edge that a step does not name fails the run.</summary>
    public bool FailOnUnnamedError { get; init; }

    /// <summary>How many runs of the workflow may be under way at once, those that wait for something included.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Gives a value of the state at the start; the limit on runs at once then counts for each value by itself.</summary>
    public Expression? ConcurrencyKey { get; init; }

    public ConflictPolicy OnConflict { get; init; }

    /// <summary>The id of the workflow that runs when one of this fails.</summary>
    public string? OnFailure { get; init; }

    /// <summary>Which of the runs that are over are kept; null where the server's settings say it all.</summary>
    public KeepSettings? Keep { get; init; }
}

/// <summary>Which of the runs that are over are kept. What is null is left to the server's settings.</summary>
public sealed record KeepSettings
{
    public TimeSpan? Age { get; init; }

    /// <summary>How long those that failed are kept.</summary>
    public TimeSpan? FailedAge { get; init; }

    /// <summary>At most so many; the oldest that went well are the first to go.</summary>
    public int? Runs { get; init; }

    /// <summary>At most so many as take this much; the oldest that went well are the first to go.</summary>
    public int? Megabytes { get; init; }
}

/// <summary>What becomes of a run for which there is no room beside those of its workflow that go on.</summary>
public enum ConflictPolicy
{
    /// <summary>It waits for its turn.</summary>
    Queue,

    /// <summary>It is not begun at all.</summary>
    Skip,

    /// <summary>The oldest are cancelled, and it begins when they have ended.</summary>
    Cancel,
}
