using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Workflows;

/// <summary>Which workflows a list shows, in what order, and from where on.</summary>
public sealed record WorkflowList
{
    /// <summary>Part of a name or an id.</summary>
    public string? Text { get; init; }

    public string? Tag { get; init; }

    public WorkflowState? State { get; init; }

    public WorkflowSort Sort { get; init; }

    /// <summary>The id of the last workflow of the page before.</summary>
    public string? After { get; init; }

    public async Task<IReadOnlyList<WorkflowRow>> ReadAsync(WorkscriptDb db, int most, CancellationToken cancellation)
    {
        var all = State == WorkflowState.Deleted ? db.Workflows.IgnoreQueryFilters().Where(w => w.DeletedAt != null) : db.Workflows;
        var page = await PageAsync(db, Chosen(db, all), cancellation);
        return await page.Take(most)
            .Select(w => new WorkflowRow(w.Id, w.Name, w.Version, w.IsPaused, db.WorkflowDrafts.Any(d => d.WorkflowId == w.Id), w.Tags, w.UpdatedAt, w.DeletedAt, w.DeletedBy))
            .ToListAsync(cancellation);
    }

    private IQueryable<Workflow> Chosen(WorkscriptDb db, IQueryable<Workflow> workflows)
    {
        var chosen = workflows;
        if (!string.IsNullOrWhiteSpace(Text))
        {
            var part = $"%{Escape(Text.Trim().ToLowerInvariant())}%";
            chosen = chosen.Where(w => EF.Functions.Like(w.Name.ToLower(), part, "\\") || EF.Functions.Like(w.Id.ToLower(), part, "\\"));
        }

        if (Tag is { Length: > 0 } tag)
        {
            var quoted = Json.Write(tag);
            chosen = chosen.Where(w => w.Tags.Contains(quoted));
        }

        return State is not { } state ? chosen : state switch
        {
            WorkflowState.Deleted => chosen,
            WorkflowState.Live => chosen.Where(w => !w.IsPaused),
            WorkflowState.Draft => chosen.Where(w => db.WorkflowDrafts.Any(d => d.WorkflowId == w.Id)),
            WorkflowState.Paused => chosen.Where(w => w.IsPaused),
        };
    }

    private async Task<IQueryable<Workflow>> PageAsync(WorkscriptDb db, IQueryable<Workflow> workflows, CancellationToken cancellation)
    {
        var after = After ?? "";
        var last = after.Length == 0
            ? null
            : await db.Workflows.IgnoreQueryFilters().Where(w => w.Id == after).Select(w => new { w.Name, w.UpdatedAt }).FirstOrDefaultAsync(cancellation);
        if (Sort == WorkflowSort.Changed)
        {
            var older = last is null ? workflows : workflows.Where(w => w.UpdatedAt < last.UpdatedAt || (w.UpdatedAt == last.UpdatedAt && string.Compare(w.Id, after) < 0));
            return older.OrderByDescending(w => w.UpdatedAt).ThenByDescending(w => w.Id);
        }

        var later = last is null ? workflows : workflows.Where(w => string.Compare(w.Name, last.Name) > 0 || (w.Name == last.Name && string.Compare(w.Id, after) > 0));
        return later.OrderBy(w => w.Name).ThenBy(w => w.Id);
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}

public enum WorkflowSort
{
    Name,
    Changed,
}

/// <summary>What a list of workflows can be narrowed to.</summary>
public enum WorkflowState
{
    Live,

    /// <summary>Somebody is changing it.</summary>
    Draft,
    Paused,

    /// <summary>In the bin.</summary>
    Deleted,
}

public sealed record WorkflowRow(
    string Id, string Name, int Version, bool IsPaused, bool HasDraft, string Tags, DateTime UpdatedAt, DateTime? DeletedAt, string? DeletedBy)
{
    public RunStrip Strip { get; init; } = new([]);

    public IEnumerable<string> TagNames => Json.Read(Tags).AsList!.Select(Coerce.Text);
}
