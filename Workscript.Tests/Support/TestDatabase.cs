using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Web.Data;

namespace Workscript.Tests.Support;

/// <summary>A migrated database of a test's own, without a server around it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly ServiceProvider _services;

    private TestDatabase(TempFolder folder, ServiceProvider services) => (_folder, _services) = (folder, services);

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var folder = new TempFolder();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddWorkscriptDb(await Databases.CreateAsync(provider, folder))
            .BuildServiceProvider(validateScopes: true);
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default);
        return new TestDatabase(folder, services);
    }

    /// <summary>What a server is started with that is to work on it.</summary>
    public Dictionary<string, string?> Settings => _services.GetRequiredService<DatabaseSettings>() is { Provider: DatabaseProvider.MySql } settings
        ? new() { ["data"] = _folder.Path, ["Database:Provider"] = "MySql", ["ConnectionStrings:Default"] = settings.ConnectionString }
        : new() { ["data"] = _folder.Path };

    public WorkscriptDb Open() => _services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext();

    /// <summary>Adds the rows, in a context of its own.</summary>
    public async Task AddAsync(params object[] rows)
    {
        await using var db = Open();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var database = _services.GetRequiredService<DatabaseSettings>();
        await _services.DisposeAsync();
        await Databases.LetGoAsync(database);
        _folder.Dispose();
    }
}
