using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs.Search;

internal static class RunLabels
{
    extension(WorkscriptDb db)
    {
        /// <summary>The labels of these runs, by one query.</summary>
        public async Task<ILookup<string, RunLabel>> LabelsOfAsync(IEnumerable<string> runs, CancellationToken cancellation)
        {
            string[] ids = [.. runs];
            return (await db.RunLabels.AsNoTracking().Where(l => ids.Contains(l.RunId)).OrderBy(l => l.Name).ToListAsync(cancellation)).ToLookup(label => label.RunId);
        }
    }

    extension(ILookup<string, RunLabel> labels)
    {
        public IReadOnlyDictionary<string, string> Of(string run) => labels[run].ToDictionary(label => label.Name, label => label.Value);
    }
}
