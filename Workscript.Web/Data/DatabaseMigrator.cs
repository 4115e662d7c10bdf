using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace Workscript.Web.Data;

/// <summary>Brings the database up to date before anything else uses it. Any number of processes may do so at once.</summary>
public sealed partial class DatabaseMigrator(
    IDbContextFactory<WorkscriptDb> databases, DatabaseSettings settings, TimeProvider time, ILogger<DatabaseMigrator> logger)
{
    /// <summary>Applies what is missing and answers its names; waits for a server that is still starting.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        using var claim = settings.File is { } file ? await SqliteFile.ClaimAsync(file, time, cancellation) : null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await WaitForServerAsync(cancellation);
        try
        {
            return await ApplyAsync(db, cancellation);
        }
        catch (DbException e)
        {
            throw new DatabaseException($"The database ({settings.Place}) could not be brought up to date: {e.Message}", e);
        }
    }

    /// <summary>What <see cref="MigrateAsync"/> would apply.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return [.. await db.Database.GetPendingMigrationsAsync(cancellation)];
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        if (settings.File is { } file)
        {
            await SqliteFile.PrepareAsync(file, cancellation);
            await LetShrinkAsync(file, cancellation);
        }

        string[] pending = [.. await db.Database.GetPendingMigrationsAsync(cancellation)];
        if (pending.Length == 0)
        {
            return pending;
        }

        await db.Database.MigrateAsync(cancellation);
        LogMigrated(settings.Place, pending.Length, pending[^1]);
        return pending;
    }

    private async Task LetShrinkAsync(string file, CancellationToken cancellation)
    {
        if (!await SqliteFile.OnlyGrowsAsync(file, cancellation))
        {
            return;
        }

        LogShrinking(file);
        try
        {
            await SqliteFile.LetShrinkAsync(file, cancellation);
        }
        catch (SqliteException e)
        {
            // It serves as it is: what is deleted is used again, and not given back.
            LogNotShrinking(file, e.Message);
        }
    }

    private async Task WaitForServerAsync(CancellationToken cancellation)
    {
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            return;
        }

        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await PingAsync(cancellation);
                return;
            }
            catch (MySqlException e) when (MayStillStart(e) && time.GetElapsedTime(started) < settings.StartTimeout)
            {
                LogWaiting(settings.Place, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            }
            catch (MySqlException e)
            {
                throw new DatabaseException($"The database ({settings.Place}) cannot be reached: {e.Message}", e);
            }
        }
    }

    private async Task PingAsync(CancellationToken cancellation)
    {
        // Without a database: a first start may have to create it.
        var server = new MySqlConnectionStringBuilder(settings.ConnectionString) { Database = "", Pooling = false };
        await using var connection = new MySqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellation);
    }

    private static bool MayStillStart(MySqlException e) => e.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ServerShutdown;

    [LoggerMessage(1001, LogLevel.Information, "The database {Place} was brought up to date by {Count} migrations, the last of them {Migration}")]
    private partial void LogMigrated(string place, int count, string migration);

    [LoggerMessage(1003, LogLevel.Warning, "The database {File} is written anew once, so that it can give back the room of what is deleted")]
    private partial void LogShrinking(string file);

    [LoggerMessage(1004, LogLevel.Warning, "The database {File} could not be written anew, so it does not get smaller for now; the next start tries again: {Reason}")]
    private partial void LogNotShrinking(string file, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Waiting for the database {Place}: {Reason}")]
    private partial void LogWaiting(string place, string reason);
}

/// <summary>The database cannot be used. The message says which and why, and is shown to whoever started the program.</summary>
public sealed class DatabaseException(string message, Exception inner) : Exception(message, inner);
