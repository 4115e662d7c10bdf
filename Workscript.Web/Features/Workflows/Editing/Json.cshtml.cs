using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The JSON face of a workflow's draft.</summary>
public sealed class JsonModel(WorkflowDrafts drafts, WorkflowEngine engine) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The version that the text in the editor was made from.</summary>
    [BindProperty]
    public int Base { get; set; }

    /// <summary>The revision of the draft that the text in the editor was made from.</summary>
    [BindProperty]
    public int Revision { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public EditedText Edited { get; private set; } = null!;

    public Draft Draft { get; private set; } = new("", []);

    /// <summary>Whether somebody else changed the workflow while the text was in the editor.</summary>
    public bool IsConfronted { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return NotFound();
        }

        Show(edited, edited.Text);
        return Page();
    }

    public IActionResult OnPostCheck() => Partial("_Findings", engine.Read(Draft.FromForm(Text)).Diagnostics);

    /// <summary>Keeps the text as the draft.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var (edited, answer) = await KeepAsync(cancellation);
        if (edited is null)
        {
            return answer!;
        }

        this.Flash(edited.IsDraft ? "Kept as a draft." : "Nothing had changed.");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostPublishAsync(string? note, CancellationToken cancellation)
    {
        var (edited, answer) = await KeepAsync(cancellation);
        if (edited is null)
        {
            return answer!;
        }

        switch (await drafts.PublishAsync(edited, edited.Revision, note, User.Identity?.Name, cancellation))
        {
            case Publication.Done:
                this.Flash(edited.IsDraft ? $"Published as version {edited.Version + 1}." : $"Nothing had changed: version {edited.Version} stays.");
                return RedirectToPage("/Workflows/Workflow", new { Id });
            case Publication.Invalid:
                return Refuse(edited, "This was kept as a draft, and not published: the errors have to go first.");
            case Publication.OtherId:
                return Refuse(edited, "This was kept as a draft, and not published: a workflow keeps its id. To have it under another one, duplicate it.");
            default:
                return Confront(await drafts.FindAsync(Id, cancellation) ?? edited, edited.Text);
        }
    }

    /// <summary>The draft with the text from the editor; else the answer to who sent it.</summary>
    private async Task<(EditedText? Edited, IActionResult? Answer)> KeepAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return (null, NotFound());
        }

        var text = Draft.FromForm(Text, edited.Text);
        if (text == edited.Text)
        {
            return (edited, null);
        }

        if (edited.Base != Base || !await drafts.ChangeAsync(edited, Revision, text, "Changed the JSON", User.Identity?.Name, cancellation))
        {
            return (null, Confront(await drafts.FindAsync(Id, cancellation) ?? edited, text));
        }

        return await drafts.FindAsync(Id, cancellation) is { } kept ? (kept, null) : (null, NotFound());
    }

    private PageResult Refuse(EditedText edited, string problem)
    {
        Show(edited, edited.Text);
        Draft = Draft with { Problem = problem };
        return Page();
    }

    /// <summary>Nobody's text is lost: theirs is kept already, and this one stays in the editor, to be kept on top of it.</summary>
    private PageResult Confront(EditedText theirs, string text)
    {
        IsConfronted = true;
        Show(theirs, text);
        return Page();
    }

    private void Show(EditedText edited, string text)
    {
        // The form's values would win over the model's.
        ModelState.Remove(nameof(Base));
        ModelState.Remove(nameof(Revision));
        (Edited, Base, Revision) = (edited, edited.Base, edited.Revision);
        Draft = new(text, engine.Read(text).Diagnostics) { CheckUrl = Url.Page("Json", "Check", new { Id })! };
    }
}
