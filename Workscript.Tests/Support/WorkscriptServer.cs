using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Web.Data;
using Workscript.Web.Features.Account;
using Program = Workscript.Web.Program;

namespace Workscript.Tests.Support;

/// <summary>The product on a port of its own, with a data folder and a database of its own, started as the executable starts it.</summary>
public sealed class WorkscriptServer : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly Factory _factory;

    private WorkscriptServer(Factory factory, TempFolder data, IReadOnlyDictionary<string, string?> settings) => (_factory, Data, Settings) = (factory, data, settings);

    public TempFolder Data { get; }

    /// <summary>What it was started with: the same on a command line gives the same database.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    public IServiceProvider Services => _factory.Services;

    public Uri Address => _factory.ClientOptions.BaseAddress;

    /// <summary>The one-time link of a server without users.</summary>
    public string SetupPath => Services.GetRequiredService<SetupLink>().Path;

    /// <summary>Starts a server. The settings are those that one could give on the command line.</summary>
    public static async Task<WorkscriptServer> StartAsync(
        DatabaseProvider provider = DatabaseProvider.Sqlite, Dictionary<string, string?>? settings = null, FaultyDatabase? faults = null)
    {
        faults ??= FaultyDatabase.OfEnvironment();
        var data = new TempFolder();
        var all = await Databases.ConfigureAsync(provider);
        all["data"] = data.Path;
        all["RateLimits:SignInsPerMinute"] = "1000";
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        var factory = new Factory(all, faults);
        if (faults is null)
        {
            factory.StartServer();
        }

        faults?.Start(factory.StartServer);
        return new WorkscriptServer(factory, data, all);
    }

    /// <summary>Somebody with cookies of their own who has not signed in.</summary>
    public Person Stranger() => new(Address);

    /// <summary>Somebody who has an account with the role and has signed in through the page.</summary>
    public async Task<Person> SignInAsync(string role = Role.Owner)
    {
        var email = $"{role}-{Guid.NewGuid():N}@example.org";
        await AddUserAsync(email, role);
        var person = Stranger();
        using var answer = await person.PostAsync("/account/signin", new() { ["Input.Email"] = email, ["Input.Password"] = Password });
        Assert.Equal(302, (int)answer.StatusCode);
        return person;
    }

    public async Task AddUserAsync(string email, string role)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = User.Create(email, DateTime.UtcNow);
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        Assert.True((await users.AddToRoleAsync(user, role)).Succeeded);
    }

    /// <summary>A client that sends an API key of the scope.</summary>
    public async Task<HttpClient> WithKeyAsync(ApiKeyScope scope)
    {
        var (key, text) = ApiKey.Issue($"test {scope}", scope, by: null, DateTime.UtcNow);
        await using var db = CreateDb();
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync();
        return new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new("Bearer", text) } };
    }

    /// <summary>Waits until every run that is over is in the full-text index.</summary>
    public async Task WhenIndexedAsync()
    {
        await using var db = CreateDb();
        for (var tries = 0; await db.UnindexedRuns.AnyAsync(); tries++)
        {
            Assert.True(tries < 400, "There are runs that are not indexed");
            await Task.Delay(50);
        }
    }

    public WorkscriptDb CreateDb() => Services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        var database = Services.GetRequiredService<DatabaseSettings>();
        await _factory.DisposeAsync();
        await Databases.LetGoAsync(database);
        Data.Dispose();
    }

    private sealed class Factory : WebApplicationFactory<Program>
    {
        private readonly Dictionary<string, string?> _settings;
        private readonly FaultyDatabase? _faults;

        public Factory(Dictionary<string, string?> settings, FaultyDatabase? faults)
        {
            (_settings, _faults) = (settings, faults);
            UseKestrel(0);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            // Passwords are hashed slowly on purpose, and tests sign in often.
            builder.ConfigureServices(services =>
            {
                services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
                _faults?.AddTo(services);
            });
            foreach (var (name, value) in _settings)
            {
                builder.UseSetting(name, value);
            }
        }
    }
}
