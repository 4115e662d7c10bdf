using System.Data.Common;

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
}
