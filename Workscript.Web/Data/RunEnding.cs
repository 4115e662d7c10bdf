namespace Workscript.Web.Data;

/// <summary>What a run came to. The state is a JSON object.</summary>
public sealed record RunEnding(string State, long Steps, int Warnings)
{
    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public string? ErrorPath { get; init; }

    public string? ErrorNode { get; init; }

    /// <summary>About how much of the database its records take.</summary>
    public long Bytes { get; init; }

    internal static RunEnding Skipped(string input, string otherId) => new(input, 0, 0)
    {
        ErrorCode = "SKIPPED",
        ErrorMessage = $"Run {otherId} was under way, and the workflow's settings say not to begin another beside it (settings.onConflict is skip)",
    };

    /// <summary>Of a run that is cancelled while nobody works on it.</summary>
    internal static RunEnding AtRest(string state, long steps) => new(state, steps, 0)
    {
        ErrorCode = "CANCELLED",
        ErrorMessage = steps == 0 ? "The run was cancelled before it began" : "The run was cancelled while it waited",
    };
}
