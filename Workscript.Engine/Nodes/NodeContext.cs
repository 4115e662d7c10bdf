using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// What a node gets and leaves in one execution of a step: its config, what it was handed, the state to read, and the changes it makes. The
/// changes take hold when the node is done; a node that throws leaves none.
/// </summary>
public sealed class NodeContext
{
    private readonly Scope _scope;
    private Step _step = null!;
    private string[] _names = [];
    private Value[] _values = [];
    private Value[] _resolved = [];
    private ValueMap? _config;
    private StateChange[] _changes = [];
    private int _changeCount;
    private LogLine[] _logs = [];

    internal NodeContext(Scope scope, NodeHost host)
    {
        _scope = scope;
        Host = host;
    }

    /// <summary>The parameters with their references and expressions resolved. One that was missing is not there.</summary>
    public ValueMap Config => _config ??= MakeConfig();

    public NodeHost Host { get; }

    /// <summary>The data that the step before handed over along its edge; missing for the first step.</summary>
    public Value Given => _scope.Input;

    /// <summary>What <c>$run</c> stands for: <c>id</c>, <c>workflowId</c>, <c>attempt</c>, <c>stepKey</c>, <c>startedAt</c>, <c>callbackUrl</c>.</summary>
    public Value Run => _scope.Run();

    /// <summary>The step's <c>@name</c>, or its place in the document where it has none.</summary>
    public string StepName => _step.Options.Name ?? _step.Path;

    /// <summary>How often this loop has run its steps before, from 0; 0 outside of a loop.</summary>
    public int Pass { get; private set; }

    /// <summary>Which try of the step this is, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>What this step handed over on the loop's pass before; missing on the first.</summary>
    public Value PreviousOutput { get; private set; }

    public DateTimeOffset Now => Host.Time.GetUtcNow();

    /// <summary>Identifies the run; empty where it has no id.</summary>
    public string RunId => Run["id"].AsText ?? "";

    public string WorkflowId => Run["workflowId"].AsText ?? "";

    /// <summary>Identifies this execution of the step within its run; the same when it is repeated after a crash.</summary>
    public string StepKey => Run["stepKey"].AsText ?? "";

    /// <summary>Who asks the host for a change.</summary>
    public StepOfRun StepOfRun => new(RunId, StepKey);

    /// <summary>The parameter; missing when it was not given, or its reference leads nowhere.</summary>
    public Value this[string parameter]
    {
        get
        {
            var at = Array.IndexOf(_names, parameter);
            return at < 0 ? Value.Missing : _values[at];
        }
    }

    /// <summary>The place that a setter sets, as its step names it; null for every other step.</summary>
    internal StatePath? SetPath => _step.SetPath;

    /// <summary>What a forEach works through; null for every other node.</summary>
    internal Iteration? Iteration { get; private set; }

    internal IReadOnlyList<StateChange> Changes => _changeCount == _changes.Length ? _changes : _changes[.._changeCount];

    internal IReadOnlyList<LogLine> Logs => _logs;

    /// <summary>The parameter's text, or the fallback when it is not a text.</summary>
    public string Text(string parameter, string fallback) => this[parameter].AsText ?? fallback;

    /// <summary>The parameter as a truth, or the fallback when it was not given.</summary>
    public bool Flag(string parameter, bool fallback = false) => this[parameter] is { IsMissing: false } value ? Coerce.Truth(value) : fallback;

    /// <summary>A key of the state; missing when it is not set.</summary>
    public Value State(string key) => _scope.State[key];

    /// <summary>The value at a path into the state; missing when a step of it leads nowhere.</summary>
    public Value StateAt(string path)
    {
        var names = ValuePath.Names(path);
        return ValuePath.Read(State(names[0]), names.AsSpan(1));
    }

    /// <summary>The value at a path into the step's inputs; missing when a step of it leads nowhere.</summary>
    public Value InputAt(string path)
    {
        var names = ValuePath.Names(path);
        return ValuePath.Read(Input(names[0]), names.AsSpan(1));
    }

