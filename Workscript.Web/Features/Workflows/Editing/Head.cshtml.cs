using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Engine.Definitions;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The form of what stands in a draft beside its steps: name, inputs, initial state, settings.</summary>
public sealed class HeadModel(WorkflowDrafts drafts, WorkflowEngine engine) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Revision { get; set; }

    public EditedText Edited { get; private set; } = null!;

    /// <summary>Null where the text is not JSON with an object around all, so that only the JSON face can show it.</summary>
    public StepFields? Fields { get; private set; }

    public IReadOnlyList<Diagnostic> Findings { get; private set; } = [];

    /// <summary>What keeps what was typed from being kept.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        Show(edited, typed: null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        if (edited.Revision == Revision && TextOf(edited) is { } text)
        {
            var changed = new TypedStep(Request.Form, engine.Catalog, path: "").ApplyTo(text).Text;
            if (changed == edited.Text || await drafts.ChangeAsync(edited, Revision, changed, "Changed the head", User.Identity?.Name, cancellation))
            {
                return RedirectToPage(new { Id });
            }

            edited = await drafts.FindAsync(Id, cancellation) ?? edited;
        }

        // What was typed stays in the form, to be kept on top of theirs.
        ModelState.Remove(nameof(Revision));
        Show(edited, Request.Form);
        Problem = $"{edited.LastChange?.By ?? "Somebody"} has changed this draft in the meantime. Yours was not kept yet: look at it, and keep it again.";
        return Page();
    }

    private static JsonText? TextOf(EditedText edited) => JsonText.TryRead(edited.Text) is { Root.Kind: Engine.Values.ValueKind.Map } text ? text : null;

    private void Show(EditedText edited, IFormCollection? typed)
    {
        Edited = edited;
        Findings = [.. engine.Read(edited.Text).Diagnostics.Where(finding => !finding.Path.StartsWith(StepOutline.StepsPointer, StringComparison.Ordinal))];
        Fields = TextOf(edited) is { } text ? StepFields.Of(text, WrittenStep.Head(text), typed) : null;
    }
}
