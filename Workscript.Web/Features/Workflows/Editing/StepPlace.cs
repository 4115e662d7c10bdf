using System.Globalization;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>A place where a step can go: before the one at <paramref name="Index"/> of the list, or of the edge, at the pointer. Written <c>/workflow#2</c>.</summary>
public sealed record StepPlace(string Pointer, int Index)
{
    public static StepPlace? Read(string? text) =>
        text?.LastIndexOf('#') is { } at and >= 0 && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new(text[..at], index) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pointer}#{Index}");
}
