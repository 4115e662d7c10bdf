using Microsoft.AspNetCore.Connections;
using Workscript.Web.Data;
using Workscript.Web.Features.Account;

namespace Workscript.Web.Cli;

/// <summary>The server.</summary>
internal sealed class ServeVerb : Verb
{
    public override string Name => "serve";

    public override string Summary => "runs the server";

    public override IReadOnlyList<VerbOption> Options { get; } = [VerbOption.Urls];

    public override string Details =>
        "The first start prints a link; whoever opens it makes the owner's account.\n"
        + "PORT and DATABASE_URL (mysql://user:password@host:3306/database) are understood as well.";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        arguments.None(this);
        var data = arguments.Data;
        data.Create();
        await using var app = Program.Build(arguments.FrameworkWords, data, arguments.Settings);
        await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellation);
        using var own = app.Services.GetRequiredService<DatabaseSettings>().File is { } file ? SqliteFile.Serve(file) : null;
        await app.Services.GetRequiredService<SetupLink>().PrepareAsync(cancellation);
        try
        {
            await app.RunAsync();
            return ExitCodes.Done;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"workscript: {e.Message} Another program, or another Workscript, listens there: stop it, or choose with --urls.");
            return ExitCodes.Failed;
        }
    }
}
