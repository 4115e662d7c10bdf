using System.Text.Json;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows;

public enum RunFieldKind
{
    Text,
    LongText,
    Secret,
    Number,
    Switch,
    Choice,
    Json,
}

/// <summary>One value of a run form: what it is, what was typed, and what is wrong with it.</summary>
public sealed record RunField(string Name, RunFieldKind Kind)
{
    /// <summary>Its place in the form: a name may hold characters that an id may not.</summary>
    public int Position { get; init; }

    public bool Required { get; init; }

    public string? Help { get; init; }

    public IReadOnlyList<Value> Choices { get; init; } = [];

    /// <summary>What stands in the field: typed text, the JSON of a choice or a value, <c>true</c> for a switch that is on.</summary>
    public string Typed { get; init; } = "";

    public string? Wrong { get; init; }

    /// <summary>Whether an empty text is a value, because leaving the field empty changes what was there.</summary>
    public bool EmptyIsText { get; init; }

    public string InputName => "state." + Name;

    public bool IsOn => Typed == "true";

    /// <summary>Puts a value into the field, as one would type it. A secret is never shown again.</summary>
    public RunField Filled(Value value) => Kind == RunFieldKind.Secret || value.IsMissing ? this : this with { Typed = TextOf(value) };

    /// <summary>The value that was typed, missing for nothing, or what is wrong with it.</summary>
    public (Value Value, string? Wrong) Read() => Kind switch
    {
        RunFieldKind.Switch => (Value.Of(IsOn), null),
        RunFieldKind.Text or RunFieldKind.LongText or RunFieldKind.Secret => (Typed.Length > 0 || EmptyIsText ? Value.Of(Typed) : Value.Missing, null),
        RunFieldKind.Choice => (Choices.FirstOrDefault(choice => choice.ToString() == Typed), null),
        RunFieldKind.Number => ReadNumber(),
        RunFieldKind.Json => ReadJson(),
    };

    public static RunField Of(InputDeclaration input, Value initial)
    {
        var kind = input.Choices.Count > 0 ? RunFieldKind.Choice : KindOf(input);
        var field = new RunField(input.Name, kind)
        {
            Required = input.Required,
            Help = input.Help,
            Choices = input.Choices,
            EmptyIsText = input.Default.AsText is { Length: > 0 } || initial.AsText is { Length: > 0 },
        };
        return field.Filled(initial).Filled(input.Default);
    }

    public static RunField Of(string name, Value initial)
    {
        var kind = initial.Kind switch
        {
            ValueKind.Text => initial.AsText!.Contains('\n') || initial.AsText.Length > 80 ? RunFieldKind.LongText : RunFieldKind.Text,
            ValueKind.Number => RunFieldKind.Number,
            ValueKind.Boolean => RunFieldKind.Switch,
            ValueKind.Missing or ValueKind.Null or ValueKind.List or ValueKind.Map => RunFieldKind.Json,
        };
        return new RunField(name, kind) { EmptyIsText = true }.Filled(initial);
    }

    private static RunFieldKind KindOf(InputDeclaration input) => input.Type switch
    {
        InputType.String => input.Secret ? RunFieldKind.Secret : RunFieldKind.Text,
        InputType.File => RunFieldKind.LongText,
        InputType.Number or InputType.Integer => RunFieldKind.Number,
        InputType.Boolean => RunFieldKind.Switch,
        InputType.Array or InputType.Object => RunFieldKind.Json,
    };

    private string TextOf(Value value) => Kind switch
    {
        RunFieldKind.Json => value.ToString() is { Length: <= 32 } line ? line : Json.WriteIndented(value),
        RunFieldKind.Choice => value.ToString(),
        _ => value.AsText ?? value.ToString(),
    };

    private (Value Value, string? Wrong) ReadNumber()
    {
        var (value, wrong) = ReadJson();
        return wrong is null && (value.IsNumber || value.IsMissing) ? (value, null) : (Value.Missing, "must be a number, such as 12 or 0.5");
    }

    private (Value Value, string? Wrong) ReadJson()
    {
        if (string.IsNullOrWhiteSpace(Typed))
        {
            return (Value.Missing, null);
        }

        try
        {
            return (Json.Read(Typed), null);
        }
        catch (JsonException e)
        {
            return (Value.Missing, $"is not JSON: {JsonPlace.Explain(e)}");
        }
    }
}
