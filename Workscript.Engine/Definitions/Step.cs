using System.Collections.Concurrent;
using System.Collections.Frozen;
using Workscript.Engine.Execution;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>A step of a program: a node, its config ready to be resolved, and where its edges lead.</summary>
internal sealed class Step
{
    // Texts of a node's own expressions come from the document, so they are few; from resolved data they may be many.
    private const int MostParsed = 256;

    private ConcurrentDictionary<(string Text, string Root), Expression>? _parsed;
    private bool? _isImmediate;

    /// <summary>The place of the step in <see cref="Program"/>, in the order of the text.</summary>
    public required int Index { get; init; }

    /// <summary>The JSON pointer of the step in the document.</summary>
    public required string Path { get; init; }

    /// <summary>As it is written: <c>math</c>, <c>range...</c>, <c>$.total</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What the step's records say of it.</summary>
    public StepPlace Place => field ??= new(Path, Key, Info.Id);

    public required INode Node { get; init; }

    public required NodeInfo Info { get; init; }

    public required bool IsLoop { get; init; }

    /// <summary>Whether the step stands in the document's own list, from which alone a target can jump.</summary>
    public required bool IsTopLevel { get; init; }

    public required ConfigTemplate Config { get; init; }

    /// <summary>The parameters that are evaluated later than the config, and perhaps often.</summary>
    public required IReadOnlyDictionary<string, Expression> Deferred { get; init; }

    /// <summary>The place in the state that a setter sets; null for every other step.</summary>
    public StatePath? SetPath { get; init; }

    public static IReadOnlyDictionary<string, Expression> NoneDeferred { get; } = FrozenDictionary<string, Expression>.Empty;

    public required StepOptions Options { get; init; }

    /// <summary>Whether executing the step is a plain call that waits for nothing.</summary>
    public bool IsImmediate => _isImmediate ??= Node is PureNode && Options.Retry is null;

    /// <summary>Filled once all steps are known, because a route may jump forward.</summary>
    public Route[] Routes { get; set; } = [];

    /// <summary>The route that the step names for the edge; null when it names none.</summary>
    public Route? FindRoute(string edge)
    {
        foreach (var route in Routes)
        {
            if (route.Edge == edge)
            {
                return route;
            }
        }

        return null;
    }

    /// <summary>The route for the edge: its own, or that of the more general edge it falls back to.</summary>
    public Route? RouteFor(string edge) =>
        FindRoute(edge) ?? (Routes.Length > 0 && Info.Edge(edge)?.FallsBackTo is { } general ? FindRoute(general) : null);

    /// <exception cref="ExpressionException">The text is no expression.</exception>
    public Expression Parsed(string text, string root)
    {
        var all = LazyInitializer.EnsureInitialized(ref _parsed);
        if (all.TryGetValue((text, root), out var known))
        {
            return known;
        }

        var parsed = Parser.Parse(text, root);
        if (all.Count < MostParsed)
        {
            all.TryAdd((text, root), parsed);
        }

        return parsed;
    }
}

/// <summary>Where an edge leads: to steps, to a top-level step (<see cref="JumpTo"/>), or nowhere when there is neither.</summary>
internal sealed record Route(string Edge, Step[] Steps, int? JumpTo = null)
{
    public bool IsNull => Steps.Length == 0 && JumpTo is null;
}

/// <summary>What a step says of itself beside its config: the members that begin with <c>@</c>.</summary>
internal sealed record StepOptions
{
    public static StepOptions None { get; } = new();

    public string? Name { get; init; }

    public string? Note { get; init; }

    public bool IsDisabled { get; init; }

    public TimeSpan? Timeout { get; init; }

    public RetryPolicy? Retry { get; init; }

    /// <summary>Whether a step with an effect that was cut off in the middle is executed again, whatever its node says of itself; null when the step says nothing.</summary>
    public bool? RetriesWhenInterrupted { get; init; }

    public StepPin? Pin { get; init; }
}

/// <summary>What a step leaves in a test run in place of being executed.</summary>
internal sealed record StepPin(string Edge, Value Data, IReadOnlyList<StateChange> Changes);

/// <summary>How often and when a step is tried again; <paramref name="On"/> are the codes that it is for, none for all that may pass.</summary>
internal sealed record RetryPolicy(int Attempts, TimeSpan Delay, bool IsExponential, TimeSpan MaxDelay, IReadOnlyList<string> On)
{
    /// <summary>The pause before the next attempt; null when what this one came to is final.</summary>
    public TimeSpan? PauseAfter(Outcome outcome, int attempt, Func<double> chance) => outcome switch
    {
        _ when attempt >= Attempts => null,
        Outcome.Failed failed when On.Count == 0 || Names(failed.Code) => DelayAfter(attempt, chance()),
        Outcome.Taken { Retry: { } hint } when (On.Count == 0 && hint.IsTransient) || Names(hint.Code) => Longer(DelayAfter(attempt, chance()), hint.After),
        _ => null,
    };

    // Spread by up to a fifth, so that many runs do not come back at once.
    private TimeSpan DelayAfter(int attempt, double chance)
    {
        var factor = IsExponential ? Math.Pow(2, Math.Min(attempt - 1, 30)) : 1;
        var delay = Math.Min(Delay.TotalMilliseconds * factor, MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(delay * (0.9 + (0.2 * chance)));
    }

    private TimeSpan Longer(TimeSpan delay, TimeSpan asked)
    {
        var allowed = asked < MaxDelay ? asked : MaxDelay;
        return delay > allowed ? delay : allowed;
    }

    private bool Names(string? code) => code is not null && On.Any(pattern => Matches(pattern, code));

    private static bool Matches(string pattern, string code) =>
        pattern == code || (pattern == "HTTP_5XX" && code.StartsWith("HTTP_5", StringComparison.Ordinal)) || (pattern == "HTTP_4XX" && code.StartsWith("HTTP_4", StringComparison.Ordinal));
}

/// <summary>A config with its constant parts resolved beforehand; all of it, when nothing in it refers to the state.</summary>
internal sealed class ConfigTemplate
{
    private readonly Expression[] _parameters;
    private readonly string? _error;

    public ConfigTemplate(string[] names, Expression[] parameters, string? error = null)
    {
        Names = names;
        _parameters = parameters;
        _error = error;
        if (error is null && Array.TrueForAll(parameters, parameter => parameter.IsConstant))
        {
            Constant = Array.ConvertAll(parameters, Known);
        }
    }

    public static ConfigTemplate Empty { get; } = new([], []);

    public string[] Names { get; }

    /// <summary>The values of a config that is the same in every state.</summary>
    public Value[]? Constant { get; }

    private static Value Known(Expression parameter) =>
        parameter is Constant constant ? constant.Value : parameter.Evaluate(new Scope(new State(ValueMap.Empty)));

    /// <summary>Evaluates the parameters, in the order of their names.</summary>
    /// <exception cref="ExpressionException">A parameter has no value.</exception>
    public void Resolve(Scope scope, Span<Value> values)
    {
        if (_error is not null)
        {
            throw new ExpressionException(_error);
        }

        scope.Refuel();
        for (var i = 0; i < _parameters.Length; i++)
        {
            values[i] = _parameters[i].Evaluate(scope);
        }
    }
}
