using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>A workflow's steps as an outline, and the form of the one that is chosen.</summary>
public sealed class EditModel(WorkflowDrafts drafts, WorkflowEngine engine, StepHistory history) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The path of the step whose form is shown.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Step { get; set; }

    /// <summary>The place where a step is to be added.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Add { get; set; }

    /// <summary>The path of the step that is to be moved.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Move { get; set; }

    /// <summary>What is looked for among the nodes.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty]
    public int Revision { get; set; }

    public EditedText Edited { get; private set; } = null!;

    /// <summary>Null where the text is not JSON, so that only the JSON face can show it.</summary>
    public StepOutline? Outline { get; private set; }

    public WrittenStep? Chosen { get; private set; }

    public WrittenStep? Moved { get; private set; }

    public StepFields? Fields { get; private set; }

    /// <summary>What can be referred to at the chosen step.</summary>
    public KnownHere? Known { get; private set; }

    public IReadOnlyList<Diagnostic> Findings { get; private set; } = [];

    /// <summary>What keeps what was typed from being kept.</summary>
    public string? Problem { get; private set; }

    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    public StepPlace? Place => StepPlace.Read(Add);

    /// <summary>The nodes that fit what is looked for, by family; all when nothing is.</summary>
    public IEnumerable<IGrouping<NodeFamily, NodeInfo>> Nodes => engine.Catalog.Nodes
        .Select(node => node.Info)
        .Where(node => node.Id != StepOutline.SetterId && (Q is null || $"{node.Id} {node.Summary}".Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase)))
        .GroupBy(node => node.Family);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        await ShowAsync(edited, typed: null, cancellation);
        return Page();
    }

    public Task<IActionResult> OnPostFieldsAsync(CancellationToken cancellation) =>
        ChangeAsync((text, step) => (text, step.Path, $"Changed {step.Name ?? step.Key}"), cancellation);

    public async Task<IActionResult> OnPostAddAsync(string node, CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited || JsonText.TryRead(edited.Text) is not { } text || Place is not { } place)
        {
            return NotFound();
        }

        return text.Add(place, node) is var (added, path)
            ? await KeepAsync(edited, added.Text, path, $"Added {node}", cancellation)
            : Lost("There is no such place any more.");
    }

    public Task<IActionResult> OnPostDuplicateAsync(CancellationToken cancellation) =>
        ChangeAsync((text, step) => text.Duplicate(step) is var (changed, path) ? (changed, path, $"Duplicated {step.Name ?? step.Key}") : null, cancellation);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellation) =>
        ChangeAsync((text, step) => (text.Remove(step), null, $"Removed {step.Name ?? step.Key}"), cancellation);

    public Task<IActionResult> OnPostDisableAsync(bool disabled, CancellationToken cancellation) =>
        ChangeAsync((text, step) => (text.Disable(step, disabled), step.Path, $"{(disabled ? "Disabled" : "Enabled")} {step.Name ?? step.Key}"), cancellation);

    public Task<IActionResult> OnPostLoopAsync(bool loop, CancellationToken cancellation) => ChangeAsync(
        (text, step) =>
        {
            var id = step.Node?.Id ?? step.Key;
            var (changed, path) = text.Rename(step, loop ? id + "..." : id);
            return (changed, path, $"{(loop ? "Repeats" : "No longer repeats")} {step.Name ?? step.Key}");
        },
        cancellation);

    public Task<IActionResult> OnPostMoveAsync(string to, CancellationToken cancellation) => ChangeAsync(
        (text, step) => StepPlace.Read(to) is { } place && text.Move(step, place) is var (changed, path) ? (changed, path, $"Moved {step.Name ?? step.Key}") : null, cancellation);

    public Task<IActionResult> OnPostUndoAsync(CancellationToken cancellation) => StepAsync(-1, cancellation);

    public Task<IActionResult> OnPostRedoAsync(CancellationToken cancellation) => StepAsync(1, cancellation);

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken cancellation)
    {
        await drafts.DiscardAsync(Id, cancellation);
        this.Flash("The draft is gone; the workflow is as it was published.");
        return RedirectToPage("/Workflows/Workflow", new { Id });
    }

    public async Task<IActionResult> OnPostRebaseAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        await drafts.RebaseAsync(edited, cancellation);
        return Here(Step);
    }

    public async Task<IActionResult> OnPostPublishAsync(string? note, CancellationToken cancellation)
    {
        if (Step is not null && await OnPostFieldsAsync(cancellation) is PageResult confronted)
        {
            return confronted;
        }

        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        switch (await drafts.PublishAsync(edited, Revision, note, User.Identity?.Name, cancellation))
        {
            case Publication.Done:
                this.Flash(edited.IsDraft ? "Published." : "Nothing had changed.");
                return RedirectToPage("/Workflows/Workflow", new { Id });
            case Publication.Invalid:
                this.FlashProblem("This was not published: the errors have to go first.");
                return Here(Step);
            case Publication.OtherId:
                this.FlashProblem("This was not published: a workflow keeps its id. To have it under another one, duplicate it.");
                return Here(Step);
            default:
                this.FlashProblem("This was not published: somebody else has changed the workflow in the meantime. Look at what it is now, then publish.");
                return Here(Step);
        }
    }

    /// <summary>Changes the chosen step, first by what was typed into its form.</summary>
    private async Task<IActionResult> ChangeAsync(Func<JsonText, WrittenStep, (JsonText Text, string? Path, string What)?> change, CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        if (JsonText.TryRead(edited.Text) is not { } text || StepOutline.Of(text, engine.Catalog).Find(Step ?? "") is null)
        {
            return Lost("That step is no longer there.");
        }

        // Over a text that somebody else has changed, what was left as it was would undo what they did.
        var typed = edited.Revision == Revision ? new TypedStep(Request.Form, engine.Catalog, Step!).ApplyTo(text) : text;
        var step = StepOutline.Of(typed, engine.Catalog).Find(Step!)!;
        return change(typed, step) is var (changed, path, what) ? await KeepAsync(edited, changed.Text, path, what, cancellation) : Lost("It cannot go there.");
    }

    private async Task<IActionResult> KeepAsync(EditedText edited, string text, string? step, string what, CancellationToken cancellation)
    {
        if (text == edited.Text && edited.Revision == Revision)
        {
            return Here(step);
        }

        if (await drafts.ChangeAsync(edited, Revision, text, what, User.Identity?.Name, cancellation))
        {
            Revision++;
            return Here(step);
        }

        if (await drafts.FindAsync(Id, cancellation) is not { } now)
        {
            return NotFound();
        }

        // What was typed stays in the form, to be kept on top of theirs.
        var last = now.LastChange;
        ModelState.Remove(nameof(Revision));
        await ShowAsync(now, Request.Form, cancellation);
        Problem = $"{last?.By ?? "Somebody"} has changed this draft in the meantime{(last is null ? "" : $" ({last.What})")}. Your change was not made: look at how it is now, and make it again.";
        return Page();
    }

    private async Task<IActionResult> StepAsync(int by, CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        return await drafts.StepAsync(edited, Revision, by, cancellation) ? Here(Step) : Lost("There is nothing to go back to, or somebody else has changed the draft.");
    }

    private IActionResult Lost(string why)
    {
        this.FlashProblem(why);
        return Here(Step);
    }

    private RedirectToPageResult Here(string? step) => RedirectToPage("Edit", new { Id, step });

    private async Task ShowAsync(EditedText edited, IFormCollection? typed, CancellationToken cancellation)
    {
        Edited = edited;
        Findings = engine.Read(edited.Text).Diagnostics;
        if (JsonText.TryRead(edited.Text) is not { } text)
        {
            return;
        }

        Outline = StepOutline.Of(text, engine.Catalog);
        Moved = Move is null ? null : Outline.Find(Move);
        Chosen = Add is not null ? null : Outline.Around(Step ?? "") ?? (Step is null ? Outline.Steps.FirstOrDefault() : null);
        if (Chosen is not null)
        {
            Known = await history.FindAsync(Id, Chosen, cancellation) is { } moment ? KnownHere.Of(moment) : KnownHere.Of(text, Outline, Chosen);
            Fields = await StepFields.Of(text, Chosen, typed).PreviewedAsync(field => Preview.OfAsync(engine, Known.State, field, cancellation));
        }
    }
}
