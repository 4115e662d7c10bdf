using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Registers the process before it works on runs, renews its lease also while it has nothing to commit, and looks after those of others.</summary>
public sealed partial class RunLeaseKeeper(IDbContextFactory<WorkscriptDb> databases, RunLease lease, TimeProvider time, ILogger<RunLeaseKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            await lease.RegisterAsync(db, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(lease.GiveUpAsync, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using (var db = await databases.CreateDbContextAsync(stoppingToken))
        {
            if (db is SqliteDb)
            {
                return;
            }
        }

        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            await TryAsync(RenewAsync, stoppingToken);
        }
    }

    private async Task RenewAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        await lease.KeepAsync(db, cancellation);
        await lease.TakeOverAsync(db, cancellation);
    }

    private async Task TryAsync(Func<WorkscriptDb, CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            await work(db, cancellation);
        }
        catch (Exception failure) when (failure is not RunTakenException && !cancellation.IsCancellationRequested)
        {
            LogTrouble(failure.Message);
        }
    }

    [LoggerMessage(2042, LogLevel.Warning, "The lease of this server cannot be renewed; trying again: {Reason}")]
    private partial void LogTrouble(string reason);
}
