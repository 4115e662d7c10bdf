using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;
using Workscript.Engine.Nodes;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>The server's database as nodes use it: a new context for each try, and another try where somebody else was in the way.</summary>
public partial class NodeDatabase(IDbContextFactory<WorkscriptDb> databases, ILogger<NodeDatabase> logger)
{
    private const int MostTries = 30;

    // SQLite's codes for a second row with the same key.
    private const int UniqueConstraint = 2067;
    private const int PrimaryKeyConstraint = 1555;

    /// <summary>Does work that may be done more than once until it is through.</summary>
    /// <exception cref="NodeException">The database could not do it.</exception>
    public async Task<T> UseAsync<T>(Func<WorkscriptDb, Task<T>> work, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await OpenAsync(cancellation);
                return await work(db);
            }
            catch (Exception failure) when (tries < MostTries && IsInTheWay(failure))
            {
                await Task.Delay(Random.Shared.Next(1, 5 * tries), cancellation);
            }
            catch (Exception failure) when (DatabaseCause.Of(failure) is not null)
            {
                LogFailure(failure);
                throw new NodeException("DATABASE_ERROR", "The server's database could not do this; the server's log says why", failure);
            }
        }
    }

    protected virtual Task<WorkscriptDb> OpenAsync(CancellationToken cancellation) => databases.CreateDbContextAsync(cancellation);

    private static bool IsInTheWay(Exception failure) => failure is DbUpdateConcurrencyException || DatabaseCause.Of(failure) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is UniqueConstraint or PrimaryKeyConstraint,
        MySqlException mySql => mySql.IsTransient || mySql.ErrorCode == MySqlErrorCode.DuplicateKeyEntry,
        _ => false,
    };

    [LoggerMessage(3001, Microsoft.Extensions.Logging.LogLevel.Error, "The database could not do what a node asked for")]
    private partial void LogFailure(Exception failure);
}
