using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>What changed among the steps from one text to another: those that are new, those that are gone, and those of which something else is written.</summary>
public sealed record StepComparison(IReadOnlyList<ComparedStep> Added, IReadOnlyList<ComparedStep> Removed, IReadOnlyList<ComparedStep> Changed)
{
    public bool IsNothing => Added.Count + Removed.Count + Changed.Count == 0;

    /// <summary>The comparison; null where one of them is not JSON.</summary>
    public static StepComparison? Of(string older, string newer, NodeCatalog catalog)
    {
        if (JsonText.TryRead(older) is not { } before || JsonText.TryRead(newer) is not { } after)
        {
            return null;
        }

        var (old, now) = (Steps(before, catalog), Steps(after, catalog));
        // A step that stands elsewhere with the same text has only moved along with others.
        var oldTexts = old.Select(step => (step.Key, step.Text)).ToHashSet();
        var newTexts = now.Select(step => (step.Key, step.Text)).ToHashSet();
        var gone = old.Where(step => !newTexts.Contains((step.Key, step.Text))).ToList();
        var changed = new List<ComparedStep>();
        var added = new List<ComparedStep>();
        foreach (var step in now.Where(step => !oldTexts.Contains((step.Key, step.Text))))
        {
            var was = gone.FindIndex(one => one.Key == step.Key);
            (was < 0 ? added : changed).Add(step);
            if (was >= 0)
            {
                gone.RemoveAt(was);
            }
        }

        return new(added, gone, changed);
    }

    private static List<ComparedStep> Steps(JsonText text, NodeCatalog catalog) =>
        [.. StepOutline.Of(text, catalog).All.Select(step => new ComparedStep(step.Path, step.Key, step.Name ?? step.Key, OwnText(text, step)))];

    /// <summary>The step's config without the steps of its edges.</summary>
    private static string OwnText(JsonText text, WrittenStep step) => step.Config switch
    {
        null => "",
        { Kind: ValueKind.Map } config => string.Join('\n', config.Children.Where(child => !StepOutline.IsEdge(child)).Select(child => $"{child.Name}: {Json.Write(text.ValueOf(child))}")),
        var value => Json.Write(text.ValueOf(value)),
    };
}

/// <summary>A step of one of the texts, and what is written in it beside the steps that follow it.</summary>
public sealed record ComparedStep(string Path, string Key, string Name, string Text);
