using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli.Torture;

/// <summary>A server over a database of its own, to be killed and started again.</summary>
internal sealed partial class ScratchServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workscript-torture-");
    private readonly string? _url;
    private readonly ServiceProvider _services;
    private string _key = "";
    private Process? _process;

    private ScratchServer(string? url)
    {
        _url = url;
        _services = Offline.Services(new DataFolder(_folder.FullName), new Dictionary<string, string?> { ["DATABASE_URL"] = url });
    }

    /// <summary>Whether the files are left for somebody to look into.</summary>
    public bool IsKept { get; set; } = true;

    public string Place => _url is null ? $"SQLite in {_folder.FullName}" : _services.GetRequiredService<DatabaseSettings>().Place;

    public HttpClient Api { get; private set; } = new();

    /// <exception cref="UsageException">The database is somebody's.</exception>
    public static async Task<ScratchServer> CreateAsync(string? url, CancellationToken cancellation)
    {
        var server = new ScratchServer(url);
        await server._services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellation);
        await using var db = await server.OpenAsync(cancellation);
        if (await db.Workflows.AnyAsync(cancellation) || await db.Users.AnyAsync(cancellation))
        {
            throw new UsageException($"the database {server.Place} is not empty: give torture one of its own, for it leaves there what it did");
        }

        var (key, text) = ApiKey.Issue("torture", ApiKeyScope.Write, by: "command line", TimeProvider.System.GetUtcNow().UtcDateTime);
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellation);
        server._key = text;
        return server;
    }

    public Task<WorkscriptDb> OpenAsync(CancellationToken cancellation) => _services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContextAsync(cancellation);

    /// <summary>Starts the process, and returns without waiting for it.</summary>
    public void Begin()
    {
        var start = ThisProgram.With("serve", "--data", _folder.FullName, "--urls", "http://127.0.0.1:0");
        // A process that lives for seconds has no use for a profile of itself.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["Outbound__Allow"] = "127.0.0.1";
        start.Environment["RateLimits__ApiRequestsPerMinute"] = "1000000";
        start.Environment.Remove("DATABASE_URL");
        if (_url is not null)
        {
            start.Environment["DATABASE_URL"] = _url;
        }

        _process = Process.Start(start)!;
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Waits until the process that was begun answers.</summary>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Patience);
        while (await ReadLineAsync(late.Token, cancellation) is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                _ = _process!.StandardOutput.ReadToEndAsync(CancellationToken.None);
                Api = new() { BaseAddress = new(match.Groups[1].Value), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _key) } };
                return;
            }
        }

        throw new UsageException($"the server did not start; its log is in {_folder.FullName}");
    }

    private async Task<string?> ReadLineAsync(CancellationToken late, CancellationToken cancellation)
    {
        try
        {
            return await _process!.StandardOutput.ReadLineAsync(late);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        Api.Dispose();
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? key, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1{path}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return Api.SendAsync(request, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        await _services.DisposeAsync();
        if (!IsKept)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            _folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"listening on: (http://[^\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
