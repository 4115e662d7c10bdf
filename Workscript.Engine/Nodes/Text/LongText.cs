using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>Text of several lines, which JSON has no good way to write: as one text, or as a list of its lines.</summary>
internal static class LongText
{
    /// <summary>The text; null when there is none.</summary>
    public static string? Read(Value value)
    {
        if (value.AsList is not { } lines)
        {
            return value.IsNullOrMissing ? null : Coerce.TemplateText(value);
        }

        ValueLimits.CheckText(lines.Weight);
        return string.Join('\n', lines.Select(Coerce.TemplateText));
    }
}
