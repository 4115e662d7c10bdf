using System.Text.Json;
using Htmx;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Engine.Values;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>A step of a draft, tried by itself: a page of its own, and what opens beside the step's form.</summary>
public sealed class TryModel(WorkflowDrafts drafts, WorkflowEngine engine, StepHistory history, StepTrial trial) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Step { get; set; } = "";

    /// <summary>The state that the step is to find, as JSON; nothing for the one that is known there.</summary>
    [BindProperty]
    public string? State { get; set; }

    [BindProperty]
    public int Revision { get; set; }

    internal WrittenStep Tried { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public KnownHere Known { get; private set; } = null!;

    internal TrialResult? Result { get; private set; }

    public bool IsBusy => Result is { RunId: not null, Edge: null };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is null)
        {
            return NotFound();
        }

        State = Known.Typed;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is not var (text, edited))
        {
            return NotFound();
        }

        // What stands in the step's form goes along, kept or not.
        if (edited.Revision == Revision && Request.Form.Keys.Any(key => key.StartsWith("f:", StringComparison.Ordinal)))
        {
            text = new TypedStep(Request.Form, engine.Catalog, Step).ApplyTo(text);
            Tried = StepOutline.Of(text, engine.Catalog).Find(Step)!;
        }

        Result = await trial.TryAsync(text, Tried, Known, State, User.Identity?.Name, cancellation);
        return Request.IsHtmx() ? Partial("_Trial", this) : Page();
    }

    /// <summary>Has the step leave this result in test runs, in place of being executed.</summary>
    public async Task<IActionResult> OnPostPinAsync(string pin, CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is not var (text, edited) || ReadPin(pin) is not { } value)
        {
            return NotFound();
        }

        var (whole, config) = text.WithConfig(Tried);
        var changed = whole.With(config.Child("@pin") is { } old
            ? whole.Replace(old, value)
            : whole.AddMember(config, config.Children.LastOrDefault(member => !StepOutline.IsEdge(member)), "@pin", value));
        if (!await drafts.ChangeAsync(edited, edited.Revision, changed.Text, $"Pinned {Tried.Name ?? Tried.Key}", User.Identity?.Name, cancellation))
        {
            this.FlashProblem("Somebody else has changed the draft in this very moment. Nothing was done.");
        }

        return RedirectToPage("Edit", new { Id, Step });
    }

    private static Value? ReadPin(string json)
    {
        try
        {
            return Json.Read(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<(JsonText Text, EditedText Edited)?> LoadAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited || JsonText.TryRead(edited.Text) is not { } text)
        {
            return null;
        }

        var outline = StepOutline.Of(text, engine.Catalog);
        if (outline.Find(Step) is not { } step)
        {
            return null;
        }

        (Tried, Name) = (step, edited.Name);
        Known = await history.FindAsync(Id, step, cancellation) is { } moment ? KnownHere.Of(moment) : KnownHere.Of(text, outline, step);
        return (text, edited);
    }
}
