using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Workscript.Web.Data;

/// <summary>
/// Knows the contexts in which a transaction began and never came to its end. When the server hangs up in the middle of one, the driver keeps that transaction
/// in mind for the connection's next user and refuses what comes outside of it, and cannot be talked out of it: such a context is left to the collector.
/// </summary>
internal sealed class MySqlUnendedTransactions : DbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbConnection, object> _inTransaction = [];

    public bool IsSpoiled(WorkscriptDb db) => _inTransaction.Remove(db.Database.GetDbConnection());

    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        _inTransaction.AddOrUpdate(connection, this);
        return result;
    }

    public override ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(TransactionStarted(connection, eventData, result));

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Forget(eventData);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(eventData);
        return Task.CompletedTask;
    }

    private void Forget(TransactionEndEventData eventData)
    {
        if (eventData.Context is { } context)
        {
            _inTransaction.Remove(context.Database.GetDbConnection());
        }
    }
}
