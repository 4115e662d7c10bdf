using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows;

public sealed class NewModel(WorkscriptDb db, WorkflowEngine engine, TimeProvider clock) : PageModel
{
    private const string Beginning = """
        {
          "id": "my-workflow",
          "name": "My workflow",
          "version": "1.0.0",
          "initialState": { "name": "world" },
          "settings": { "onError": "fail" },
          "workflow": [
            { "$.greeting": "Hello, {{$.name}}!" },
            { "log": { "message": "$.greeting" } }
          ]
        }
        """;

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The id of a workflow to begin with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Copy { get; set; }

    /// <summary>The id of a node whose example to begin with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Node { get; set; }

    /// <summary>The id of a template to begin with.</summary>
    [BindProperty(Name = "template", SupportsGet = true)]
    public string? TemplateId { get; set; }

    public Draft Draft { get; private set; } = new("", []);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var text = Template.Find(TemplateId)?.Text ?? (Node is not null ? engine.Catalog.Find(Node)?.Info.Example : await CopiedAsync(cancellation));
        Show(text ?? Beginning);
    }

    public IActionResult OnPostCheck() => Partial("_Findings", engine.Read(Draft.FromForm(Text)).Diagnostics);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var text = Draft.FromForm(Text);
        var reading = engine.Read(text);
        if (!reading.IsValid)
        {
            return Refuse(text, "This was not saved: the errors have to go first.");
        }

        var definition = reading.Definition!;
        if (definition.Id.Length > Workflow.MaxId)
        {
            return Refuse(text, $"This was not saved: an id may have at most {Workflow.MaxId} characters.");
        }

        var why = await WorkflowIds.WhyTakenAsync(db, definition.Id, cancellation) ?? await TryCreateAsync(definition, text, cancellation);
        if (why is not null)
        {
            return Refuse(text, $"This was not saved: {why}.");
        }

        this.Flash($"{definition.Name} is saved. Run it from here.");
        return RedirectToPage("Workflow", new { definition.Id });
    }

    /// <summary>Why it could not be made, should somebody have taken the id in this very moment.</summary>
    private async Task<string?> TryCreateAsync(WorkflowDefinition definition, string text, CancellationToken cancellation)
    {
        try
        {
            db.Workflows.Add(Workflow.Create(definition, text, User.Identity?.Name, clock.GetUtcNow().UtcDateTime));
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await WorkflowIds.WhyTakenAsync(db, definition.Id, cancellation) is not { } why)
            {
                throw;
            }

            return why;
        }
    }

    private async Task<string?> CopiedAsync(CancellationToken cancellation)
    {
        var text = await db.WorkflowVersions.Where(v => v.WorkflowId == Copy).OrderByDescending(v => v.Number).Select(v => v.Text).FirstOrDefaultAsync(cancellation);
        return text is null ? null : Template.WithId(text, $"{Copy}-copy");
    }

    private IActionResult Refuse(string text, string problem)
    {
        Show(text, problem);
        return Page();
    }

    private void Show(string text, string? problem = null) =>
        Draft = new(text, engine.Read(text).Diagnostics) { Problem = problem, CheckUrl = Url.Page("New", "Check")! };
}
