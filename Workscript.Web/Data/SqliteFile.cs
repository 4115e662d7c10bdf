using Microsoft.Data.Sqlite;

namespace Workscript.Web.Data;

/// <summary>The file of a SQLite database, before it is used: who may migrate it, and what must be set before its first table.</summary>
internal static class SqliteFile
{
    private const long Incremental = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A lock that a dying process lets go of by itself, which Entity Framework's own, a row, is not.</summary>
    public static async Task<IDisposable> ClaimAsync(string file, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file + ".lock") && time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new DatabaseException($"The database {file} cannot be opened: {e.Message}", e);
            }
        }
    }

    /// <summary>Makes the file this process's own to serve, until what is answered is disposed of or the process ends.</summary>
    /// <exception cref="DatabaseException">Another server serves it.</exception>
    public static IDisposable Serve(string file)
    {
        try
        {
            return new FileStream(file + ".server", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DatabaseException($"Another Workscript server already works with {file}: stop it first, or choose another folder with --data. ({e.Message})", e);
        }
    }

    /// <summary>Whether the file is of a time, or a program, that did not let it get smaller. Call with the claim held.</summary>
    public static async Task<bool> OnlyGrowsAsync(string file, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        return await ReadAsync(connection, "SELECT COUNT(*) FROM sqlite_master", cancellation) > 0 && await ReadAsync(connection, "PRAGMA auto_vacuum", cancellation) != Incremental;
    }

    /// <summary>Writes the file anew, so that from then on it can get smaller. Call with the claim held.</summary>
    public static async Task LetShrinkAsync(string file, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        await ExecuteAsync(connection, "PRAGMA busy_timeout = 30000; PRAGMA auto_vacuum = INCREMENTAL; VACUUM;", cancellation);
    }

    /// <summary>Call with the claim held.</summary>
    public static async Task PrepareAsync(string file, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        // The order counts: a file keeps the vacuum mode that it had when its first page was written, and WAL writes that page.
        await ExecuteAsync(connection, "PRAGMA busy_timeout = 30000; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;", cancellation);
        await ClearStaleLockAsync(connection, cancellation);
    }

    /// <summary>A process that died while migrating leaves Entity Framework's lock behind, and every later one would wait for it for ever.</summary>
    private static async Task ClearStaleLockAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        if (await ReadAsync(connection, "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'", cancellation) > 0)
        {
            await ExecuteAsync(connection, "DELETE FROM __EFMigrationsLock", cancellation);
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string file, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static async Task<long> ReadAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
