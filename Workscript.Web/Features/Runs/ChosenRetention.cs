using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>What is kept of runs: as the configuration says, and where an owner has chosen otherwise on the page, as the owner says.</summary>
public sealed class ChosenRetention(IDbContextFactory<WorkscriptDb> databases, IConfiguration configuration)
{
    public static IReadOnlyList<string> Names { get; } = [Retention.AgeSetting, Retention.FailedAgeSetting, Retention.RunsSetting, Retention.MegabytesSetting];

    public async Task<Retention> ReadAsync(CancellationToken cancellation) => With(await ChosenAsync(cancellation));

    /// <summary>What was chosen on the page, by the names of the settings.</summary>
    public async Task<Dictionary<string, string?>> ChosenAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Settings.Where(s => Names.Contains(s.Name)).ToDictionaryAsync(s => s.Name, s => (string?)s.Value, cancellation);
    }

    /// <summary>What would count with these choices.</summary>
    /// <exception cref="SettingException">One of them cannot be.</exception>
    public Retention With(Dictionary<string, string?> chosen) =>
        Retention.From(new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(chosen).Build());

    /// <summary>Keeps the choices, in place of all before.</summary>
    public async Task ChooseAsync(Dictionary<string, string?> chosen, string? by, DateTime now, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.InTransactionAsync(async _ =>
        {
            await db.Settings.Where(s => Names.Contains(s.Name)).ExecuteDeleteAsync(cancellation);
            db.Settings.AddRange(chosen.Select(choice => new StoredSetting { Name = choice.Key, Value = choice.Value!, By = by, At = now }));
            return await db.SaveChangesAsync(cancellation);
        }, cancellation);
    }
}
