using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>The server's database as nodes use it: a new context for each try, and another try where somebody else was in the way.</summary>
public partial class NodeDatabase(IDbContextFactory<WorkscriptDb> databases, TimeProvider time, ILogger<NodeDatabase> logger)
{
    private const int MostTries = 30;

    private static readonly TimeSpan PauseWhileAway = TimeSpan.FromSeconds(1);

    // SQLite's codes for a second row with the same key.
    private const int UniqueConstraint = 2067;
    private const int PrimaryKeyConstraint = 1555;

    /// <summary>Does work that may be done more than once until it is through: as the journal does, it waits for a database that is away.</summary>
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
            catch (NodeException)
            {
                throw;
            }
            catch (Exception failure) when (tries < MostTries && IsInTheWay(failure))
            {
                await Task.Delay(Random.Shared.Next(1, 5 * tries), cancellation);
            }
            catch (Exception failure) when (DatabaseCause.IsAway(failure) && (tries < MostTries || !DatabaseCause.IsBroken(failure)))
            {
                LogAway(failure.GetBaseException().Message);
                await Task.Delay(PauseWhileAway, time, cancellation);
            }
            catch (Exception failure) when (DatabaseCause.Of(failure) is not null)
            {
                LogFailure(failure);
                throw new NodeException("DATABASE_ERROR", "The server's database could not do this; the server's log says why", failure);
            }
        }
    }

    /// <summary>
    /// Changes something for a step, and keeps the answer in the same transaction: a step that asks again, because a crash or a failure kept it from
    /// hearing the answer, is given that one, and nothing is changed a second time.
    /// </summary>
    /// <exception cref="NodeException">The database could not do it.</exception>
    public Task<Value> ChangeAsync(StepOfRun by, Func<WorkscriptDb, Task<Value>> change, CancellationToken cancellation) =>
        ChangeAsync(by, _ => Task.FromResult(true), (db, _) => change(db), cancellation);

    /// <summary>As above, of a change that must <paramref name="look"/> first, which keeps nobody from writing.</summary>
    /// <exception cref="NodeException">The database could not do it.</exception>
    public Task<Value> ChangeAsync<T>(
        StepOfRun by, Func<WorkscriptDb, Task<T>> look, Func<WorkscriptDb, T, Task<Value>> change, CancellationToken cancellation) => UseAsync(async db =>
    {
        var (isKnown, answer) = await FindAnswerAsync(db, by, cancellation);
        if (answer is not null)
        {
            return Json.Read(answer);
        }

        var found = await look(db);
        return await db.InTransactionAsync(async _ =>
        {
            var value = await change(db, found);
            if (isKnown)
            {
                // Should the step have been answered meanwhile, this row is the second of its key: nothing is changed, and the next try finds the first.
                db.Receipts.Add(new Receipt { RunId = by.Run, Fingerprint = StoredText.Fingerprint(by.Step), Answer = Json.Write(value) });
                await db.SaveChangesAsync(cancellation);
            }

            return value;
        }, cancellation);
    }, cancellation);

    protected virtual Task<WorkscriptDb> OpenAsync(CancellationToken cancellation) => databases.CreateDbContextAsync(cancellation);

    /// <summary>Whether the run is in the database, as one of the command line is not, and what the step was answered before.</summary>
    private static async Task<(bool IsKnown, string? Answer)> FindAnswerAsync(WorkscriptDb db, StepOfRun by, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(by.Run))
        {
            return default;
        }

        var fingerprint = StoredText.Fingerprint(by.Step);
        var run = await db.Runs
            .Where(r => r.Id == by.Run)
            .Select(r => new { Answer = db.Receipts.Where(a => a.RunId == r.Id && a.Fingerprint == fingerprint).Select(a => a.Answer).FirstOrDefault() })
            .FirstOrDefaultAsync(cancellation);
        return (run is not null, run?.Answer);
    }

    private static bool IsInTheWay(Exception failure) => failure is DbUpdateConcurrencyException || DatabaseCause.Of(failure) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is UniqueConstraint or PrimaryKeyConstraint,
        MySqlException mySql => mySql.IsTransient || mySql.ErrorCode == MySqlErrorCode.DuplicateKeyEntry,
        _ => false,
    };

    [LoggerMessage(3001, Microsoft.Extensions.Logging.LogLevel.Error, "The database could not do what a node asked for")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(3002, Microsoft.Extensions.Logging.LogLevel.Warning, "A step waits, for the database does not answer: {Reason}")]
    private partial void LogAway(string reason);
}
