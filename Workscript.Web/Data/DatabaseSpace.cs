using Microsoft.EntityFrameworkCore;

namespace Workscript.Web.Data;

/// <summary>
/// What the database takes, and what of it is given back. SQLite's file gets smaller in small steps; MySQL and MariaDB use again by themselves
/// what was deleted.
/// </summary>
public sealed class DatabaseSpace(IDbContextFactory<WorkscriptDb> databases, TimeProvider time)
{
    private const int PagesAtOnce = 200;

    // A megabyte that is not given back is there for the runs of the next minutes.
    private const int PagesKept = 256;

    private const string SqliteBytes =
        "SELECT (page_count - freelist_count) * page_size AS Value FROM pragma_page_count, pragma_freelist_count, pragma_page_size";

    /// <summary>The bytes that are in use, without those that are free to be used again; null where the database does not know it to the minute.</summary>
    public async Task<long?> UsedAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return db is SqliteDb ? (await db.Database.SqlQueryRaw<long>(SqliteBytes).ToListAsync(cancellation))[0] : null;
    }

    /// <summary>The largest row that the database takes, in bytes.</summary>
    internal static async Task<long> LargestRowAsync(WorkscriptDb db, CancellationToken cancellation) => db is MySqlDb
        ? (await db.Database.SqlQueryRaw<long>("SELECT @@max_allowed_packet AS Value").ToListAsync(cancellation))[0]
        : int.MaxValue;

    /// <summary>Gives back what is free.</summary>
    public async Task GiveBackAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (db is not SqliteDb)
        {
            return;
        }

        await db.Database.OpenConnectionAsync(cancellation);
        var free = await FreePagesAsync(db, cancellation);
        if (free <= PagesKept)
        {
            return;
        }

        for (var before = long.MaxValue; free > PagesKept && free < before; (before, free) = (free, await FreePagesAsync(db, cancellation)))
        {
            var started = time.GetTimestamp();
            await StepThroughAsync(db, $"PRAGMA incremental_vacuum({PagesAtOnce})", cancellation);
            await Task.Delay(time.GetElapsedTime(started) * 3, time, cancellation);
        }

        // The file itself gets smaller when what the log has of it is written back.
        await StepThroughAsync(db, "PRAGMA wal_checkpoint(PASSIVE)", cancellation);
    }

    private static async Task<long> FreePagesAsync(WorkscriptDb db, CancellationToken cancellation) =>
        (await db.Database.SqlQueryRaw<long>("SELECT freelist_count AS Value FROM pragma_freelist_count").ToListAsync(cancellation))[0];

    /// <summary>A vacuum goes on for as long as one asks it for rows.</summary>
    private static async Task StepThroughAsync(WorkscriptDb db, string sql, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
