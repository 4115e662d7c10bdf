using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows;

/// <summary>The gallery of templates; using one makes a workflow of it.</summary>
public sealed class TemplatesModel(WorkscriptDb db, WorkflowEngine engine, TimeProvider clock) : PageModel
{
    private const int MostCopies = 1_000;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? template, CancellationToken cancellation)
    {
        if (Template.Find(template) is not { } chosen)
        {
            return NotFound();
        }

        var id = await FreeIdAsync(chosen.Id, cancellation);
        var text = Template.WithId(chosen.Text, id);
        var workflow = Workflow.Create(engine.Read(text).Definition!, text, User.Identity?.Name, clock.GetUtcNow().UtcDateTime);
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync(cancellation);
        this.Flash($"{workflow.Name} is yours now. Run it as it is, or change it first.");
        return RedirectToPage("Workflow", new { id });
    }

    /// <summary>The template's own id, or the first with a number behind it that nobody has.</summary>
    private async Task<string> FreeIdAsync(string wanted, CancellationToken cancellation)
    {
        var id = wanted;
        for (var i = 2; i <= MostCopies && await WorkflowIds.WhyTakenAsync(db, id, cancellation) is not null; i++)
        {
            id = $"{wanted}-{i}";
        }

        return id;
    }
}