    /// <summary>The whole state as one value.</summary>
    public ValueMap WholeState() => _scope.State.ToMap();

    /// <summary>A member of the step's inputs: of the state, or else of the data that was handed over.</summary>
    public Value Input(string name) => State(name) is { IsMissing: false } value ? value : Given[name];

    /// <summary>What a data node works on: the parameter or, where it was not given, the member of the step's inputs that has its name.</summary>
    public Value Source(string name) => this[name] is { IsMissing: false } own ? own : Input(name);

    /// <summary>The list that a data node works on: <c>items</c> of its config or its inputs; empty when there is none, null when it is no list.</summary>
    public ValueList? Items() => Source("items") is var items && Coerce.Truth(items) ? items.AsList : ValueList.Empty;

    /// <summary>All inputs: the data that was handed over, overlaid by the state.</summary>
    public ValueMap Inputs()
    {
        if (Given.AsMap is not { Count: > 0 } given)
        {
            return WholeState();
        }

        var inputs = ValueMap.Builder.From(given);
        foreach (var (name, value) in WholeState())
        {
            inputs.Set(name, value);
        }

        return inputs.Build();
    }

    /// <summary>Sets a key of the state, whatever characters it has; removes it when the value is missing.</summary>
    public void Set(string key, Value value) => Set(StatePath.Key(key), value);

    /// <inheritdoc cref="Set(string, Value)"/>
    public void Set(StatePath path, Value value)
    {
        // Most steps make one change, and the array goes into the record as it is.
        if (_changeCount == _changes.Length)
        {
            Array.Resize(ref _changes, _changeCount switch { 0 => 1, 1 => 3, _ => _changeCount * 2 });
        }

        _changes[_changeCount++] = new(path, ValueLimits.CheckMember(value));
    }

    /// <summary>Adds a line to the step's record and the server's log.</summary>
    public void Log(LogLevel level, Value message) => _logs = [.. _logs, new(level, ValueLimits.CheckMember(message))];

    /// <summary>Whether the step names a route for this very edge.</summary>
    public bool NamesEdge(string edge) => _step.FindRoute(edge) is not null;

    /// <summary>Evaluates a text of the expression language with one root of its own. Reading a member of nothing is an error, as in JavaScript.</summary>
    /// <exception cref="ExpressionException">The text is no expression, or has no value here.</exception>
    public Value Evaluate(string expression, string rootName, Value root) => _scope.Evaluate(Parse(expression, rootName), root, isStrict: true);

    /// <summary>Evaluates an expression that <see cref="Parse"/> made. Reading a member of nothing gives null, as everywhere else in the language.</summary>
    /// <exception cref="ExpressionException">The expression has no value here.</exception>
    public Value Evaluate(Expression expression, Value root) => _scope.Evaluate(expression, root, isStrict: false);

    /// <summary>Parses a text of the expression language with one root of its own. Parsed texts are kept with the program.</summary>
    /// <exception cref="ExpressionException">The text is no expression.</exception>
    public Expression Parse(string expression, string rootName) => _step.Parsed(expression, rootName);

    /// <summary>Resolves the config of an execution and forgets the one before.</summary>
    /// <exception cref="ExpressionException">A parameter has no value.</exception>
    internal void Begin(Step step, in StepInput input, int attempt)
    {
        (_step, Attempt, Pass, PreviousOutput, Iteration) = (step, attempt, input.Pass, input.Previous, input.Iteration);
        (_changes, _changeCount, _logs, _config) = ([], 0, [], null);
        _names = step.Config.Names;
        if (step.Config.Constant is { } constant)
        {
            _values = constant;
            return;
        }

        if (_resolved.Length < _names.Length)
        {
            _resolved = new Value[Math.Max(4, _names.Length)];
        }

        _values = _resolved;
        step.Config.Resolve(_scope, _resolved);
    }

    private ValueMap MakeConfig()
    {
        var config = new ValueMap.Builder(_names.Length);
        for (var i = 0; i < _names.Length; i++)
        {
            config.SetIfPresent(_names[i], _values[i]);
        }

        return config.Build();
    }
}
