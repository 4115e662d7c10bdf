using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>Looks at everything that the server needs, and says what to do about what is wrong.</summary>
internal sealed class DoctorVerb : Verb
{
    public override string Name => "doctor";

    public override string Summary => "checks the configuration, the data folder, the database, the disk, the clock and the port";

    public override IReadOnlyList<VerbOption> Options { get; } = [VerbOption.Urls];

    public override string Details => "Changes nothing. Exit status: 0 when the server can run, 1 when something fails.";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        arguments.None(this);
        var data = arguments.Data;
        var failures = 0;
        await foreach (var finding in ExamineAsync(arguments, data, cancellation))
        {
            Console.WriteLine(finding);
            failures += finding.Level == Checkup.Fail ? 1 : 0;
        }

        return failures == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async IAsyncEnumerable<Finding> ExamineAsync(
        Arguments arguments, DataFolder data, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (configuration, database, wrong) = Configure(arguments, data);
        yield return wrong ?? new(Checkup.Ok, "configuration", $"database {database!.Place}");
        foreach (var finding in FolderCheckup.Examine(data))
        {
            yield return finding;
        }

        if (database is not null)
        {
            yield return await DatabaseCheckup.ExamineAsync(database, cancellation);
        }

        yield return FolderCheckup.Disk(data);
        yield return ClockCheckup.Examine(data, TimeProvider.System);
        if (configuration is not null)
        {
            yield return await PortCheckup.ExamineAsync(configuration, cancellation);
        }
    }

    private static (IConfiguration? Configuration, DatabaseSettings? Database, Finding? Wrong) Configure(Arguments arguments, DataFolder data)
    {
        try
        {
            var configuration = Settings.Load(arguments.Settings);
            return (configuration, DatabaseSettings.From(configuration, data.Path), null);
        }
        catch (SettingException e)
        {
            return (null, null, new(Checkup.Fail, "configuration", e.Message));
        }
    }
}
