using Workscript.Web.NodeHosting.Scripts;

namespace Workscript.Web.Cli;

/// <summary>What the server starts to run scripts in: reads them from standard input, writes what they came to, until there are no more.</summary>
internal sealed class ScriptsVerb : Verb
{
    public const string Word = "run-scripts";

    private const int StackBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public override string Name => Word;

    public override string Summary => "runs scripts for a server, which starts it where it needs it";

    public override bool IsInternal => true;

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        arguments.None(this);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();

        // The first script takes long because everything is compiled with it; better it is not somebody's.
        var first = await AnswerAsync(new("console.log(input); return input.map(one => `${one}`).join()", WarmUp, [new("input", "[1, \"a\"]", false)]));
        await first.WriteAsync(output);
        while (await ScriptRequest.ReadAsync(input) is { } request)
        {
            using var watch = new ScriptWatch(request.Timeout);
            var answer = await AnswerAsync(request);
            await answer.WriteAsync(output);
            if (answer.IsLast)
            {
                return ExitCodes.Failed;
            }
        }

        return ExitCodes.Done;
    }

    /// <summary>The answer, worked out by a thread whose stack is deep enough for what the limits allow.</summary>
    private static Task<ScriptAnswer> AnswerAsync(ScriptRequest request)
    {
        var answer = new TaskCompletionSource<ScriptAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => answer.SetResult(ScriptInterpreter.Run(request)), StackBytes) { IsBackground = true }.Start();
        return answer.Task;
    }
}
