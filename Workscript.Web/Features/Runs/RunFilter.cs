using Workscript.Web.Data;
using Workscript.Web.Features.Api;

namespace Workscript.Web.Features.Runs;

/// <summary>Which runs a list shows. Times are those of acceptance; the text is looked for in the workflow's name and id and the run's id.</summary>
public sealed record RunFilter
{
    public string? Workflow { get; init; }

    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    public TriggerKind? Trigger { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string? Text { get; init; }

    /// <summary>The id of the last run of the page before: the newest come first.</summary>
    public string? After { get; init; }

    public static RunFilter Of(string? workflow, string? status, string? trigger, string? from, string? to, string? text, string? after) => new()
    {
        Workflow = workflow,
        Statuses = [.. (status ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(s => Query.Choice<RunStatus>("status", s))],
        Trigger = trigger is { Length: > 0 } ? Query.Choice<TriggerKind>("trigger", trigger) : null,
        From = from is { Length: > 0 } ? Query.Time("from", from) : null,
        To = to is { Length: > 0 } ? Query.Time("to", to) : null,
        Text = text,
        After = after is { Length: > 0 } ? Query.RunId("after", after) : null,
    };

    public IQueryable<Run> Of(IQueryable<Run> runs)
    {
        var chosen = runs;
        if (Workflow is { Length: > 0 } workflow)
        {
            chosen = chosen.Where(r => r.WorkflowId == workflow);
        }

        if (Statuses.Count > 0)
        {
            chosen = chosen.Where(r => Statuses.Contains(r.Status));
        }

        if (Trigger is { } trigger)
        {
            chosen = chosen.Where(r => r.Trigger == trigger);
        }

        if (Text?.Trim().ToLowerInvariant() is { Length: > 0 } text)
        {
            chosen = chosen.Where(r => r.WorkflowName.ToLower().Contains(text) || r.WorkflowId!.ToLower().Contains(text) || r.Id.Contains(text));
        }

        return Page(chosen);
    }

    private IQueryable<Run> Page(IQueryable<Run> runs)
    {
        var chosen = From is { } from ? runs.Since(from) : runs;
        chosen = To is { } to ? chosen.Before(to) : chosen;
        return (After is { Length: > 0 } after ? chosen.Where(r => string.Compare(r.Id, after) < 0) : chosen).OrderByDescending(r => r.Id);
    }
}
