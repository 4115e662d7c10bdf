using System.Data.Common;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Workscript.Web.Data;

/// <summary>What the database itself said, within what was made of it: for MySQL two exceptions lie around a deadlock, for SQLite one.</summary>
internal static class DatabaseCause
{
    public static DbException? Of(Exception? failure)
    {
        while (failure is not (null or DbException))
        {
            failure = failure.InnerException;
        }

        return failure as DbException;
    }

    /// <summary>Whether this is for certain about the database, and not about what it was asked: later it may well do it.</summary>
    public static bool IsAway(Exception failure) => failure is DatabaseAwayException || Of(failure) switch
    {
        // Busy, locked, read-only, input or output, full, cannot open.
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 13 or 14,
        MySqlException mySql => mySql.IsTransient || mySql.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.DiskFull
            or MySqlErrorCode.RecordFileFull or MySqlErrorCode.OptionPreventsStatement,
        _ => false,
    };
}

/// <summary>The database did not do in time what it was asked for; the message is for whoever asked.</summary>
public sealed class DatabaseAwayException(string message, Exception inner) : Exception(message, inner);
