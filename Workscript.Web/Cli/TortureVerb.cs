using System.Globalization;
using Workscript.Web.Cli.Torture;
using Workscript.Web.Data;

namespace Workscript.Web.Cli;

/// <summary>Proves on this box that nothing is lost: kills a server in the middle of its work, again and again, and counts what is left.</summary>
internal sealed class TortureVerb : Verb
{
    private const int MostRounds = 1_000_000;

    public override string Name => "torture";

    public override string Summary => "proves on this box that killing the server loses nothing";

    public override IReadOnlyList<VerbOption> Options { get; } =
    [
        new("rounds", "N", "how often the server is killed (default: 100)"),
        new("database", "URL", "an empty MySQL or MariaDB database, mysql://user:password@host:3306/name, in place of a SQLite file of its own"),
        new("kill-database", "COMMAND", "what kills the database server and starts it again; done in one of ten rounds"),
    ];

    public override string Details =>
        "Starts a server on a scratch database, gives it runs whose steps call a counter on this machine, kills it with SIGKILL at a random moment, starts it\n"
        + "again, and so on. Then every run that was accepted must have come to its end, with the right state; no step may have been executed again once it was\n"
        + "recorded; and every recorded call must have arrived. Exit status: 0 when all of that holds, else 1. The scratch database is deleted when it does.";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        arguments.None(this);
        var rounds = Rounds(arguments["rounds"]);
        await using var scratch = await ScratchServer.CreateAsync(arguments["database"], cancellation);
        await using var counter = await CallCounter.StartAsync();
        var report = await new KillingRounds(scratch, counter, arguments["kill-database"]).RunAsync(rounds, cancellation);
        Console.WriteLine($"\n{scratch.Place}\n\n{report}");
        scratch.IsKept = !report.Holds;
        return report.Holds ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int Rounds(string? text)
    {
        if (text is null)
        {
            return 100;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostRounds
            ? number
            : throw new UsageException($"--rounds is '{text}': it must be a whole number from 1 to {MostRounds.ToString(CultureInfo.InvariantCulture)}");
    }
}
