using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>Begins a test run of a draft: what it is to begin with, filled in with what the last run was given.</summary>
public sealed class TestModel(WorkflowDrafts drafts, WorkflowEngine engine, RunLauncher launcher, WorkscriptDb db) : PageModel
{
    private const int MostRemembered = 32 * 1024;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Null where the draft has errors.</summary>
    public RunForm? Form { get; private set; }

    /// <summary>The names of the steps that are pinned.</summary>
    public IReadOnlyList<string> Pinned { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is null)
        {
            return NotFound();
        }

        var last = await db.Runs.Where(r => r.WorkflowId == Id && r.Input.Length <= MostRemembered).OrderByDescending(r => r.Id).Select(r => r.Input).FirstOrDefaultAsync(cancellation);
        if (last is not null && Json.Read(last).AsMap is { Count: > 0 } given)
        {
            Form?.Filled(given);
        }

        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellation) => RunAsync(form => form.Read(Request.Form), cancellation);

    public Task<IActionResult> OnPostJsonAsync(CancellationToken cancellation) => RunAsync(form => form.ReadJson(Request.Form), cancellation);

    private async Task<IActionResult> RunAsync(Func<RunForm, ValueMap?> read, CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is not var (reading, text))
        {
            return NotFound();
        }

        if (Form is null || read(Form) is not { } state)
        {
            return Page();
        }

        var start = new RunStart(TriggerKind.Test, User.Identity?.Name, Json.Write(state));
        switch (await launcher.LaunchAsync(reading, text, start, limit: null, wait: TimeSpan.Zero, cancellation, draftOf: Id))
        {
            case Launch.Started started:
                return Redirect($"/runs/{started.Run.Id}");
            case Launch.Refused refused:
                Form.Refuse(refused.Problems);
                return Page();
            case Launch.NoRoom noRoom:
                this.FlashProblem(noRoom.Shortage.Message);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<(Reading Reading, string Text)?> LoadAsync(CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited)
        {
            return null;
        }

        var reading = engine.Read(edited.Text);
        Name = edited.Name;
        if (reading.IsValid)
        {
            Form = new RunForm(reading.Definition!);
            Pinned = [.. StepOutline.Of(JsonText.TryRead(edited.Text)!, engine.Catalog).All.Where(step => step.IsPinned).Select(step => step.Name ?? step.Key)];
        }

        return (reading, edited.Text);
    }
}
