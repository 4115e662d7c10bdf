using Microsoft.EntityFrameworkCore;

namespace Workscript.Web.Data;

/// <summary>
/// Pages and routes ask for a <see cref="WorkscriptDb"/>, which lives as long as their request; workers ask for an
/// <see cref="IDbContextFactory{WorkscriptDb}"/> and dispose of what they create.
/// </summary>
public static class DatabaseServices
{
    public static IServiceCollection AddWorkscriptDb(this IServiceCollection services, DatabaseSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<DatabaseSpace>();
        services.AddSingleton<OpenContexts>();
        services.AddScoped<WorkscriptDb>(provider => provider.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContext());
        return settings.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddFactory<SqliteDb>(options => options.UseSqlite(settings.ConnectionString).AddInterceptors(new SqlitePragmas())),
            DatabaseProvider.MySql => services.AddMySql(settings, new MySqlUnendedTransactions()),
        };
    }

    private static IServiceCollection AddMySql(this IServiceCollection services, DatabaseSettings settings, MySqlUnendedTransactions unended) => services.AddFactory<MySqlDb>(
        options => options.UseMySql(settings.ConnectionString, settings.ServerVersion).AddInterceptors(new MySqlReadCommitted(), unended), unended.IsSpoiled);

    private static IServiceCollection AddFactory<T>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure, Func<T, bool>? isSpoiled = null)
        where T : WorkscriptDb =>
        services.AddPooledDbContextFactory<T>(configure)
            .AddSingleton<IDbContextFactory<WorkscriptDb>>(provider => new Factory<T>(provider.GetRequiredService<IDbContextFactory<T>>(), isSpoiled));

    /// <summary>Gives out contexts of the pool, but none that is spoiled.</summary>
    private sealed class Factory<T>(IDbContextFactory<T> pool, Func<T, bool>? isSpoiled) : IDbContextFactory<WorkscriptDb>
        where T : WorkscriptDb
    {
        public WorkscriptDb CreateDbContext()
        {
            while (true)
            {
                var db = pool.CreateDbContext();
                if (isSpoiled?.Invoke(db) != true)
                {
                    return db;
                }
            }
        }
    }
}
