using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Tables;

/// <summary>The data tables that there are.</summary>
public sealed class IndexModel(WorkscriptDb db) : PageModel
{
    public const int MostCounted = 10_000;

    private const int MostShown = 200;

    public IReadOnlyList<TableSize> Tables { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var names = await db.TableRows.Select(r => r.Table).Distinct().OrderBy(name => name).Take(MostShown).ToListAsync(cancellation);
        if (names.Count == 0)
        {
            return;
        }

        // One query for all, each table counted only so far.
        var counts = names.Select(name => db.TableRows.Where(r => r.Table == name).Take(MostCounted + 1).GroupBy(r => r.Table).Select(g => new TableSize(g.Key, g.Count())))
            .Aggregate((some, more) => some.Concat(more));
        Tables = await counts.ToListAsync(cancellation);
    }
}

/// <summary>A table, and how many rows it has, as far as they are counted.</summary>
public sealed record TableSize(string Name, int Rows);
