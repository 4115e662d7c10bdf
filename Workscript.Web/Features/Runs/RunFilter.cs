using Workscript.Web.Data;
using Workscript.Web.Features.Api;
using Workscript.Web.Features.Runs.Search;

namespace Workscript.Web.Features.Runs;

/// <summary>Which runs a list shows. Times are those of acceptance.</summary>
public sealed record RunFilter
{
    private static readonly RunStatus[] Over = [RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled];
    private static readonly RunStatus[] NotOver = [RunStatus.Queued, RunStatus.Running, RunStatus.Waiting];

    public string? Workflow { get; init; }

    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    public TriggerKind? Trigger { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Labels that they have all of.</summary>
    public IReadOnlyList<(string Name, string Value)> Labels { get; init; } = [];

    public RunTextQuery? Text { get; init; }

    /// <summary>The id of the last run of the page before: the newest come first.</summary>
    public string? After { get; init; }

    /// <summary>Whether no run can be meant.</summary>
    public bool IsNothing { get; init; }

    /// <summary>Whether it names a state, a workflow or a trigger.</summary>
    private bool IsNarrowed => Statuses.Count > 0 || Workflow is not null || Trigger is not null;

    /// <summary>Whether it leaves out any run.</summary>
    public bool IsFilter => IsNarrowed || IsNothing || Labels.Count > 0 || Text is not null || From is not null || To is not null;

    public static RunFilter Of(string? workflow, string? status, string? trigger, string? from, string? to, string? text, string? after) => new()
    {
        Workflow = workflow is { Length: > 0 } ? workflow : null,
        IsNothing = !System.Text.Ascii.IsValid(workflow),
        Statuses = [.. (status ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(s => Query.Choice<RunStatus>("status", s))],
        Trigger = trigger is { Length: > 0 } ? Query.Choice<TriggerKind>("trigger", trigger) : null,
        From = from is { Length: > 0 } ? Query.Time("from", from) : null,
        To = to is { Length: > 0 } ? Query.Time("to", to) : null,
        Text = RunTextQuery.Of(text),
        After = after is { Length: > 0 } ? Query.RunId("after", after) : null,
    };

    /// <summary>
    /// The parts of it, each of which may leave few runs, where it has several: the states, within the workflow if it names one; the workflow; the trigger.
    /// </summary>
    public IEnumerable<RunFilter> Narrowed()
    {
        var part = new RunFilter { From = From, To = To, After = After };
        var others = Text is not null || Labels.Count > 0;
        if (Statuses.Count > 0 && (others || Trigger is not null))
        {
            yield return part with { Statuses = Statuses, Workflow = Workflow };
        }

        if (Workflow is not null && Statuses.Count == 0 && (others || Trigger is not null))
        {
            yield return part with { Workflow = Workflow };
        }

        if (Trigger is not null && (others || Statuses.Count > 0 || Workflow is not null))
        {
            yield return part with { Trigger = Trigger };
        }
    }

    /// <summary>As this one, and over, for trying again, or not over, for cancelling.</summary>
    public RunFilter ThatAre(bool final) => ThatAre(final ? Over : NotOver);

    /// <summary>As this one, and in one of these states.</summary>
    public RunFilter ThatAre(IReadOnlyList<RunStatus> statuses)
    {
        RunStatus[] both = [.. Statuses.Count == 0 ? statuses : Statuses.Intersect(statuses)];
        return this with { Statuses = both, IsNothing = IsNothing || both.Length == 0 };
    }

    /// <summary>As this one, and as the other: what both say is the other's, but states and labels that both hold.</summary>
    public RunFilter And(RunFilter other) => (other.Statuses.Count > 0 ? ThatAre(other.Statuses) : this) with
    {
        Workflow = other.Workflow ?? Workflow,
        Trigger = other.Trigger ?? Trigger,
        From = other.From ?? From,
        To = other.To ?? To,
        Labels = [.. Labels, .. other.Labels],
        Text = other.Text is null ? Text : new([.. Text?.Words ?? [], .. other.Text.Words]),
        After = other.After ?? After,
    };
}
