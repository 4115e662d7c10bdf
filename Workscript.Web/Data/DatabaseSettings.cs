using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace Workscript.Web.Data;

public enum DatabaseProvider
{
    Sqlite,
    MySql,
}

/// <summary>Which database is used: a file in the data folder, unless the configuration says otherwise.</summary>
public sealed record DatabaseSettings(DatabaseProvider Provider, string ConnectionString, ServerVersion ServerVersion, TimeSpan StartTimeout)
{
    public const string DefaultServerVersion = "10.11-mariadb";

    private const string ProviderSetting = "Database:Provider";
    private const string ConnectionSetting = "ConnectionStrings:Default";
    private const string UrlSetting = "DATABASE_URL";
    private const string VersionSetting = "Database:ServerVersion";
    private const string TimeoutSetting = "Database:StartTimeoutSeconds";

    /// <summary>The file of a SQLite database.</summary>
    public string? File => Provider == DatabaseProvider.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>What to call the database before people: no secrets.</summary>
    public string Place => File ?? MySqlPlace(new MySqlConnectionStringBuilder(ConnectionString));

    public static DatabaseSettings From(IConfiguration configuration, string dataFolder)
    {
        var (provider, connection) = Choose(configuration);
        var connectionString = provider == DatabaseProvider.Sqlite ? SqliteConnection(connection, dataFolder) : MySqlConnection(connection);
        return new DatabaseSettings(provider, connectionString, VersionFrom(configuration), TimeoutFrom(configuration));
    }

    private static (DatabaseProvider Provider, string? Connection) Choose(IConfiguration configuration)
    {
        var provider = ProviderFrom(configuration);
        var connection = configuration.GetConnectionString("Default") is { Length: > 0 } text ? text : null;
        var url = configuration[UrlSetting];
        if (connection is null && !string.IsNullOrEmpty(url) && provider is not DatabaseProvider.Sqlite)
        {
            return (DatabaseProvider.MySql, DatabaseUrl.ToConnectionString(url));
        }

        return (provider ?? DatabaseProvider.Sqlite, connection);
    }

    private static DatabaseProvider? ProviderFrom(IConfiguration configuration) => configuration[ProviderSetting] switch
    {
        null or "" => null,
        var text when text.Equals("sqlite", StringComparison.OrdinalIgnoreCase) => DatabaseProvider.Sqlite,
        var text when text.Equals("mysql", StringComparison.OrdinalIgnoreCase) || text.Equals("mariadb", StringComparison.OrdinalIgnoreCase) => DatabaseProvider.MySql,
        var text => throw new SettingException($"{ProviderSetting} is '{text}': it must be Sqlite or MySql."),
    };

    private static string SqliteConnection(string? connection, string dataFolder)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(connection ?? "Data Source=workscript.db");
            if (builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            {
                throw new SettingException($"{ConnectionSetting} names no file: a SQLite database needs one, as in 'Data Source=workscript.db'.");
            }

            builder.DataSource = Path.GetFullPath(builder.DataSource, dataFolder);
            return builder.ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new SettingException($"{ConnectionSetting} is no connection string of SQLite: {e.Message} For another database, say {ProviderSetting}=MySql.", e);
        }
    }

    private static string MySqlConnection(string? connection)
    {
        if (connection is null)
        {
            throw new SettingException($"{ProviderSetting} is MySql, so {ConnectionSetting} must say where it is: 'Server=localhost;Database=workscript;User ID=...;Password=...'.");
        }

        try
        {
            var builder = new MySqlConnectionStringBuilder(connection);
            return builder.Database.Length > 0
                ? builder.ConnectionString
                : throw new SettingException($"{ConnectionSetting} names no database: add 'Database=workscript'.");
        }
        catch (ArgumentException e)
        {
            throw new SettingException($"{ConnectionSetting} is no connection string of MySQL: {e.Message}", e);
        }
    }

    private static ServerVersion VersionFrom(IConfiguration configuration)
    {
        // Fixed, not asked of the server: the server may start after us.
        var text = configuration[VersionSetting] is { Length: > 0 } given ? given : DefaultServerVersion;
        return ServerVersion.TryParse(text, out var version)
            ? version
            : throw new SettingException($"{VersionSetting} is '{text}': it must be a version such as {DefaultServerVersion} or 8.4.0-mysql.");
    }

    private static TimeSpan TimeoutFrom(IConfiguration configuration) => configuration[TimeoutSetting] switch
    {
        null or "" => TimeSpan.FromMinutes(1),
        var text when int.TryParse(text, out var seconds) && seconds is >= 0 and <= 3600 => TimeSpan.FromSeconds(seconds),
        var text => throw new SettingException($"{TimeoutSetting} is '{text}': it must be a number of seconds from 0 to 3600."),
    };

    private static string MySqlPlace(MySqlConnectionStringBuilder builder) =>
        builder.Server.StartsWith('/') ? $"{builder.Server}, database {builder.Database}" : $"{builder.Server}:{builder.Port}, database {builder.Database}";
}
