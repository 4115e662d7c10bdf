using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// This process's right to work on runs: a row of its own, which every run that it works on names. A process whose row is gone, because another found
/// it lapsed, commits nothing any more. A SQLite file belongs to one process alone, so there the row need not be renewed.
/// </summary>
public sealed partial class RunLease(TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RunLease> logger)
{
    private static readonly TimeSpan LapsesAfter = TimeSpan.FromSeconds(30);

    /// <summary>32 hexadecimal digits that no other process has.</summary>
    public string Id { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>
    /// Takes over from processes that are no more: what they ran is queued again, and they are forgotten, in one transaction.
    /// </summary>
    public async Task TakeOverAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        var living = await LivingAsync(db, cancellation);
        var count = await db.InTransactionAsync(_ => TakeOverAsync(db, living, cancellation), cancellation);
        if (count > 0)
        {
            LogTakenOver(count);
        }
    }

    /// <summary>Registers this process, before it works on anything.</summary>
    public async Task RegisterAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        db.Instances.Add(new() { Id = Id, Host = Environment.MachineName, ProcessId = Environment.ProcessId, StartedAt = now, SeenAt = now });
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Renews the lease within a transaction, and so makes sure that nobody has taken over. If somebody has, this server ends: what it has in memory is not
    /// true any more.
    /// </summary>
    /// <exception cref="RunTakenException">Somebody has.</exception>
    public async Task KeepAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        if (db is SqliteDb)
        {
            return;
        }

        if (await RenewAsync(db, cancellation) == 0)
        {
            LogLost();
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            throw new RunTakenException();
        }
    }

    /// <summary>Writes the row anew. Answers 0 when it is gone.</summary>
    public Task<int> RenewAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db.Instances.Where(i => i.Id == Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.SeenAt, now), cancellation);
    }

    /// <summary>Queues runs that this process has interrupted.</summary>
    public async Task GiveBackAsync(WorkscriptDb db, string[] runIds, CancellationToken cancellation)
    {
        var count = await db.Runs
            .Where(r => runIds.Contains(r.Id) && r.Status == RunStatus.Running && r.Owner == Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunStatus.Queued).SetProperty(r => r.Owner, (string?)null), cancellation);
        LogGivenBack(count);
    }

    /// <summary>Says that this process works on nothing any more.</summary>
    public Task GiveUpAsync(WorkscriptDb db, CancellationToken cancellation) => db.Instances.Where(i => i.Id == Id).ExecuteDeleteAsync(cancellation);

    private async Task<List<string>> LivingAsync(WorkscriptDb db, CancellationToken cancellation)
    {
        var lapsed = time.GetUtcNow().UtcDateTime - LapsesAfter;
        var others = db is SqliteDb ? [] : await db.Instances.AsNoTracking().Where(i => i.SeenAt > lapsed).ToListAsync(cancellation);
        return [.. others.Where(i => i.Id == Id || !HasEnded(i)).Select(i => i.Id).Append(Id)];
    }

    private static async Task<int> TakeOverAsync(WorkscriptDb db, List<string> living, CancellationToken cancellation)
    {
        await db.Instances.Where(i => !living.Contains(i.Id)).ExecuteDeleteAsync(cancellation);
        return await db.Runs
            .Where(r => r.Status == RunStatus.Running && (r.Owner == null || !living.Contains(r.Owner)))
            .ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Status, RunStatus.Queued)
                    .SetProperty(r => r.Owner, (string?)null)
                    .SetProperty(r => r.Attempt, r => r.Attempt + 1)
                    .SetProperty(r => r.Recoveries, r => r.Recoveries + 1),
                cancellation);
    }

    /// <summary>Whether the process was on this machine, and is no more.</summary>
    private static bool HasEnded(Instance instance)
    {
        if (instance.Host != Environment.MachineName)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(instance.ProcessId);
            var started = process.StartTime.ToUniversalTime();
            // Numbers of processes come again. The start of another is told by a clock that may have been set since.
            return instance.ProcessId == Environment.ProcessId ? started > instance.StartedAt : started > instance.StartedAt.AddMinutes(1);
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    [LoggerMessage(2021, LogLevel.Information, "{Count} unfinished runs of an earlier process go on")]
    private partial void LogTakenOver(int count);

    [LoggerMessage(2022, LogLevel.Information, "{Count} runs were interrupted and go on at the next start")]
    private partial void LogGivenBack(int count);

    [LoggerMessage(2041, LogLevel.Critical, "Another server has taken over the runs of this one, which did not reach the database for too long; it ends, so that nothing is done twice")]
    private partial void LogLost();
}
