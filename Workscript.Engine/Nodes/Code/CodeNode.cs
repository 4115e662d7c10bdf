using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Code;

/// <summary>Runs JavaScript in the host's closed interpreter. The code is the document's own text: data never becomes code.</summary>
internal sealed class CodeNode : INode
{
    private const string Input = "input";
    private const string State = "state";

    private static readonly string[] OutputNames = ["result"];
    private static readonly StatePath Result = StatePath.Key("codeResult");
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(10);

    public NodeInfo Info { get; } = new()
    {
        Id = "code",
        Family = NodeFamily.Code,
        Summary = "Run JavaScript",
        Details = "The code is the body of a function with two parameters: `input`, a copy of the parameter `input`, or else of what the step before handed over " +
            "and the state; and `state`, to read. What it returns is the result, as JSON would keep it. `console.log` writes to the run's log. " +
            "There are no modules, timers, files or network. Scripts are off until the server's operator allows them with `Code__Enabled=true`.",
        Parameters =
        [
            new("code", ParameterKind.LongText, "What to run; `return` gives the result") { Required = true, IsVerbatim = true, Placeholder = "return input.items.map(item => item.price * 1.2);" },
            new("input", ParameterKind.Json, "What the code gets as `input`; without it, what the step before handed over, and the state"),
            new("timeout", ParameterKind.Duration, "How long it may work: milliseconds, or text such as 2s, at most 10s") { Default = 1_000 },
        ],
        Edges =
        [
            new("success", "The code came to its end") { Data = OutputNames },
            new("error", "It does not compile, throws, or passes a limit; or scripts are off") { Data = ["error", "code", "line"] },
        ],
        StateKeys = ["codeResult"],
        Example = """
            {
              "id": "code-example",
              "name": "Sum up with code",
              "version": "1.0.0",
              "initialState": { "prices": [19.9, 5, 12.5] },
              "workflow": [
                {
                  "code": {
                    "input": { "prices": "$.prices" },
                    "code": "const sum = input.prices.reduce((total, price) => total + price, 0);\nreturn { sum, average: sum / input.prices.length };",
                    "success?": { "log": { "message": "The sum is {{$.codeResult.sum}}" } },
                    "error?": { "log": { "level": "warning", "message": "{{= $input.error }}" } }
                  }
                }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (context["code"].AsText is not { } code || string.IsNullOrWhiteSpace(code))
        {
            return Outcome.Fail("Missing required parameter: code");
        }

        if (ReadTimeout(context["timeout"]) is not { } timeout)
        {
            return Outcome.Fail("Invalid timeout: it must be milliseconds, or text such as \"2s\", of more than nothing and at most 10s");
        }

        try
        {
            var call = new ScriptCall(code, Inputs(context, code), timeout) { ReadOnly = [State], OnLog = line => context.Log(line.Level, line.Message) };
            var result = await context.Host.RunScriptAsync(call, cancellation) is { IsMissing: false } value ? value : Value.Null;
            context.Set(Result, result);
            return Outcome.Take("success", ValueMap.Of(OutputNames, result));
        }
        catch (ScriptException e) when (e.Line is { } line)
        {
            return Outcome.Fail(e.Message, e.Code, ValueMap.Of("line", line));
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code);
        }
    }

    private static TimeSpan? ReadTimeout(Value timeout)
    {
        var duration = Duration.TryParse(timeout.IsMissing ? 1_000 : timeout);
        return duration > TimeSpan.Zero && duration <= LongestTimeout ? duration : null;
    }

    // What the code does not mention is not handed over: a large state would be copied for nothing.
    private static ValueMap Inputs(NodeContext context, string code)
    {
        var input = !code.Contains(Input, StringComparison.Ordinal) ? Value.Null : context[Input] is { IsMissing: false } given ? given : context.Inputs();
        return new ValueMap.Builder(2)
            .Set(Input, input)
            .Set(State, code.Contains(State, StringComparison.Ordinal) ? context.WholeState() : Value.Null)
            .Build();
    }
}
