using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Web.Data;
using Workscript.Web.NodeHosting;

namespace Workscript.Web.Cli;

/// <summary>The database of a run without a server: used if a step asks for it, and only if it is there and up to date.</summary>
internal sealed class OfflineDatabase(
    IDbContextFactory<WorkscriptDb> databases, DatabaseMigrator migrator, DatabaseSettings settings, TimeProvider time, ILogger<NodeDatabase> logger)
    : NodeDatabase(databases, time, logger)
{
    private bool _isReady;

    protected override async Task<WorkscriptDb> OpenAsync(CancellationToken cancellation)
    {
        _isReady = _isReady || await IsReadyAsync(cancellation);
        return _isReady
            ? await base.OpenAsync(cancellation)
            : throw NotReady("is not there or not up to date: 'workscript migrate' makes it so, with the same --data");
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            return (settings.File is not { } file || File.Exists(file)) && await migrator.PendingAsync(cancellation) is [];
        }
        catch (DbException e)
        {
            throw NotReady($"cannot be used: {e.Message}", e);
        }
    }

    private NodeException NotReady(string why, Exception? cause = null) => new("NOT_AVAILABLE", $"This step needs the database {settings.Place}, which {why}", cause);
}
