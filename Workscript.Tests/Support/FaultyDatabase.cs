using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Workscript.Web.Data;

namespace Workscript.Tests.Support;

/// <summary>What becomes of a commit, or of a statement that is one by itself.</summary>
public enum Fault
{
    /// <summary>It is not made, and whoever made it hears that the database is gone.</summary>
    Before,

    /// <summary>It breaks off between two statements of its transaction, or within one.</summary>
    Middle,

    /// <summary>It is made, and whoever made it hears that the database is gone.</summary>
    After,

    Slow,
    Full,
    Locked,
}

/// <summary>
/// Makes a server's database fail now and then, by chance from a seed. What it throws, the database itself has said: a killed connection, a full disk, a
/// lock. Only the server's own work is struck, not what a test does with its services.
/// </summary>
public sealed class FaultyDatabase(int seed, double rate, params Fault[] kinds) : IDbTransactionInterceptor, IDbCommandInterceptor, IDbConnectionInterceptor, IStartupFilter
{
    private const string SeedVariable = "WORKSCRIPT_TEST_FAULTS";
    private const string NoLimit = "PRAGMA max_page_count = 4294967294";

    private readonly Random _chance = new(seed);
    private readonly AsyncLocal<Work?> _work = new();
    private readonly ConcurrentDictionary<Guid, Fault> _planned = new();
    private readonly ConcurrentDictionary<Guid, Task> _killing = new();
    private readonly ConcurrentDictionary<Fault, int> _struck = new();
    private volatile bool _isOn;

    /// <summary>Whether requests are answered from a faulty database as well, and not only runs.</summary>
    public bool StrikesRequests { get; init; } = true;

    /// <summary>How often there was which fault.</summary>
    public IReadOnlyDictionary<Fault, int> Struck => _struck;

