using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>What can be referred to at a step: with the values that the last run had there, or as far as the text tells.</summary>
public sealed class KnownHere
{
    private const int MostReferences = 60;
    private const int LongestShown = 48;
    private const long MostTyped = 32 * 1024;

    private KnownHere(IEnumerable<Reference> references, ValueMap state)
    {
        References = [.. references.Take(MostReferences + 1)];
        State = state;
    }

    public IReadOnlyList<Reference> References { get; }

    public bool HasMore => References.Count > MostReferences;

    /// <summary>The state there, or the one that the workflow begins with.</summary>
    public ValueMap State { get; }

    /// <summary>The run that the values are of; null when they are those of the text.</summary>
    internal StepMoment? Moment { get; private init; }

    /// <summary>The state as one would type it; null when it is too long for that.</summary>
    public string? Typed => State.Weight <= MostTyped ? Json.WriteIndented(State) : null;

    internal static KnownHere Of(StepMoment moment) => new(Among(moment.State), moment.State) { Moment = moment };

    /// <summary>What the initial state has and the steps before this one leave, by their declarations.</summary>
    internal static KnownHere Of(JsonText text, StepOutline outline, WrittenStep step)
    {
        var initial = text.Find("/initialState") is { Kind: ValueKind.Map } given ? text.ValueOf(given).AsMap! : ValueMap.Empty;
        var inputs = text.Find("/inputs") is { Kind: ValueKind.Map } declared ? declared.Children.Select(input => input.Name) : [];
        var left = outline.All.TakeWhile(one => one != step).SelectMany(one => one.IsSetter ? [one.Key[2..]] : one.Node?.StateKeys ?? []);
        var more = inputs.Concat(left).Where(name => StatePath.TryParse(name) is not null && !initial.Contains(name)).Distinct();
        return new(Among(initial).Concat(more.Select(name => new Reference("$." + name, ""))), initial);
    }

    private static IEnumerable<Reference> Among(ValueMap state)
    {
        foreach (var (name, value) in state)
        {
            if (StatePath.TryParse(name) is null || name.Contains('.'))
            {
                continue;
            }

            yield return new("$." + name, Shown(value));
            foreach (var (inner, below) in value.AsMap ?? ValueMap.Empty)
            {
                if (StatePath.TryParse(inner) is not null && !inner.Contains('.'))
                {
                    yield return new($"$.{name}.{inner}", Shown(below));
                }
            }
        }
    }

    private static string Shown(Value value) => value switch
    {
        { AsList: { } list } => $"list of {Wording.Number(list.Count)}",
        { AsMap: { } map } => $"object of {Wording.Number(map.Count)}",
        { AsText: { } text } => Texts.Shorten(text.ReplaceLineEndings(" "), LongestShown),
        _ => value.ToString(),
    };
}

/// <summary>A reference, and the value that it had, in short.</summary>
public sealed record Reference(string Path, string Shown);
