using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;

// Runs a workflow file and prints the state that it ends with: run-workflow FILE [STATE as JSON]
var reading = new WorkflowEngine().Read(File.ReadAllBytes(args[0]));
foreach (var diagnostic in reading.Diagnostics)
{
    Console.Error.WriteLine(diagnostic);
}

if (reading.Program is not { } program)
{
    return 2;
}

var given = args.Length > 1 ? Json.Read(args[1]).AsMap! : ValueMap.Empty;
var result = await new WorkflowEngine().RunAsync(program, new RunOptions { State = given });
Console.WriteLine(Json.WriteIndented(result.State));
if (result.Error is { } error)
{
    Console.Error.WriteLine($"{error.Code}: {error.Message}");
}

return result.Outcome == RunOutcome.Completed ? 0 : 1;
