using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Cli;

/// <summary>Whether the database answers and fits this program. Makes and changes nothing.</summary>
internal static class DatabaseCheckup
{
    private const string What = "database";
    private const long Packet = 64 * 1024 * 1024;

    public static async Task<Finding> ExamineAsync(DatabaseSettings settings, CancellationToken cancellation)
    {
        if (settings.File is { } file && !File.Exists(file))
        {
            return new(Checkup.Warn, What, $"{file} does not exist yet", "the first start makes it");
        }

        try
        {
            await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddWorkscriptDb(settings).BuildServiceProvider();
            await using var db = await services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContextAsync(cancellation);
            await db.Database.OpenConnectionAsync(cancellation);
            var pending = await services.GetRequiredService<DatabaseMigrator>().PendingAsync(cancellation);
            return pending.Count > 0
                ? new(Checkup.Warn, What, $"{settings.Place} lacks {pending.Count} migrations", "the next start applies them, or now: workscript migrate")
                : await ConditionAsync(db, settings, cancellation);
        }
        catch (DbException e)
        {
            return new(Checkup.Fail, What, $"{settings.Place}: {e.Message}", Advice(settings));
        }
    }

    private static Task<Finding> ConditionAsync(WorkscriptDb db, DatabaseSettings settings, CancellationToken cancellation) => settings.Provider switch
    {
        DatabaseProvider.Sqlite => SqliteAsync(db, settings, cancellation),
        DatabaseProvider.MySql => MySqlAsync(db, settings, cancellation),
    };

    private static async Task<Finding> SqliteAsync(WorkscriptDb db, DatabaseSettings settings, CancellationToken cancellation)
    {
        var vacuum = await db.Database.SqlQueryRaw<long>("SELECT auto_vacuum AS Value FROM pragma_auto_vacuum").SingleAsync(cancellation);
        return vacuum == 2
            ? new(Checkup.Ok, What, $"{settings.Place} is up to date, {new FileInfo(settings.File!).Length / 1024:N0} KiB")
            : new(Checkup.Warn, What, $"{settings.Place} never shrinks", $"stop the server, then: sqlite3 {settings.File} 'PRAGMA auto_vacuum=2; VACUUM;'");
    }

    private static async Task<Finding> MySqlAsync(WorkscriptDb db, DatabaseSettings settings, CancellationToken cancellation)
    {
        var packet = await db.Database.SqlQueryRaw<long>("SELECT @@max_allowed_packet AS Value").SingleAsync(cancellation);
        var version = await db.Database.SqlQueryRaw<string>("SELECT VERSION() AS Value").SingleAsync(cancellation);
        return packet < Packet
            ? new(Checkup.Warn, What, $"{settings.Place} ({version}) takes {packet >> 20} MiB at a time, and a run's state may be 64", "set max_allowed_packet=128M in the server's configuration")
            : new(Checkup.Ok, What, $"{settings.Place} ({version}) is up to date");
    }

    private static string Advice(DatabaseSettings settings) => settings.Provider switch
    {
        DatabaseProvider.Sqlite => "if the file is damaged, restore a backup; if it is locked, another program holds it",
        DatabaseProvider.MySql => "check that the server runs, and ConnectionStrings:Default or DATABASE_URL",
    };
}
