using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Workscript.Web.Data;

/// <summary>What the database itself said, within what was made of it: for MySQL two exceptions lie around a deadlock, for SQLite one.</summary>
internal static class DatabaseCause
{
    // MariaDB's code for what somebody else ended; the driver has no name for it.
    private const MySqlErrorCode ConnectionKilled = (MySqlErrorCode)1927;

    public static DbException? Of(Exception? failure)
    {
        while (failure is not (null or DbException))
        {
            failure = failure.InnerException;
        }

        return failure as DbException;
    }

    /// <summary>Whether this is about the database, and not about what it was asked: later it may well do it.</summary>
    public static bool IsAway(Exception failure) => failure is DatabaseAwayException || IsOfClosedConnection(failure) || Of(failure) switch
    {
        // Busy, locked, read-only, input or output, full, cannot open.
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 13 or 14,
        MySqlException mySql => mySql.IsTransient || IsBroken(mySql) || mySql.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.DiskFull
            or MySqlErrorCode.RecordFileFull or MySqlErrorCode.OptionPreventsStatement,
        _ => false,
    };

    /// <summary>Whether the connection broke, or was broken. Nobody knows then what became of what was asked; and a server also hangs up on what is too large for it.</summary>
    public static bool IsBroken(Exception failure) => IsOfClosedConnection(failure) || (Of(failure) is MySqlException mySql && IsBroken(mySql));

    /// <summary>What the driver for MySQL says of a connection that broke between two statements.</summary>
    private static bool IsOfClosedConnection(Exception failure) => failure.GetBaseException() is InvalidOperationException { Source: nameof(MySqlConnector) };

    private static bool IsBroken(MySqlException failure) => failure.InnerException is IOException or SocketException
        || failure.ErrorCode is MySqlErrorCode.ServerShutdown or ConnectionKilled;
}

/// <summary>The database did not do in time what it was asked for; the message is for whoever asked.</summary>
public sealed class DatabaseAwayException(string message, Exception inner) : Exception(message, inner);
