using System.Text.Json;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Workflows;
using Workscript.Web.Hosting;
using Workscript.Web.NodeHosting;

namespace Workscript.Web.Cli;

/// <summary>Runs a workflow file in this process, without a server, and without a database unless a step asks for it.</summary>
internal sealed class RunVerb : Verb
{
    public override string Name => "run";

    public override string Summary => "runs a workflow file without a server";

    public override string Operands => "FILE";

    public override IReadOnlyList<VerbOption> Options { get; } =
    [
        new("state", "JSON|@FILE", "the state to start with, laid over the document's initialState; its inputs go here too"),
        new("json", null, "print the finished run as one JSON document, and nothing else"),
    ];

    public override string Details =>
        "What the workflow logs goes to standard error as it happens, its last state to standard output. FILE may be -, for standard input.\n"
        + "Exit status: 0 completed, 1 failed, 2 invalid, 130 cancelled (Ctrl-C).";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        var file = arguments.Single(this);
        var asJson = arguments.Has("json");
        var reading = new WorkflowEngine().Read(await WorkflowFile.ReadAsync(file, cancellation));
        await ReportAsync(file, reading, asJson);
        if (reading.Program is not { } program)
        {
            return ExitCodes.Invalid;
        }

        var state = await StateAsync(arguments["state"], cancellation);
        if (!await FitsAsync(file, program, state))
        {
            return ExitCodes.Invalid;
        }

        await using var services = Services(arguments);
        var host = ActivatorUtilities.CreateInstance<ConsoleNodeHost>(services, asJson);
        var options = new RunOptions { RunId = Guid.CreateVersion7().ToString("N"), State = state, Trigger = ValueMap.Of("kind", "cli"), Limits = RunCaps.From(services.GetRequiredService<IConfiguration>()) };
        var result = await new WorkflowEngine(host: host).RunAsync(program, options, cancellation);
        await (asJson ? RunReport.WriteJsonAsync(options.RunId, result) : RunReport.WriteAsync(result));
        return RunReport.ExitCode(result.Outcome);
    }

    private static async Task ReportAsync(string file, Reading reading, bool errorsOnly)
    {
        foreach (var finding in errorsOnly ? reading.Errors : reading.Diagnostics)
        {
            await Console.Error.WriteLineAsync(WorkflowFile.Describe(file, finding));
        }
    }

    private static async Task<ValueMap> StateAsync(string? given, CancellationToken cancellation)
    {
        if (given is null)
        {
            return ValueMap.Empty;
        }

        var place = given.StartsWith('@') ? given[1..] : "--state";
        try
        {
            var value = given.StartsWith('@') ? Json.Read(await WorkflowFile.ReadAsync(place, cancellation)) : Json.Read(given);
            return value.AsMap ?? throw new UsageException($"{place} must be a JSON object");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{place} is not JSON: {JsonPlace.Explain(e)}");
        }
    }

    private static async Task<bool> FitsAsync(string file, Engine.Definitions.Program program, ValueMap state)
    {
        var problems = InputCheck.Check(program.Definition, state).Problems;
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync($"{file}: {RunErrorCodes.InvalidInput}: {problem.Message}");
        }

        return problems.Count == 0;
    }

    private static ServiceProvider Services(Arguments arguments)
    {
        var configuration = Settings.Load(arguments.Settings);
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(configuration)
            .AddSingleton(arguments.Data)
            .AddSingleton(TimeProvider.System)
            .AddWorkscriptDb(DatabaseSettings.From(configuration, arguments.Data.Path))
            .AddNodeHosting()
            .AddSingleton<NodeDatabase, OfflineDatabase>()
            .BuildServiceProvider();
    }
}
