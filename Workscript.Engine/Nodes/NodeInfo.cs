using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>What a node declares of itself. The validator, the forms, the nodes page, the JSON Schema and the manifest all read this.</summary>
public sealed record NodeInfo
{
    public required string Id { get; init; }

    public required NodeFamily Family { get; init; }

    /// <summary>One line in the imperative: "Keep the items that match".</summary>
    public required string Summary { get; init; }

    /// <summary>More than a line, in Markdown, where a user would otherwise be surprised.</summary>
    public string? Details { get; init; }

    public IReadOnlyList<ParameterInfo> Parameters { get; init; } = [];

    public required IReadOnlyList<EdgeInfo> Edges { get; init; }

    /// <summary>Whether the config itself names edges that the node may take, as the rules of a switch do.</summary>
    public bool NamesOwnEdges { get; init; }

    /// <summary>Whether <c>{{name}}</c> in the texts of its config stands for a member of the step's inputs.</summary>
    public bool FillsNames { get; init; }

    /// <summary>Whether parameters beyond the declared ones are part of the node's data, as in a state setter.</summary>
    public bool TakesAnyParameter { get; init; }

    /// <summary>The keys of the state that the node writes; a name in braces stands for the parameter that names the key.</summary>
    public IReadOnlyList<string> StateKeys { get; init; } = [];

    public NodeEffect Effect { get; init; }

    /// <summary>Whether the data that the step was given goes on to the next step in place of the node's own.</summary>
    public bool HandsOn { get; init; }

    /// <summary>A whole workflow document that shows the node at work and completes.</summary>
    public required string Example { get; init; }

    /// <summary>The names of the parameters that the node evaluates itself.</summary>
    internal string[] DeferredParameters => field ??= [.. Parameters.Where(parameter => parameter.IsDeferred).Select(parameter => parameter.Name)];

    public EdgeInfo? Edge(string name)
    {
        foreach (var edge in Edges)
        {
            if (edge.Name == name)
            {
                return edge;
            }
        }

        return null;
    }

    public ParameterInfo? Parameter(string name)
    {
        foreach (var parameter in Parameters)
        {
            if (parameter.Name == name)
            {
                return parameter;
            }
        }

        return null;
    }
}

public enum NodeFamily
{
    Flow,
    Data,
    Text,
    Numbers,
    Time,
    Http,
    Files,
    Database,
    Mail,
    Ai,
    Security,
    Code,
}

/// <summary>What a step leaves outside its run, and so what may happen when it was cut off in the middle.</summary>
public enum NodeEffect
{
    /// <summary>Nothing: running it again is harmless.</summary>
    None,

    /// <summary>Something that may be done twice with the same result.</summary>
    Repeatable,

    /// <summary>Something that must not happen twice: cut off in the middle, the step is in doubt.</summary>
    Once,
}

public sealed record ParameterInfo(string Name, ParameterKind Kind, string Help)
{
    public bool Required { get; init; }

    public Value Default { get; init; }

    /// <summary>The texts that may be given, for a <see cref="ParameterKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether its text is taken as it is written: references and templates in it mean nothing.</summary>
    public bool IsVerbatim { get; init; }

    /// <summary>The members of a row, for <see cref="ParameterKind.Rows"/>.</summary>
    public IReadOnlyList<ParameterInfo> Columns { get; init; } = [];

    /// <summary>The name under which an <see cref="ParameterKind.Expression"/> sees what it is about, such as <c>item</c>; with it, the text is checked beforehand.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the node evaluates the parameter itself, when it is needed and perhaps often.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>Whether a reference in the list that leads nowhere stays missing, as JavaScript's <c>undefined</c>, in place of becoming null.</summary>
    internal bool TellsMissing { get; init; }

    /// <summary>An example of what one would type, shown in an empty field.</summary>
    public string? Placeholder { get; init; }

    public string KindInWords => Kind switch
    {
        ParameterKind.Text => "text",
        ParameterKind.LongText => "long text",
        ParameterKind.Number => "number",
        ParameterKind.Integer => "whole number",
        ParameterKind.Switch => "true or false",
        ParameterKind.Choice => "one of",
        ParameterKind.List => "list",
        ParameterKind.Rows => "list of objects",
        ParameterKind.Map => "named values",
        ParameterKind.Json => "any value",
        ParameterKind.Expression => "expression",
        ParameterKind.Path => "path",
        ParameterKind.Duration => "duration",
        ParameterKind.Date => "date",
    };
}

public enum ParameterKind
{
    Text,
    LongText,
    Number,
    Integer,
    Switch,
    Choice,

    /// <summary>A list of anything.</summary>
    List,

    /// <summary>A list of maps with the members of <see cref="ParameterInfo.Columns"/>.</summary>
    Rows,

    /// <summary>Named values.</summary>
    Map,

    /// <summary>Any value.</summary>
    Json,

    /// <summary>Text in the expression language that the node evaluates itself.</summary>
    Expression,

    /// <summary>A dotted path into the state or an item, without <c>$.</c>.</summary>
    Path,
    Duration,
    Date,
}

public sealed record EdgeInfo(string Name, string Help)
{
    /// <summary>The more general edge that is taken in its place when the step does not name this one.</summary>
    public string? FallsBackTo { get; init; }

    /// <summary>The members of the data handed over along this edge.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];
}
