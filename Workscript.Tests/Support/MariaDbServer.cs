using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;

namespace Workscript.Tests.Support;

/// <summary>
/// A MariaDB of the test run's own: started when the first test asks for it, stopped and wiped with the process. It shares nothing with a server
/// that the machine may have.
/// </summary>
public sealed class MariaDbServer : IDisposable
{
    private static readonly Lazy<Task<MariaDbServer>> Running = new(StartAsync);

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort();
    private Process? _process;

    private MariaDbServer()
    {
    }

    public static Task<MariaDbServer> SharedAsync() => Running.Value;

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new MySqlConnection(ConnectionString(""));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name} CHARACTER SET utf8mb4";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>The connection string of a database that does not exist yet.</summary>
    public string MissingDatabase() => ConnectionString($"missing_{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private string ConnectionString(string database) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)_port,
        UserID = "root",
        Database = database,
        MaximumPoolSize = 40,
    }.ConnectionString;

    private static async Task<MariaDbServer> StartAsync()
    {
        var server = new MariaDbServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        await server.InstallAsync();
        server.Launch();
        await server.WaitAsync();
        return server;
    }

    private async Task InstallAsync()
    {
        using var install = Run("mariadb-install-db", "--auth-root-authentication-method=normal", "--skip-test-db");
        await install.WaitForExitAsync();
        if (install.ExitCode != 0)
        {
            throw new InvalidOperationException($"mariadb-install-db failed: {await install.StandardError.ReadToEndAsync()}");
        }
    }

    // Durability is not what these tests are about, and the disk is slow.
    private void Launch() => _process = Run(
        "mariadbd",
        $"--port={_port}",
        "--bind-address=127.0.0.1",
        $"--socket={_folder["mariadb.sock"]}",
        $"--pid-file={_folder["mariadb.pid"]}",
        $"--log-error={_folder["mariadb.log"]}",
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-buffer-pool-size=64M",
        "--max-connections=300",
        "--skip-name-resolve");

    private async Task WaitAsync()
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ;)
        {
            try
            {
                await using var connection = new MySqlConnection(ConnectionString(""));
                await connection.OpenAsync();
                return;
            }
            catch (MySqlException) when (DateTime.UtcNow < deadline && !_process!.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private Process Run(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find(name)) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = ["--no-defaults", $"--datadir={_folder["data"]}", .. Environment.UserName == "root" ? ["--user=root"] : Array.Empty<string>(), .. arguments];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
