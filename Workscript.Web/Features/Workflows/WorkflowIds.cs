using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Workflows;

/// <summary>Which ids a new workflow may have.</summary>
internal static class WorkflowIds
{
    /// <summary>Why it may not have this one; null when it may.</summary>
    public static async Task<string?> WhyTakenAsync(WorkscriptDb db, string id, CancellationToken cancellation)
    {
        if (id == Workflow.TakenId)
        {
            return $"the id '{id}' is taken by the page that makes workflows: choose another id";
        }

        var found = await db.Workflows.IgnoreQueryFilters().Where(w => w.Id == id).Select(w => new { IsInBin = w.DeletedAt != null }).FirstOrDefaultAsync(cancellation);
        return found switch
        {
            null => null,
            { IsInBin: true } => $"a workflow with the id '{id}' is in the bin: restore it, delete it for good, or choose another id",
            _ => $"there is already a workflow with the id '{id}': choose another id, or save a new version of it",
        };
    }
}
