using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Cli;

/// <summary>Issues an API key, also while the server runs.</summary>
internal sealed class ApiKeyAddVerb : Verb
{
    private static readonly string[] Scopes = [.. Enum.GetNames<ApiKeyScope>().Select(name => name.ToLowerInvariant())];

    public override string Name => "apikey add";

    public override string Summary => "issues an API key and prints it, once";

    public override string Operands => "NAME";

    public override IReadOnlyList<VerbOption> Options { get; } =
    [
        new("scope", "read|run|write|admin", "what the key may do; each includes those before it") { Required = true },
    ];

    public override string Details => "Standard output gets the key alone: KEY=$(workscript apikey add deploy --scope run)";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        var name = arguments.Single(this);
        var scope = Scope(arguments["scope"]);
        await using var services = Offline.Services(arguments);
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellation);
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkscriptDb>>().CreateDbContextAsync(cancellation);
        var (key, text) = ApiKey.Issue(name, scope, by: "command line", TimeProvider.System.GetUtcNow().UtcDateTime);
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellation);
        await Console.Error.WriteLineAsync($"The key '{key.Name}' may {scope.ToString().ToLowerInvariant()}. It is shown this once:");
        Console.WriteLine(text);
        return ExitCodes.Done;
    }

    private static ApiKeyScope Scope(string? given) => given switch
    {
        null => throw new UsageException($"--scope is missing: one of {string.Join(", ", Scopes)}"),
        _ when Scopes.Contains(given) => Enum.Parse<ApiKeyScope>(given, ignoreCase: true),
        _ => throw new UsageException($"'{given}' is none of {string.Join(", ", Scopes)}{Suggestion.For(given, Scopes)}"),
    };
}
