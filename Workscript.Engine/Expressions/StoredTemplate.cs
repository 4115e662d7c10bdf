using System.Text;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>
/// A text that is kept on the server as a template: the one place where stored text is read as the language of templates and expressions. Like every
/// expression it sees its scope and can only compute, within limits. Its value has the text with its holes filled, how many holes there are, how many
/// of them had a value, and which had none.
/// </summary>
internal sealed class StoredTemplate : Expression
{
    private const int MostHoles = 10_000;
    private const int MostCharacters = 2 * 1024 * 1024;

    private static readonly string[] ResultNames = ["content", "found", "replaced", "unresolved"];

    private readonly List<(Expression Expression, string? Hole)> _parts;

    private StoredTemplate(List<(Expression Expression, string? Hole)> parts) => _parts = parts;

    /// <exception cref="ExpressionException">A hole holds no expression, or the text is too long.</exception>
    public static StoredTemplate Parse(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw new ExpressionException($"The template is longer than {MostCharacters / 1024 / 1024} million characters");
        }

        var parts = ConfigText.ReadParts(text, fillsNames: false, static _ => { });
        return parts.Count <= 2 * MostHoles ? new(parts) : throw new ExpressionException($"The template has more than {MostHoles:N0} holes");
    }

    internal override Value Evaluate(Scope scope)
    {
        var text = new StringBuilder();
        var found = 0;
        var unresolved = new List<Value>();
        foreach (var (expression, hole) in _parts)
        {
            var value = expression.Evaluate(scope);
            ValueLimits.CheckText(text.Length + value.Weight);
            text.Append(Coerce.TemplateText(value));
            found += hole is null ? 0 : 1;
            if (hole is not null && value.IsNullOrMissing)
            {
                unresolved.Add(hole);
            }
        }

        return ValueMap.Of(ResultNames, text.ToString(), found, found - unresolved.Count, ValueList.Of(unresolved));
    }
}
