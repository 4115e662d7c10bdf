using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Engine.Nodes;
using Workscript.Web.Data;
using Workscript.Web.Hosting;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Support;

/// <summary>What nodes reach of the world on a server, without the server: a data folder and a database of a test's own.</summary>
public sealed class NodeWorld : IAsyncLifetime, IAsyncDisposable
{
    private ServiceProvider _services = null!;

    public TempFolder Data { get; } = new();

    public NodeHost Host => _services.GetRequiredService<NodeHost>();

    public static async Task<NodeWorld> CreateAsync(
        DatabaseProvider provider = DatabaseProvider.Sqlite, TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        var world = new NodeWorld();
        await world.StartAsync(provider, time ?? TimeProvider.System, settings);
        return world;
    }

    public WorkscriptDb Open() => _services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext();

    /// <summary>Where a file of a workflow is.</summary>
    public string FileAt(string path) => Path.Combine(Data.Path, "files", path);

    /// <summary>For a class of tests that share one.</summary>
    Task IAsyncLifetime.InitializeAsync() => StartAsync(DatabaseProvider.Sqlite, TimeProvider.System, []);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Data.Dispose();
    }

    private async Task StartAsync(DatabaseProvider provider, TimeProvider time, (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(new DataFolder(Data.Path))
            .AddSingleton(time)
            .AddWorkscriptDb(await Databases.CreateAsync(provider, Data))
            .AddNodeHosting()
            .BuildServiceProvider();
        await _services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default);
    }
}
