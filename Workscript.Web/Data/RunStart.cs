namespace Workscript.Web.Data;

/// <summary>What a run is started with. The input is a JSON object.</summary>
public sealed record RunStart(TriggerKind Trigger, string? By, string Input = "{}", string? IdempotencyKey = null)
{
    /// <summary>The run that wants this one, if it is one.</summary>
    public RunParent? Parent { get; init; }

    /// <summary>Raised to <see cref="RunPriority.Awaited"/> when somebody waits for the run's end.</summary>
    public RunPriority Priority { get; init; } = RunPriority.Normal;

    /// <summary>Given by the launcher, from what the workflow's settings say.</summary>
    public string? ConcurrencyKey { get; init; }
}

/// <summary>The first so many records of a run, which another try of it takes over, and what is changed in the state between them.</summary>
public sealed record RetriedRecords(long Count, string? Edits);

/// <summary>A run that starts another.</summary>
public sealed record RunParent(string RunId, int Depth);
