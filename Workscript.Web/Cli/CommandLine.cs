using System.Runtime.InteropServices;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Cli;

/// <summary>The verbs of the one executable.</summary>
internal static class CommandLine
{
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new ServeVerb(),
        new RunVerb(),
        new ValidateVerb(),
        new MigrateVerb(),
        new UserAddVerb(),
        new ApiKeyAddVerb(),
        new NodesVerb(),
        new BenchVerb(),
        new TortureVerb(),
        new DoctorVerb(),
        new ScriptsVerb(),
    ];

    public static async Task<int> RunAsync(string[] words)
    {
        try
        {
            return await DispatchAsync(words);
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"workscript: {e.Message}\nworkscript --help tells what there is.");
            return ExitCodes.Invalid;
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync($"workscript: {e.Message}");
            return ExitCodes.Invalid;
        }
        catch (DatabaseException e)
        {
            await Console.Error.WriteLineAsync($"workscript: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> DispatchAsync(string[] words)
    {
        if (words is ["--help" or "-h" or "-?" or "help"])
        {
            return Print(Help.Overview(Verbs));
        }

        if (words is ["--version"])
        {
            return Print(Help.Version);
        }

        var (verb, rest) = Find(words is ["help", ..] ? [.. words[1..], "--help"] : words);
        var arguments = Arguments.Parse(verb, rest);
        return arguments.Has("help") ? Print(Help.Of(verb)) : await RunAsync(verb, arguments);
    }

    private static async Task<int> RunAsync(Verb verb, Arguments arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await verb.RunAsync(arguments, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>No verb at all means the first: the server.</summary>
    private static (Verb Verb, string[] Words) Find(string[] words)
    {
        if (words.Length == 0 || words[0].StartsWith('-'))
        {
            return (Verbs[0], words);
        }

        if (words.Length > 1 && Named($"{words[0]} {words[1]}") is { } pair)
        {
            return (pair, words[2..]);
        }

        return Named(words[0]) is { } verb ? (verb, words[1..]) : throw Unknown(words);
    }

    private static Verb? Named(string name) => Verbs.FirstOrDefault(verb => verb.Name == name);

    private static UsageException Unknown(string[] words)
    {
        var family = Verbs.Where(verb => verb.Name.StartsWith(words[0] + " ", StringComparison.Ordinal)).Select(verb => verb.Name).ToArray();
        return family.Length > 0
            ? new UsageException($"'{words[0]}' needs a word more: {string.Join(", ", family)}")
            : new UsageException($"unknown verb '{words[0]}'{Suggestion.For(words[0], Verbs.Select(verb => verb.Name))}");
    }

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCodes.Done;
    }
}
