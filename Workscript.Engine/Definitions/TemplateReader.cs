using System.Runtime.InteropServices;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;

namespace Workscript.Engine.Definitions;

/// <summary>The parameters of a step to what its node gets: resolved with the config, or later where the node asks for that.</summary>
internal sealed class TemplateReader(DiagnosticList diagnostics)
{
    private static readonly string[] SetterNames = ["statePath", "value"];

    private readonly ConfigReader _configs = new(diagnostics);
    private string[] _lastNames = [];

    public ConfigTemplate Config(IReadOnlyList<DocumentNode> given, NodeInfo info)
    {
        var names = new List<string>(given.Count);
        var expressions = new List<Expression>(given.Count);
        foreach (var member in given)
        {
            var parameter = info.Parameter(member.Name);
            if (parameter is { IsDeferred: true })
            {
                continue;
            }

            if (Read(member, parameter, info) is not { } expression)
            {
                return TooDeep;
            }

            // The node asks for its parameters by the very strings of its declaration, which makes finding them a comparison of references.
            names.Add(parameter?.Name ?? string.Intern(member.Name));
            expressions.Add(expression);
        }

        return new(Shared(names), [.. expressions]);
    }

    /// <summary>The parameters that the node evaluates itself; null for none.</summary>
    public Dictionary<string, Expression>? Deferred(IReadOnlyList<DocumentNode> given, NodeInfo info)
    {
        Dictionary<string, Expression>? deferred = null;
        foreach (var name in info.DeferredParameters)
        {
            if (given.FirstOrDefault(member => member.Name == name) is { } member)
            {
                (deferred ??= [])[name] = _configs.Read(member) ?? new Constant(member.Value);
            }
        }

        return deferred;
    }

    /// <summary>The value of a setter: the config's <c>value</c>, else its parameters as an object, else, when it is no object, itself.</summary>
    public ConfigTemplate Setter(string place, DocumentNode? config, ConfigParts parts)
    {
        var path = new Constant(place);
        if (config is null || (config.Kind == Values.ValueKind.Map && parts.Parameters.Count == 0))
        {
            return new(SetterNames[..1], [path]);
        }

        var value = config.Kind != Values.ValueKind.Map ? _configs.Read(config)
            : config.Member("value") is { } given ? _configs.Read(given)
            : Map(parts.Parameters);
        return value is null ? TooDeep : new(SetterNames, [path, value]);
    }

    /// <summary>The names of the step before where they are the same, as in a row of steps of one kind.</summary>
    private string[] Shared(List<string> names) => _lastNames.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(names)) ? _lastNames : _lastNames = [.. names];

    private static ConfigTemplate TooDeep => new([], [], ConfigReader.TooDeep);

    private Expression? Read(DocumentNode member, ParameterInfo? parameter, NodeInfo info)
    {
        var isOfNode = parameter is not null && member.Text is { } text
            && (parameter.IsVerbatim || (parameter.Kind == ParameterKind.Expression && !text.Contains("{{", StringComparison.Ordinal) && !text.StartsWith("$.", StringComparison.Ordinal)));
        if (isOfNode)
        {
            return new Constant(member.Value);
        }

        var read = _configs.Read(member, fillsNames: info.FillsNames);
        return parameter is { TellsMissing: true } && read is ListExpression list ? list.TellingMissing() : read;
    }

    private MapExpression? Map(IReadOnlyList<DocumentNode> parameters)
    {
        var members = parameters.Select(p => _configs.Read(p, depth: 1)).ToArray();
        return members.Contains(null) ? null : new([.. parameters.Select(p => p.Name)], members!);
    }
}
