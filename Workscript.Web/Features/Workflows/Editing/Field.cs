using System.Text.Json;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>A value of a step as one types it, at a place below the step's config. What is left as it was typed leaves the text as it is.</summary>
public sealed record Field(string Pointer, ParameterInfo Parameter)
{
    private bool _isText;

    /// <summary>What stands in the field.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Why what was typed cannot be.</summary>
    public string? Wrong { get; init; }

    /// <summary>What its references and expressions give, where that can be told.</summary>
    public string? Preview { get; init; }

    /// <summary>Whether it is all that its parameter consists of.</summary>
    public bool IsAlone { get; init; }

    public string InputName => "f:" + Pointer;

    /// <summary>Whether it is chosen from a few, unless an expression stands there.</summary>
    public bool IsChoice => Parameter.Kind is ParameterKind.Choice or ParameterKind.Switch;

    public IReadOnlyList<string> Choices => Parameter.Kind == ParameterKind.Switch ? ["true", "false"] : Parameter.Choices;

    /// <summary>Whether there is something typed that is none of the choices: an expression, as a rule.</summary>
    public bool IsFree => Typed.Length > 0 && !Choices.Contains(Typed);

    public bool IsLong => Parameter.Kind is ParameterKind.LongText || Typed.Contains('\n') || Typed.Length > 60;

    /// <summary>A text as a form sends it, with its lines ended in one way.</summary>
    internal static string Normal(string typed) => typed.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    public static Field Of(JsonText text, string pointer, ParameterInfo parameter, JsonPart? part)
    {
        var isText = parameter.Kind is ParameterKind.Text or ParameterKind.LongText or ParameterKind.Expression or ParameterKind.Path or ParameterKind.Date or ParameterKind.Choice;
        if (part is null)
        {
            return new(pointer, parameter) { _isText = isText };
        }

        var value = text.ValueOf(part);
        if (value.AsText is { } words)
        {
            isText &= words.Length > 0;
            return new(pointer, parameter) { _isText = isText, Typed = isText || !ReadsAsJson(words) ? words : text.RawOf(part) };
        }

        // JSON as it is written, without the indentation of the place where it stands.
        var typed = text.RawOf(part).Replace($"\n{text.IndentOfLine(part.NameStart)}", "\n", StringComparison.Ordinal);
        return new(pointer, parameter) { Typed = typed };
    }

    /// <summary>The value of what was typed; missing for nothing.</summary>
    public Value Read(string typed)
    {
        if (_isText)
        {
            return typed.Length == 0 ? Value.Missing : typed;
        }

        if (typed.Trim().Length == 0)
        {
            return Value.Missing;
        }

        try
        {
            return Json.Read(typed);
        }
        catch (JsonException)
        {
            return typed;
        }
    }

    /// <summary>Whether a text, typed as it is, would be taken for something else.</summary>
    private static bool ReadsAsJson(string text)
    {
        if (text.Trim().Length == 0)
        {
            return true;
        }

        try
        {
            Json.Read(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
