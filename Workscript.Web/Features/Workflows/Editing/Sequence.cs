namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>Steps that stand one after the other, and the place before the first of them.</summary>
public sealed record Sequence(EditModel Page, IReadOnlyList<WrittenStep> Steps, StepPlace Start)
{
    public StepPlace PlaceBefore(int index) => Start with { Index = index };
}
