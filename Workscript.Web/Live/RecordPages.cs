using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Live;

/// <summary>Stored records, a page at a time: so many, and so much text, that a page is quick to read and harmless to hold.</summary>
public sealed class RecordPages(IDbContextFactory<WorkscriptDb> databases)
{
    public const int MostRecords = 200;

    private const int MostCharacters = 1024 * 1024;

    /// <summary>How many records a run has: the place of its last one.</summary>
    public async Task<long> CountAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.RunRecords.Where(r => r.RunId == runId).MaxAsync(r => (long?)r.Sequence, cancellation) ?? 0;
    }

    /// <summary>The records that follow a sequence number: at least one if there is one, and at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<RunRecord>> ReadAsync(string runId, long after, int limit, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var sizes = await db.RunRecords
            .Where(r => r.RunId == runId && r.Sequence > after)
            .OrderBy(r => r.Sequence)
            .Take(limit)
            .Select(r => new { r.Sequence, Characters = r.Changes.Length + (r.Output == null ? 0 : r.Output.Length) })
            .ToListAsync(cancellation);
        if (sizes.Count == 0)
        {
            return [];
        }

        var last = LastWithin(sizes.Select(s => (s.Sequence, s.Characters)));
        return await db.RunRecords
            .AsNoTracking()
            .Where(r => r.RunId == runId && r.Sequence > after && r.Sequence <= last)
            .OrderBy(r => r.Sequence)
            .ToListAsync(cancellation);
    }

    private static long LastWithin(IEnumerable<(long Sequence, int Characters)> sizes)
    {
        var last = 0L;
        var characters = 0L;
        foreach (var (sequence, size) in sizes)
        {
            characters += size;
            if (last != 0 && characters > MostCharacters)
            {
                return last;
            }

            last = sequence;
        }

        return last;
    }
}
