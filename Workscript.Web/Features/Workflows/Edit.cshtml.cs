using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows;

public sealed class EditModel(WorkscriptDb db, WorkflowEngine engine, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The version that the text in the editor was made from.</summary>
    [BindProperty]
    public int Base { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public string Name { get; private set; } = "";

    public Draft Draft { get; private set; } = new("", []);

    /// <summary>What somebody else saved in the meantime.</summary>
    public WorkflowVersion? Theirs { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await CurrentAsync(cancellation) is not { } current)
        {
            return NotFound();
        }

        Base = current.Number;
        Show(current.Text);
        return Page();
    }

    public IActionResult OnPostCheck() => Partial("_Findings", engine.Read(Draft.FromForm(Text)).Diagnostics);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await db.Workflows.FirstOrDefaultAsync(w => w.Id == Id, cancellation) is not { } workflow || await CurrentAsync(cancellation) is not { } current)
        {
            return NotFound();
        }

        var text = Draft.FromForm(Text, current.Text);
        var reading = engine.Read(text);
        if (!reading.IsValid)
        {
            return Refuse(text, "This was not saved: the errors have to go first.");
        }

        if (reading.Definition!.Id != Id)
        {
            return Refuse(text, $"This was not saved: the id is '{reading.Definition.Id}' now, and a workflow keeps its id. To have it under another one, duplicate it.");
        }

        if (current.Number != Base)
        {
            return Confront(text, current);
        }

        if (text == current.Text)
        {
            this.Flash($"Nothing had changed: version {current.Number} stays.");
            return RedirectToPage("Workflow", new { Id });
        }

        try
        {
            workflow.Save(reading.Definition, text, Note, User.Identity?.Name, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Two saves at the same moment: the other one was first, or the workflow is gone.
            db.ChangeTracker.Clear();
            if (await CurrentAsync(cancellation) is not { } theirs)
            {
                return NotFound();
            }

            if (theirs.Number == Base)
            {
                throw;
            }

            return Confront(text, theirs);
        }

        this.Flash($"Saved as version {workflow.Version}.");
        return RedirectToPage("Workflow", new { Id });
    }

    private IActionResult Refuse(string text, string problem)
    {
        Show(text, problem);
        return Page();
    }

    /// <summary>Nobody's text is lost: theirs is a version already, and this one stays in the editor, to be saved on top of it.</summary>
    private IActionResult Confront(string text, WorkflowVersion theirs)
    {
        Theirs = theirs;
        // The form's value would win over the model's.
        ModelState.Remove(nameof(Base));
        Base = theirs.Number;
        Show(text);
        return Page();
    }

    private void Show(string text, string? problem = null)
    {
        var reading = engine.Read(text);
        Name = reading.Definition?.Name ?? Id;
        Draft = new(text, reading.Diagnostics) { Problem = problem, CheckUrl = Url.Page("Edit", "Check", new { Id })! };
    }

    private Task<WorkflowVersion?> CurrentAsync(CancellationToken cancellation) =>
        db.WorkflowVersions.AsNoTracking().Where(v => v.WorkflowId == Id).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation);
}
