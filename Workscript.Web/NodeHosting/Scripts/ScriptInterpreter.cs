using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>
/// One script in an interpreter of its own. It has nothing of the host but a console, and limits that tell it what went wrong. They look between
/// two statements, and what happens within one is for <see cref="ScriptProcess"/> to hold.
/// </summary>
internal sealed class ScriptInterpreter
{
    public const int MostStatements = 10_000_000;
    public const int MostRecursion = 1_000;

    private const long MostAllocated = 512L * 1024 * 1024;
    private const int MostItems = 1_000_000;
    private const int MostResult = 4 * 1024 * 1024;
    private const int MostDepth = 250;

    // The call of a function whose first line is not the script's.
    private const int LinesBefore = 1;

    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    // Threads and realms, which a script has no use for.
    private static readonly string[] Removed = ["SharedArrayBuffer", "Atomics", "ShadowRealm"];

    private readonly ScriptRequest _request;
    private readonly Jint.Engine _engine;
    private readonly ScriptConsole _console;

    private ScriptInterpreter(ScriptRequest request)
    {
        _request = request;
        _engine = new(Limit);
        _console = new(_engine);
        foreach (var name in Removed)
        {
            _engine.Global.RemoveOwnProperty(name);
        }
    }

    /// <summary>What the script comes to. Whatever it does, the answer says so.</summary>
    public static ScriptAnswer Run(ScriptRequest request)
    {
        var interpreter = new ScriptInterpreter(request);
        try
        {
            return new(interpreter.Result(), null, interpreter._console.Lines, IsLast: false);
        }
        catch (Exception e)
        {
            return interpreter.Failed(e);
        }
    }

    private void Limit(Options options)
    {
        options.Strict();
        options.DisableStringCompilation();
        options.Culture(CultureInfo.InvariantCulture);
        options.TimeoutInterval(_request.Timeout);
        options.MaxStatements(MostStatements);
        options.LimitMemory(MostAllocated);
        options.LimitRecursion(MostRecursion);
        options.MaxArraySize(MostItems);
        options.MaxJsonParseDepth(MostDepth);
        options.RegexTimeoutInterval(PatternTime);
        options.Constraints.PromiseTimeout = _request.Timeout;
        options.Constraints.StackOverflowGuard = true;
        options.AgentCanSuspend = false;
    }

    private string? Result()
    {
        var function = _engine.Evaluate(Compile());
        var arguments = Array.ConvertAll([.. _request.Inputs], Read);
        var result = new JsonSerializer(_engine).Serialize(_engine.Call(function, arguments).UnwrapIfPromise());
        return result switch
        {
            { } when result.IsUndefined() => null,
            { } when result.ToString() is { Length: <= MostResult } text => text,
            _ => throw new ScriptLimitException($"The result is larger than {MostResult >> 20} MiB"),
        };
    }

    private ScriptAnswer Failed(Exception failure)
    {
        try
        {
            var (explained, isLast) = ScriptFailures.Explain(failure, _request.Timeout, LinesBefore);
            return new(null, explained, _console.Lines, isLast);
        }
        catch (Exception e)
        {
            // What was thrown is the script's own, and so are the functions that say what it is called.
            return new(null, new(ScriptFailure.Error, $"The script threw what cannot be shown: {e.Message}", null), _console.Lines, IsLast: true);
        }
    }

    private Prepared<Acornima.Ast.Script> Compile()
    {
        // On its own first: a text that closes the function and opens another is no script.
        Jint.Engine.PrepareScript(_request.Code, strict: true, options: new() { ParsingOptions = new() { AllowReturnOutsideFunction = true, SourceOffset = Acornima.Position.From(1 + LinesBefore, 0) } });
        return Jint.Engine.PrepareScript($"(function ({string.Join(", ", _request.Inputs.Select(input => input.Name))}) {{\n{_request.Code}\n}})", strict: true);
    }

    private JsValue Read(ScriptInput input)
    {
        var value = new JsonParser(_engine).Parse(input.Json);
        if (input.IsReadOnly)
        {
            Freeze(value, _engine.Intrinsics.Object.Get("freeze"));
        }

        return value;
    }

    private static void Freeze(JsValue value, JsValue freeze)
    {
        if (value is not ObjectInstance members)
        {
            return;
        }

        foreach (var (_, member) in members.GetOwnProperties())
        {
            Freeze(member.Value, freeze);
        }

        freeze.Call(members);
    }
}

/// <summary>A limit that this program sets itself.</summary>
internal sealed class ScriptLimitException(string message) : Exception(message);
