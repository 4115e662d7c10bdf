using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>The journal's connection, with its commands made once. Broken connections are thrown away with it.</summary>
internal sealed class JournalSession : IAsyncDisposable
{
    private const int MostCharactersPerCommand = 256 * 1024;

    private static readonly string[] BeginColumns =
        [nameof(Run.Status), nameof(Run.StartedAt), nameof(Run.Owner), nameof(Run.Recoveries), nameof(Run.RecoveredAt)];

    private static readonly string[] RestColumns = [nameof(Run.Status), nameof(Run.Owner)];
    private static readonly string[] EndColumns =
    [
        nameof(Run.Status), nameof(Run.Owner), nameof(Run.FinishedAt), nameof(Run.State), nameof(Run.Steps), nameof(Run.Warnings),
        nameof(Run.ErrorCode), nameof(Run.ErrorMessage), nameof(Run.ErrorPath), nameof(Run.ErrorNode), nameof(Run.Bytes),
    ];

    private static readonly string[] Condition = [nameof(Run.Id), nameof(Run.Status)];

    private readonly WorkscriptDb _db;
    private readonly RunLease _lease;
    private readonly RowMapping<Run> _runs;
    private readonly RowMapping<RunRecord> _records;
    private readonly RowMapping<RunSnapshot> _snapshots;
    private readonly RowMapping<OpenStep> _steps;
    private readonly DbCommand _create;
    private readonly DbCommand _begin;
    private readonly DbCommand _open;
    private readonly DbCommand _close;
    private readonly DbCommand _closeAll;
    private readonly DbCommand _rest;
    private readonly DbCommand _end;
    private readonly (int Rows, DbCommand Command)[] _record;
    private readonly DbCommand _copyRecords;
    private readonly DbCommand _copySnapshots;
    private readonly DbCommand _snapshot;
    private readonly JournalSearch _search;

    private JournalSession(WorkscriptDb db, RunLease lease, long mostBytes)
    {
        var connection = db.Database.GetDbConnection();
        _db = db;
        _lease = lease;
        MostBytes = mostBytes;
        _runs = new(db);
        _records = new(db);
        _snapshots = new(db);
        _steps = new(db);
        _create = _runs.Insert(connection, 1);
        _begin = _runs.Update(connection, BeginColumns, Condition);
        _open = _steps.Insert(connection, 1);
        _close = _steps.Delete(connection, nameof(OpenStep.RunId), nameof(OpenStep.Fingerprint));
        _closeAll = _steps.Delete(connection, nameof(OpenStep.RunId));
        _rest = _runs.Update(connection, RestColumns, Condition);
        _end = _runs.Update(connection, EndColumns, Condition);
        _copyRecords = _records.Copy(connection, nameof(RunRecord.RunId), nameof(RunRecord.Sequence));
        _copySnapshots = _snapshots.Copy(connection, nameof(RunSnapshot.RunId), nameof(RunSnapshot.Sequence));
        _snapshot = _snapshots.Insert(connection, 1);
        // A round trip to a server costs more than a row, so there several rows share one; SQLite is quicker row by row.
        int[] sizes = db is MySqlDb ? [32, 8, 1] : [1];
        _record = [.. sizes.Select(rows => (rows, _records.Insert(connection, rows)))];
        _search = new(db, sizes);
    }

    public static async Task<JournalSession> OpenAsync(IDbContextFactory<WorkscriptDb> databases, RunLease lease, CancellationToken cancellation)
    {
        var db = await databases.CreateDbContextAsync(cancellation);
        try
        {
            await db.Database.OpenConnectionAsync(cancellation);
            var session = new JournalSession(db, lease, await DatabaseSpace.LargestRowAsync(db, cancellation));
            foreach (var command in session.Commands)
            {
                await command.PrepareAsync(cancellation);
            }

            return session;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>The largest row that the database takes, in bytes. MySQL hangs up on a larger one, which would look like a network failure.</summary>
    public long MostBytes { get; }

    /// <summary>Writes the entries in one transaction.</summary>
    public Task CommitAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) => InTransactionAsync(() => WriteAsync(entries, cancellation), cancellation);

    /// <summary>Whether the database can write at all: something, for writing nothing succeeds on a full disk.</summary>
    public Task ProbeAsync(CancellationToken cancellation) => InTransactionAsync(() => _lease.RenewAsync(_db, cancellation), cancellation);

    /// <summary>Whether the run is on disk.</summary>
    public Task<bool> HasAsync(Run run, CancellationToken cancellation) => _db.Runs.AnyAsync(r => r.Id == run.Id, cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var command in Commands)
        {
            await command.DisposeAsync();
        }

        await _db.DisposeAsync();
    }

