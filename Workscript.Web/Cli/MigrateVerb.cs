using Workscript.Web.Data;

namespace Workscript.Web.Cli;

/// <summary>Brings the database up to date without starting the server.</summary>
internal sealed class MigrateVerb : Verb
{
    public override string Name => "migrate";

    public override string Summary => "brings the database up to date";

    public override string Details => "The server does this by itself when it starts. Several processes may do it at once: they wait for each other.";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        arguments.None(this);
        await using var services = Offline.Services(arguments);
        var applied = await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellation);
        var place = services.GetRequiredService<DatabaseSettings>().Place;
        Console.WriteLine(applied.Count == 0 ? $"{place} is up to date" : $"{place} was brought up to date: {string.Join(", ", applied)}");
        return ExitCodes.Done;
    }
}
