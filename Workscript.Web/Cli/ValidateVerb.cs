using Workscript.Engine;
using Workscript.Engine.Definitions;

namespace Workscript.Web.Cli;

/// <summary>Checks workflow files.</summary>
internal sealed class ValidateVerb : Verb
{
    public override string Name => "validate";

    public override string Summary => "checks workflow files: prints file:line:column: CODE: message for each finding";

    public override string Operands => "FILE...";

    public override string Details => "FILE may be -, for standard input. Exit status: 0 when every file is valid, warnings or not; 2 when one is not.";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Operands.Count == 0)
        {
            throw new UsageException("FILE is missing: workscript validate FILE...");
        }

        var engine = new WorkflowEngine();
        var (errors, warnings) = (0, 0);
        foreach (var file in arguments.Operands)
        {
            foreach (var finding in engine.Read(await WorkflowFile.ReadAsync(file, cancellation)).Diagnostics)
            {
                Console.WriteLine(WorkflowFile.Describe(file, finding));
                (errors, warnings) = finding.Severity == Severity.Error ? (errors + 1, warnings) : (errors, warnings + 1);
            }
        }

        await Console.Error.WriteLineAsync($"{Count(arguments.Operands.Count, "file")}, {Count(errors, "error")}, {Count(warnings, "warning")}");
        return errors == 0 ? ExitCodes.Done : ExitCodes.Invalid;
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