    private IEnumerable<DbCommand> Commands =>
        [_create, _begin, _open, _close, _closeAll, _rest, _end, _copyRecords, _copySnapshots, _snapshot, .. _record.Select(r => r.Command), .. _search.Commands];

    private Task InTransactionAsync(Func<Task> write, CancellationToken cancellation) => _db.InTransactionAsync(async transaction =>
    {
        foreach (var command in Commands)
        {
            command.Transaction = transaction.GetDbTransaction();
        }

        await write();
        return true;
    }, cancellation);

    private async Task WriteAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        await _lease.KeepAsync(_db, cancellation);
        foreach (var created in entries.OfType<JournalEntry.Created>())
        {
            await CreateAsync(created, cancellation);
        }

        foreach (var begun in entries.OfType<JournalEntry.Begun>())
        {
            begun.Applied = await UpdateAsync(_begin, begun, begun.Run, BeginColumns, RunStatus.Queued, RunStatus.Running, cancellation);
        }

        entries = WithoutTaken(entries);
        foreach (var opened in entries.OfType<JournalEntry.Opened>())
        {
            await OpenAsync(opened, cancellation);
        }

        await InsertRecordsAsync(await MissingAsync(entries.OfType<JournalEntry.Recorded>(), cancellation), cancellation);
        foreach (var recorded in entries.OfType<JournalEntry.Recorded>().Where(entry => entry.Closes is not null))
        {
            await CloseAsync(_close, cancellation, recorded.Record.RunId, recorded.Closes!);
        }

        foreach (var snapshot in entries.OfType<JournalEntry.Snapshotted>())
        {
            await WriteSnapshotAsync(snapshot, cancellation);
        }

        foreach (var rested in entries.OfType<JournalEntry.Rested>())
        {
            rested.Applied = await UpdateAsync(_rest, rested, rested.Run, RestColumns, RunStatus.Running, RunStatus.Waiting, cancellation);
        }

        foreach (var ended in entries.OfType<JournalEntry.Ended>())
        {
            if (ended.HasOpenSteps)
            {
                await CloseAsync(_closeAll, cancellation, ended.Run.Id);
            }

            ended.Applied = await UpdateAsync(_end, ended, ended.Run, EndColumns, RunStatus.Running, ended.Run.Status, cancellation);
        }

