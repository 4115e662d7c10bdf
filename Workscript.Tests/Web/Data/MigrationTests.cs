using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AnEmptyDatabaseIsBroughtUpToDateOnce(DatabaseProvider provider)
    {
        await using var services = Services(await Databases.CreateAsync(provider, _folder));
        var migrator = services.GetRequiredService<DatabaseMigrator>();

        Assert.NotEmpty(await migrator.PendingAsync(default));
        Assert.NotEmpty(await migrator.MigrateAsync(default));
        Assert.Empty(await migrator.PendingAsync(default));
        Assert.Empty(await migrator.MigrateAsync(default));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheMigrationsMakeTheModel(DatabaseProvider provider)
    {
        await using var services = Services(await Databases.CreateAsync(provider, _folder));
        await using var db = services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task AFileVacuumsInSmallStepsFromTheFirstDay()
    {
        var settings = await Databases.CreateAsync(DatabaseProvider.Sqlite, _folder);
        await using var services = Services(settings);
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default);
        await using var db = services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext();

        Assert.Equal(2, await ReadAsync(db, "SELECT auto_vacuum AS Value FROM pragma_auto_vacuum"));
        Assert.Equal(2, await ReadAsync(db, "SELECT synchronous AS Value FROM pragma_synchronous"));
        Assert.Equal(30_000, await ReadAsync(db, "SELECT timeout AS Value FROM pragma_busy_timeout"));
        Assert.Equal(1, await ReadAsync(db, "SELECT foreign_keys AS Value FROM pragma_foreign_keys"));
        Assert.Equal(1, await ReadAsync(db, "SELECT journal_mode = 'wal' AS Value FROM pragma_journal_mode"));
    }

    [Fact]
    public async Task AFileThatOnlyGrewIsWrittenAnewOnceAndKeepsWhatItHas()
    {
        var settings = await Databases.CreateAsync(DatabaseProvider.Sqlite, _folder);
        await using var services = Services(settings);
        var migrator = services.GetRequiredService<DatabaseMigrator>();
        await migrator.MigrateAsync(default);
        await ExecuteAsync(settings, "INSERT INTO StoredValues (Scope, Key, Json, UpdatedAt) VALUES ('w', 'k', '7', '2026-01-01'); PRAGMA auto_vacuum = NONE; VACUUM;");
        SqliteConnection.ClearAllPools();

        await migrator.MigrateAsync(default);

        await using var db = services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext();
        Assert.Equal(2, await ReadAsync(db, "SELECT auto_vacuum AS Value FROM pragma_auto_vacuum"));
        Assert.Equal("7", (await db.StoredValues.SingleAsync()).Json);
    }

    [Fact]
    public async Task ALockThatADeadProcessLeftBehindStopsNobody()
    {
        var settings = await Databases.CreateAsync(DatabaseProvider.Sqlite, _folder);
        await ExecuteAsync(
            settings,
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """);

        await using var services = Services(settings);
        var applied = await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEmpty(applied);
    }

    [Fact]
    public async Task AMissingDatabaseIsCreatedWhereTheAccountMay()
    {
        var server = await MariaDbServer.SharedAsync();
        var settings = await Databases.CreateAsync(DatabaseProvider.MySql, _folder) with { ConnectionString = server.MissingDatabase() };
        await using var services = Services(settings);

        Assert.NotEmpty(await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default));
    }

    [Fact]
    public async Task AServerThatIsNotThereIsNamed()
    {
        var settings = await Databases.CreateAsync(DatabaseProvider.MySql, _folder) with
        {
            ConnectionString = "Server=127.0.0.1;Port=1;Database=workscript;Password=hush",
            StartTimeout = TimeSpan.Zero,
        };
        await using var services = Services(settings);

        var e = await Assert.ThrowsAsync<DatabaseException>(() => services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default));

        Assert.Contains("127.0.0.1:1, database workscript) cannot be reached", e.Message);
        Assert.DoesNotContain("hush", e.Message);
    }

    private static ServiceProvider Services(DatabaseSettings settings) =>
        new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddWorkscriptDb(settings).BuildServiceProvider(validateScopes: true);

    private static async Task ExecuteAsync(DatabaseSettings settings, string sql)
    {
        await using var connection = new SqliteConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static Task<long> ReadAsync(WorkscriptDb db, string sql) => db.Database.SqlQueryRaw<long>(sql).SingleAsync();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