    /// <summary>The faults under which the environment wants all servers of the tests to work; null when it wants none.</summary>
    public static FaultyDatabase? OfEnvironment() => int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var seed)
        ? new(seed, 0.08, Enum.GetValues<Fault>()) { StrikesRequests = false }
        : null;

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<IStartupFilter>(this)
        .ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(this))
        .ConfigureDbContext<MySqlDb>(options => options.AddInterceptors(this));

    /// <summary>Starts the server, whose work of its own is struck from when it has started.</summary>
    public void Start(Action start)
    {
        _work.Value = new() { IsRequest = false };
        start();
        _work.Value = null;
        _isOn = true;
    }

    public void Stop() => _isOn = false;

    /// <summary>What a request has begun and left behind is the server's own work.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext _, RequestDelegate rest) =>
        {
            var work = new Work { IsRequest = true };
            _work.Value = work;
            try
            {
                await rest(_);
            }
            finally
            {
                work.IsRequest = false;
            }
        });
        next(app);
    };

    public void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is SqliteConnection)
        {
            using var command = Command(connection, null, NoLimit);
            command.ExecuteNonQuery();
        }
    }

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (Draw() is not { } fault)
        {
            return result;
        }

        if (fault == Fault.Locked)
        {
            var begun = result.HasResult ? result.Result : null;
            try
            {
                await FailAsync(connection, begun, fault);
            }
            finally
            {
                begun?.Dispose();
            }
        }

        _planned[eventData.TransactionId] = fault;
        return result;
    }

    public async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        if (_planned.TryGetValue(eventData.TransactionId, out var fault) && fault == Fault.Middle)
        {
            if (connection is SqliteConnection)
            {
                // The first row that needs another page meets a full disk, and SQLite goes back by itself.
                var pages = await Command(connection, result, "PRAGMA page_count").ExecuteScalarAsync(cancellationToken);
                await Command(connection, result, $"PRAGMA max_page_count = {pages}").ExecuteNonQueryAsync(cancellationToken);
            }
            else
            {
                _killing[eventData.TransactionId] = KillAsync(connection, TimeSpan.FromMilliseconds(Next(4)));
            }
        }

        return result;
    }

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (!_planned.TryGetValue(eventData.TransactionId, out var fault))
        {
            return result;
        }

        switch (fault)
        {
            case Fault.Middle when transaction is SqliteTransaction:
                await Command(transaction.Connection!, transaction, NoLimit).ExecuteNonQueryAsync(cancellationToken);
                await FailAsync(transaction.Connection!, transaction, Fault.Full);
                break;
            case Fault.Middle when _killing.TryRemove(eventData.TransactionId, out var killing):
                await killing;
                break;
            case Fault.Slow:
                await Task.Delay(20 + Next(200), cancellationToken);
                break;
            case Fault.Before or Fault.Full or Fault.Locked:
                await FailAsync(transaction.Connection!, transaction, fault);
                break;
        }

        return result;
    }

    public async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (_planned.TryRemove(eventData.TransactionId, out var fault) && fault == Fault.After)
        {
            await FailAsync(eventData.Context!.Database.GetDbConnection(), null, fault);
        }
    }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await BeforeAsync(command, eventData);
        return result;
    }

    public async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (_planned.TryRemove(eventData.CommandId, out var fault))
        {
            await result.DisposeAsync();
            await FailAsync(command.Connection!, null, fault);
        }

        return result;
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await BeforeAsync(command, eventData);
        return result;
    }

    public async ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (_planned.TryRemove(eventData.CommandId, out var fault))
        {
            await FailAsync(command.Connection!, null, fault);
        }

        return result;
    }

    /// <summary>A statement in no transaction is one by itself.</summary>
    private async Task BeforeAsync(DbCommand command, CommandEventData eventData)
    {
        if (command.Transaction is not null || Draw() is not { } fault)
        {
            return;
        }

        switch (fault)
        {
            case Fault.After:
                _planned[eventData.CommandId] = fault;
                break;
            case Fault.Slow:
                await Task.Delay(5 + Next(50));
                break;
            // A disk that is full can be read.
            case Fault.Full when command.CommandText.StartsWith("SELECT", StringComparison.Ordinal):
                break;
            default:
                await FailAsync(command.Connection!, null, fault);
                break;
        }
    }

    private Fault? Draw()
    {
        if (!_isOn || _work.Value is not { } work || (work.IsRequest && !StrikesRequests))
        {
            return null;
        }

        lock (_chance)
        {
            if (_chance.NextDouble() >= rate)
            {
                return null;
            }

            var fault = kinds[_chance.Next(kinds.Length)];
            _struck.AddOrUpdate(fault, 1, (_, count) => count + 1);
            return fault;
        }
    }

    private int Next(int most)
    {
        lock (_chance)
        {
            return _chance.Next(most);
        }
    }

    private static async Task FailAsync(DbConnection connection, DbTransaction? transaction, Fault fault)
    {
        if (connection is SqliteConnection)
        {
            throw fault switch
            {
                Fault.Full => new SqliteException("SQLite Error 13: 'database or disk is full'.", 13),
                Fault.Locked => new SqliteException("SQLite Error 5: 'database is locked'.", 5),
                _ => new SqliteException("SQLite Error 10: 'disk I/O error'.", 10),
            };
        }

        if (fault is not (Fault.Full or Fault.Locked))
        {
            await KillAsync(connection, TimeSpan.Zero);
        }

        await Command(connection, transaction, fault switch
        {
            Fault.Full => "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'",
            Fault.Locked => "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1205, MESSAGE_TEXT = 'Lock wait timeout exceeded; try restarting transaction'",
            _ => "DO 0",
        }).ExecuteNonQueryAsync();
    }

    /// <summary>Breaks a connection as a server does that ends.</summary>
    private static async Task KillAsync(DbConnection connection, TimeSpan delay)
    {
        var victim = ((MySqlConnection)connection).ServerThread;
        await Task.Delay(delay);
        var own = new MySqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false };
        await using var killer = new MySqlConnection(own.ConnectionString);
        await killer.OpenAsync();
        await Command(killer, null, $"KILL {victim}").ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        return command;
    }

    /// <summary>Whose work is being done: that of a request until it is answered, else the server's own.</summary>
    private sealed class Work
    {
        private volatile bool _isRequest;

        public bool IsRequest
        {
            get => _isRequest;
            set => _isRequest = value;
        }
    }
}
