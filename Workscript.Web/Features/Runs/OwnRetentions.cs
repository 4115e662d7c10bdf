using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Which workflows say themselves what is kept of their runs. A text is read once, so that looking again costs little. Used by one caller at a time.</summary>
public sealed class OwnRetentions(IDbContextFactory<WorkscriptDb> databases, WorkflowEngine engine)
{
    private Dictionary<string, (int Version, KeepSettings? Keep)> _known = [];

    /// <summary>By the workflow's id, as its current version says.</summary>
    public async Task<IReadOnlyDictionary<string, KeepSettings>> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var current = new Dictionary<string, (int Version, KeepSettings? Keep)>();
        foreach (var (id, version) in await db.Workflows.Select(w => ValueTuple.Create(w.Id, w.Version)).ToListAsync(cancellation))
        {
            current[id] = _known.TryGetValue(id, out var known) && known.Version == version ? known : (version, await ReadAsync(db, id, version, cancellation));
        }

        _known = current;
        return current.Where(workflow => workflow.Value.Keep is not null).ToDictionary(workflow => workflow.Key, workflow => workflow.Value.Keep!);
    }

    private async Task<KeepSettings?> ReadAsync(WorkscriptDb db, string id, int version, CancellationToken cancellation)
    {
        // Most texts say nothing of it, and need not be read to the end.
        var text = await db.WorkflowVersions.Where(v => v.WorkflowId == id && v.Number == version && v.Text.Contains("keep")).Select(v => v.Text).FirstOrDefaultAsync(cancellation);
        return text is null ? null : engine.Read(text).Definition?.Settings.Keep;
    }
}
