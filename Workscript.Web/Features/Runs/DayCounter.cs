using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Counts each day's runs by how they ended, so that the charts of a month read thirty rows however many runs there were. Today is counted again and again,
/// the days before it now and then, for runs that wait end late. A count never gets smaller: runs that are deleted were there.
/// </summary>
public sealed partial class DayCounter(IDbContextFactory<WorkscriptDb> databases, TimeProvider time, ILogger<DayCounter> logger) : BackgroundService
{
    public const int Days = 30;

    private const int KeptDays = 400;
    private const int RestsAsLong = 50;

    private const string Ends = """
        SELECT WorkflowId,
          CAST(SUM(CASE WHEN Status = 'completed' THEN 1 ELSE 0 END) AS {2}) AS Completed,
          CAST(SUM(CASE WHEN Status = 'failed' THEN 1 ELSE 0 END) AS {2}) AS Failed,
          CAST(SUM(CASE WHEN Status = 'cancelled' THEN 1 ELSE 0 END) AS {2}) AS Cancelled,
          CAST(SUM(CASE WHEN Status IN ('completed', 'failed') AND StartedAt IS NOT NULL THEN {3} ELSE 0 END) AS {2}) AS Milliseconds
        FROM Runs WHERE Id >= {0} AND Id < {1} AND Status IN ('completed', 'failed', 'cancelled') GROUP BY WorkflowId
        """;

    private static readonly string OnSqlite = Ends.Replace("{2}", "INTEGER").Replace("{3}", "(julianday(FinishedAt) - julianday(StartedAt)) * 86400000");
    private static readonly string OnMySql = Ends.Replace("{2}", "SIGNED").Replace("{3}", "TIMESTAMPDIFF(MICROSECOND, StartedAt, FinishedAt) / 1000");

    private static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenFullCounts = TimeSpan.FromHours(1);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Counts a day's runs anew.</summary>
    public async Task CountAsync(DateOnly day, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (from, until) = (RunQueries.FirstId(StartOf(day)), RunQueries.FirstId(StartOf(day.AddDays(1))));
        var counts = await db.Database.SqlQueryRaw<DayCount>(db is SqliteDb ? OnSqlite : OnMySql, from, until).ToListAsync(cancellation);
        var known = await db.RunDays.Where(d => d.Day == day).ToDictionaryAsync(d => d.WorkflowId, StringComparer.Ordinal, cancellation);
        Note(db, known, day, RunDay.Everything, counts);
        foreach (var count in counts.Where(count => count.WorkflowId is not null))
        {
            Note(db, known, day, count.WorkflowId!, [count]);
        }

        await db.SaveChangesAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (today, fullAt) = (Today, long.MinValue);
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            var isFull = fullAt == long.MinValue || today != Today || time.GetElapsedTime(fullAt) > BetweenFullCounts;
            if (await TryCountAsync(isFull ? Days : 1, stoppingToken) && isFull)
            {
                (today, fullAt) = (Today, started);
            }

            var rest = time.GetElapsedTime(started) * RestsAsLong;
            await Task.Delay(rest > BetweenCounts ? rest : BetweenCounts, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryCountAsync(int days, CancellationToken cancellation)
    {
        try
        {
            for (var i = days - 1; i >= 0; i--)
            {
                await CountAsync(Today.AddDays(-i), cancellation);
            }

            if (days > 1)
            {
                await ForgetAsync(cancellation);
            }

            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogTrouble(failure);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        var first = Today.AddDays(-KeptDays);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.RunDays.Where(d => d.Day < first).ExecuteDeleteAsync(cancellation);
    }

    private static void Note(WorkscriptDb db, Dictionary<string, RunDay> known, DateOnly day, string workflow, List<DayCount> counts)
    {
        var (completed, failed, cancelled) = (counts.Sum(c => c.Completed), counts.Sum(c => c.Failed), counts.Sum(c => c.Cancelled));
        var row = known.GetValueOrDefault(workflow);
        if (completed + failed + cancelled <= (row is null ? 0 : row.Completed + row.Failed + row.Cancelled))
        {
            return;
        }

        row ??= db.RunDays.Add(new RunDay { Day = day, WorkflowId = workflow }).Entity;
        (row.Completed, row.Failed, row.Cancelled, row.Milliseconds) = (completed, failed, cancelled, counts.Sum(c => c.Milliseconds));
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    [LoggerMessage(2051, LogLevel.Warning, "The runs of a day could not be counted; the next round tries again")]
    private partial void LogTrouble(Exception failure);

    private sealed record DayCount(string? WorkflowId, int Completed, int Failed, int Cancelled, long Milliseconds);
}