        await _search.WriteAsync(entries, cancellation);
    }

    /// <summary>Leaves out what was done in runs that were not, or no longer, to be begun: somebody cancelled them meanwhile.</summary>
    private static IReadOnlyList<JournalEntry> WithoutTaken(IReadOnlyList<JournalEntry> entries)
    {
        var taken = entries.OfType<JournalEntry.Begun>().Where(begun => !begun.Applied).Select(begun => begun.Journal).ToList();
        return taken.Count == 0 ? entries : [.. entries.Where(entry => !taken.Contains(entry.Journal!))];
    }

    private async Task CreateAsync(JournalEntry.Created created, CancellationToken cancellation)
    {
        if (created.WasTried && await HasAsync(created.Run, cancellation))
        {
            return;
        }

        _runs.Bind(_create, [created.Run]);
        await _create.ExecuteNonQueryAsync(cancellation);
        if (created.Run is { RetriedAfter: > 0 } retry)
        {
            await TakeOverAsync(retry, cancellation);
        }
    }

    private async Task TakeOverAsync(Run retry, CancellationToken cancellation)
    {
        foreach (var command in (DbCommand[])[_copyRecords, _copySnapshots])
        {
            command.Parameters[0].Value = retry.Id;
            command.Parameters[1].Value = retry.RetryOf;
            command.Parameters[2].Value = retry.RetriedAfter;
        }

        if (await _copyRecords.ExecuteNonQueryAsync(cancellation) != retry.RetriedAfter)
        {
            throw new RecordsGoneException();
        }

        await _copySnapshots.ExecuteNonQueryAsync(cancellation);
        await _search.TakeOverAsync(retry, cancellation);
    }

    private async Task OpenAsync(JournalEntry.Opened opened, CancellationToken cancellation)
    {
        if (opened.WasTried && await IsOpenAsync(opened.Step, cancellation))
        {
            return;
        }

        if (opened.Replaces || opened.WasTried)
        {
            await CloseAsync(_close, cancellation, opened.Step.RunId, opened.Step.Fingerprint);
        }

        _steps.Bind(_open, [opened.Step]);
        await _open.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Whether the very step is there already. It may have been answered since, which must not be undone.</summary>
    private Task<bool> IsOpenAsync(OpenStep step, CancellationToken cancellation) => _db.OpenSteps.AnyAsync(
        s => s.RunId == step.RunId && s.Fingerprint == step.Fingerprint && s.Kind == step.Kind && s.Attempt == step.Attempt, cancellation);

    private static async Task CloseAsync(DbCommand command, CancellationToken cancellation, params string[] condition)
    {
        for (var i = 0; i < condition.Length; i++)
        {
            command.Parameters[i].Value = condition[i];
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<bool> UpdateAsync(
        DbCommand command, JournalEntry entry, Run run, string[] columns, RunStatus was, RunStatus becomes, CancellationToken cancellation)
    {
        _runs.Bind(command, run, [.. columns, nameof(Run.Id)]);
        // Not the run's own: a quick one is over before it is on disk that it began.
        command.Parameters[0].Value = becomes.ToString().ToLowerInvariant();
        command.Parameters[^1].Value = was.ToString().ToLowerInvariant();
        if (await command.ExecuteNonQueryAsync(cancellation) > 0)
        {
            return true;
        }

        // A commit that seemed to fail may have got through: then the run is already as we want it.
        return entry.WasTried && await _db.Runs.AnyAsync(r => r.Id == run.Id && r.Status == becomes, cancellation);
    }

    private async Task<List<RunRecord>> MissingAsync(IEnumerable<JournalEntry.Recorded> entries, CancellationToken cancellation)
    {
        var missing = new List<RunRecord>();
        foreach (var entry in entries)
        {
            var record = entry.Record;
            if (!entry.WasTried || !await _db.RunRecords.AnyAsync(r => r.RunId == record.RunId && r.Sequence == record.Sequence, cancellation))
            {
                missing.Add(record);
            }
        }

        return missing;
    }

    private async Task InsertRecordsAsync(List<RunRecord> records, CancellationToken cancellation)
    {
        for (var at = 0; at < records.Count;)
        {
            var (rows, command) = Array.Find(_record, r => r.Rows == 1 || Fits(records, at, r.Rows));
            _records.Bind(command, records.Skip(at).Take(rows));
            await command.ExecuteNonQueryAsync(cancellation);
            at += rows;
        }
    }

    private async Task WriteSnapshotAsync(JournalEntry.Snapshotted entry, CancellationToken cancellation)
    {
        var snapshot = entry.Snapshot;
        if (!entry.WasTried || !await _db.RunSnapshots.AnyAsync(s => s.RunId == snapshot.RunId && s.Sequence == snapshot.Sequence, cancellation))
        {
            _snapshots.Bind(_snapshot, [snapshot]);
            await _snapshot.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static bool Fits(List<RunRecord> records, int at, int rows) =>
        at + rows <= records.Count && records.Skip(at).Take(rows).Sum(r => r.Size) < MostCharactersPerCommand;
}
