using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>
/// What a text in a config means: a reference, an expression, a template with holes, or itself. This happens once, to the document's own texts;
/// what they yield is data and never read again.
/// </summary>
internal static partial class ConfigText
{
    private const string HoleStart = "{{";
    private const string HoleEnd = "}}";
    private const string ReferenceStart = "$.";

    public const string SecretElsewhere = "$secrets can only be handed to a parameter that takes a secret: it is never in a text, in the state or in a log";

    /// <summary>
    /// Reads the text. With <paramref name="fillsNames"/>, <c>{{name}}</c> is a hole as well, for a member of the step's inputs.
    /// <paramref name="onPlain"/> hears of texts that look like an expression and are taken as plain text.
    /// </summary>
    /// <exception cref="ExpressionException">The text is meant as an expression, <c>{{= ... }}</c>, and is none.</exception>
    public static Expression Read(string text, bool fillsNames, Action<ExpressionException> onPlain)
    {
        if (text.StartsWith(ReferenceStart, StringComparison.Ordinal))
        {
            return IsReference(text) ? ReferenceTo(text) : ReadBare(text, onPlain);
        }

        if (text.StartsWith('$') && OtherRoot().IsMatch(text))
        {
            onPlain(text.StartsWith("$secrets", StringComparison.Ordinal)
                ? new ExpressionException(SecretElsewhere, code: Codes.SecretAsText)
                : new ExpressionException($"only '$.' begins an expression by itself; write {{{{= {text} }}}}"));
        }

        if (text.Contains(HoleStart, StringComparison.Ordinal))
        {
            return ReadTemplate(text, fillsNames, onPlain);
        }

        if (text.Contains(ReferenceStart, StringComparison.Ordinal) && ReferenceInText().Match(text) is { Success: true } reference)
        {
            onPlain(new ExpressionException($"inside a text, {reference.Value} is filled in only between braces: write {{{{{reference.Value}}}}}", reference.Index));
        }

        return new Constant(text);
    }

    private static bool IsReference(string text) =>
        text.StartsWith(ReferenceStart, StringComparison.Ordinal) && StatePath.IsDotted(text.AsSpan(ReferenceStart.Length));

    private static Reference ReferenceTo(string dotted)
    {
        var names = dotted[ReferenceStart.Length..].Split('.');
        return new(names[0], names[1..]);
    }

    private static Expression ReadBare(string text, Action<ExpressionException> onPlain)
    {
        if (char.IsWhiteSpace(text[^1]))
        {
            return new Constant(text);
        }

        try
        {
            return new NullForMissing(Parser.Parse(text));
        }
        catch (ExpressionException e)
        {
            onPlain(e);
            return new Constant(text);
        }
    }

    private static Expression ReadTemplate(string text, bool fillsNames, Action<ExpressionException> onPlain)
    {
        var parts = ReadParts(text, fillsNames, onPlain);
        if (parts is [{ Hole: not null } only] && text[HoleStart.Length] == '=')
        {
            return new NullForMissing(only.Expression);
        }

        return parts.TrueForAll(part => part.Expression.IsConstant) && parts.Count <= 1 ? new Constant(text) : new Template([.. parts.Select(part => part.Expression)]);
    }

    /// <summary>The parts of a text that is a template, whatever it begins with: plain text, and holes with what stands in them.</summary>
    /// <exception cref="ExpressionException">A typed hole, <c>{{= ... }}</c>, holds no expression.</exception>
    public static List<(Expression Expression, string? Hole)> ReadParts(string text, bool fillsNames, Action<ExpressionException> onPlain)
    {
        var parts = new List<(Expression, string?)>();
        var plainFrom = 0;
        for (var at = text.IndexOf(HoleStart, StringComparison.Ordinal); at >= 0; at = text.IndexOf(HoleStart, at, StringComparison.Ordinal))
        {
            if ((ReadHole(text, at, onPlain) ?? (fillsNames ? ReadName(text, at) : null)) is not { } hole)
            {
                at++;
                continue;
            }

            AddPlain(parts, text[plainFrom..at]);
            parts.Add((hole.Expression, text[(at + HoleStart.Length)..(hole.End - HoleEnd.Length)]));
            at = plainFrom = hole.End;
        }

        AddPlain(parts, text[plainFrom..]);
        return parts;
    }

    /// <summary>The hole that begins at the two braces; null when they are plain text.</summary>
    private static (Expression Expression, int End)? ReadHole(string text, int at, Action<ExpressionException> onPlain)
    {
        var first = at + HoleStart.Length < text.Length ? text[at + HoleStart.Length] : '\0';
        if (first is not ('$' or '='))
        {
            return null;
        }

        try
        {
            var start = at + HoleStart.Length + (first == '=' ? 1 : 0);
            var (expression, end) = Parser.ParsePrefix(text, start);
            var close = first == '=' ? SkipSpace(text, end) : end;
            if (string.CompareOrdinal(text, close, HoleEnd, 0, HoleEnd.Length) != 0)
            {
                throw new ExpressionException("'}}' is expected here", close);
            }

            var written = text[start..end];
            return (IsReference(written) ? ReferenceTo(written) : expression, close + HoleEnd.Length);
        }
        catch (ExpressionException e) when (first == '$')
        {
            onPlain(e);
            return null;
        }
    }

    /// <summary>The hole <c>{{ name.below }}</c>; null when something else is between the braces.</summary>
    private static (Expression Expression, int End)? ReadName(string text, int at)
    {
        var start = at + HoleStart.Length;
        var close = text.IndexOf(HoleEnd, start, StringComparison.Ordinal);
        var name = close < 0 ? "" : text[start..close].Trim();
        return name.Length == 0 || name[0] is '$' or '=' || name.AsSpan().ContainsAny('{', '}') ? null : (new InputReference(name), close + HoleEnd.Length);
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static void AddPlain(List<(Expression, string?)> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add((new Constant(text), null));
        }
    }

    [GeneratedRegex(@"^\$(input|run|trigger|vars|secrets)\.\w+\z")]
    private static partial Regex OtherRoot();

    [GeneratedRegex(@"(?<=\s)\$\.[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")]
    private static partial Regex ReferenceInText();
}

/// <summary>A dotted path into the step's inputs: into the state, or else into the data that was handed over.</summary>
internal sealed class InputReference(string path) : Expression
{
    private readonly string _key = path.Split('.')[0];

    internal override Value Evaluate(Scope scope)
    {
        var root = scope.State[_key] is { IsMissing: false } member ? member : scope.Input[_key];
        return path.Length == _key.Length ? root : ValuePath.Read(root, path[(_key.Length + 1)..]);
    }
}

/// <summary>Text with holes: each hole's value as text in its place.</summary>
internal sealed class Template(Expression[] parts) : Expression
{
    private const int UsualLength = 64;

    internal override Value Evaluate(Scope scope)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualLength]);
        Append(ref text, scope);
        return text.ToStringAndClear();
    }

    // By itself, because the compiler does not optimize a loop by what it sees of it in a method that makes room on the stack.
    private void Append(ref DefaultInterpolatedStringHandler text, Scope scope)
    {
        var length = 0L;
        foreach (var part in parts)
        {
            var value = part.Evaluate(scope);
            var own = value.AsText;
            length += own?.Length ?? value.Weight;
            ValueLimits.CheckText(length);
            if (value.IsInteger(out var integer))
            {
                text.AppendFormatted(integer);
            }
            else
            {
                text.AppendLiteral(own ?? Coerce.TemplateText(value));
            }
        }
    }
}
