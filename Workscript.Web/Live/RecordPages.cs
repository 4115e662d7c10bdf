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
    /// <exception cref="DamagedRecordException">One of them is.</exception>
    public async Task<IReadOnlyList<RunRecord>> ReadAsync(string runId, long after, int limit, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var sizes = await db.RunRecords
            .Where(r => r.RunId == runId && r.Sequence > after)
            .OrderBy(r => r.Sequence)
            .Take(limit)
            .Select(r => new
            {
                r.Sequence,
                Size = (long)r.Changes.Length + (r.Output == null ? 0 : r.Output.Length) + (r.Logs == null ? 0 : r.Logs.Length) + (r.Packed == null ? 0 : r.Packed.Length),
            })
            .ToListAsync(cancellation);
        if (sizes.Count == 0)
        {
            return [];
        }

        var last = sizes[Within(sizes, s => s.Size) - 1].Sequence;
        var records = await db.RunRecords
            .AsNoTracking()
            .Where(r => r.RunId == runId && r.Sequence > after && r.Sequence <= last)
            .OrderBy(r => r.Sequence)
            .ToListAsync(cancellation);
        // What is packed is many times as long to whoever reads it.
        return records.GetRange(0, Within(records, record => record.Characters));
    }

    /// <summary>How many of them, at least one, are not too long together.</summary>
    private static int Within<T>(List<T> items, Func<T, long> length)
    {
        var (count, characters) = (1, length(items[0]));
        while (count < items.Count && (characters += length(items[count])) <= MostCharacters)
        {
            count++;
        }

        return count;
    }
}
