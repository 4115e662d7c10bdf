using Microsoft.Extensions.Configuration;
using MySqlConnector;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

public sealed class DatabaseSettingsTests
{
    private const string Folder = "/var/lib/workscript";

    [Fact]
    public void WithoutSettingsItIsAFileInTheDataFolder()
    {
        var settings = From([]);

        Assert.Equal((DatabaseProvider.Sqlite, "/var/lib/workscript/workscript.db"), (settings.Provider, settings.File));
    }

    [Fact]
    public void AFileIsMeantFromTheDataFolder()
    {
        Assert.Equal("/var/lib/workscript/other.db", From(new() { ["ConnectionStrings:Default"] = "Data Source=other.db" }).File);
        Assert.Equal("/mnt/fast/w.db", From(new() { ["ConnectionStrings:Default"] = "Data Source=/mnt/fast/w.db" }).File);
    }

    [Fact]
    public void AUrlIsDecoded()
    {
        var settings = From(new() { ["DATABASE_URL"] = "mysql://work%40script:p%40ss%2Fw%3Ard%3B%25@db.example.org:3307/my%2Ddb" });

        var connection = new MySqlConnectionStringBuilder(settings.ConnectionString);
        Assert.Equal(DatabaseProvider.MySql, settings.Provider);
        Assert.Equal(("work@script", "p@ss/w:rd;%", "db.example.org", 3307u, "my-db"), (connection.UserID, connection.Password, connection.Server, connection.Port, connection.Database));
        Assert.Equal("db.example.org:3307, database my-db", settings.Place);
    }

    [Fact]
    public void AUrlMayLeaveOutThePortAndThePassword()
    {
        var connection = new MySqlConnectionStringBuilder(From(new() { ["DATABASE_URL"] = "mariadb://root@localhost/workscript" }).ConnectionString);

        Assert.Equal((3306u, "", "localhost"), (connection.Port, connection.Password, connection.Server));
    }

    [Fact]
    public void OurOwnSettingsGoBeforeTheWellKnownName()
    {
        var url = "mysql://root@localhost/workscript";

        Assert.Equal(DatabaseProvider.Sqlite, From(new() { ["DATABASE_URL"] = url, ["Database:Provider"] = "Sqlite" }).Provider);
        Assert.Contains("Server=here", From(new() { ["DATABASE_URL"] = url, ["Database:Provider"] = "MySql", ["ConnectionStrings:Default"] = "Server=here;Database=w" }).ConnectionString);
    }

    [Theory]
    [InlineData("Database:Provider is 'Oracle': it must be Sqlite or MySql.", "Database:Provider", "Oracle")]
    [InlineData("Database:Provider is MySql, so ConnectionStrings:Default must say where it is", "Database:Provider", "MySql")]
    [InlineData("ConnectionStrings:Default is no connection string of SQLite", "ConnectionStrings:Default", "Server=localhost;Database=w")]
    [InlineData("ConnectionStrings:Default names no file", "ConnectionStrings:Default", "Data Source=:memory:")]
    [InlineData("ConnectionStrings:Default names no file", "ConnectionStrings:Default", "Mode=Memory;Data Source=w")]
    [InlineData("ConnectionStrings:Default names no database", "ConnectionStrings:Default", "Server=localhost", "MySql")]
    [InlineData("ConnectionStrings:Default is no connection string of MySQL", "ConnectionStrings:Default", "Sever=localhost;Database=w", "MySql")]
    [InlineData("DATABASE_URL cannot be read", "DATABASE_URL", "postgres://ann:hush@localhost/w")]
    [InlineData("DATABASE_URL cannot be read", "DATABASE_URL", "ann:hush@localhost")]
    [InlineData("DATABASE_URL must name one database", "DATABASE_URL", "mysql://ann:hush@localhost")]
    [InlineData("Database:ServerVersion is 'new'", "Database:ServerVersion", "new")]
    [InlineData("Database:StartTimeoutSeconds is 'long'", "Database:StartTimeoutSeconds", "long")]
    public void ASettingThatCannotBeMeantIsNamedWithoutItsSecrets(string message, string name, string value, string? provider = null)
    {
        var e = Assert.Throws<SettingException>(() => From(provider is null ? new() { [name] = value } : new() { ["Database:Provider"] = provider, [name] = value }));

        Assert.Contains(message, e.Message);
        Assert.DoesNotContain("hush", e.Message);
    }

    private static DatabaseSettings From(Dictionary<string, string?> settings) =>
        DatabaseSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Folder);
}
