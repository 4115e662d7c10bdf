using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using MySqlConnector;
using Workscript.Web.Data;

namespace Workscript.Tests.Support;

/// <summary>Both databases: every test of persistence is a theory over <see cref="Both"/>.</summary>
public static class Databases
{
    public static TheoryData<DatabaseProvider> Both => [DatabaseProvider.Sqlite, DatabaseProvider.MySql];

    /// <summary>The configuration of a new, empty database; the file of SQLite lands in the folder.</summary>
    public static async Task<Dictionary<string, string?>> ConfigureAsync(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new() { ["Database:Provider"] = "Sqlite" },
        DatabaseProvider.MySql => new()
        {
            ["Database:Provider"] = "MySql",
            ["ConnectionStrings:Default"] = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync(),
        },
    };

    /// <summary>Closes the connections that were kept for the next one who asks: nobody will, and a server has only so many.</summary>
    public static async Task LetGoAsync(DatabaseSettings database)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            SqliteConnection.ClearAllPools();
            return;
        }

        // Of all: the pool goes by the text of the connection string, to which the provider adds something.
        await MySqlConnection.ClearAllPoolsAsync();
    }

    public static async Task<DatabaseSettings> CreateAsync(DatabaseProvider provider, TempFolder folder) =>
        DatabaseSettings.From(new ConfigurationBuilder().AddInMemoryCollection(await ConfigureAsync(provider)).Build(), folder.Path);
}
