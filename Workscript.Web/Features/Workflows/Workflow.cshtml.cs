using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Charts;
using Workscript.Web.Features.Graphs;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows;

public sealed class WorkflowModel(WorkscriptDb db, ProgramCache programs, RunLauncher launcher, TimeProvider clock) : PageModel
{
    private const int MostRuns = 20;
    private const int MostRemembered = 32 * 1024;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>A run whose input the form is to begin with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>The parts of the graph that are to be open.</summary>
    [BindProperty(SupportsGet = true)]
    public string[] Open { get; set; } = [];

    public WorkflowHead Head { get; private set; } = null!;

    public RunForm Form { get; private set; } = null!;

    public Graph? Graph { get; private set; }

    public bool IsRemembered { get; private set; }

    public IReadOnlyList<RunRow> Runs { get; private set; } = [];

    public RunStrip Strip { get; private set; } = new([]);

    public IReadOnlyList<ChartBox> Days { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation))
        {
            return NotFound();
        }

        if (From is { Length: > 0 } run && await RememberAsync(run, cancellation) is { } given)
        {
            Form.Filled(given);
            IsRemembered = true;
        }

        await LoadRunsAsync(cancellation);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellation) => RunAsync(form => form.Read(Request.Form), cancellation);

    public Task<IActionResult> OnPostJsonAsync(CancellationToken cancellation) => RunAsync(form => form.ReadJson(Request.Form), cancellation);

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellation)
    {
        if (await db.Workflows.FirstOrDefaultAsync(w => w.Id == Id, cancellation) is not { } workflow)
        {
            return NotFound();
        }

        workflow.Delete(User.Identity?.Name, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellation);
        this.Flash($"{workflow.Name} is in the bin, and can be had back from there. Its runs are still listed under Runs.");
        return RedirectToPage("Index");
    }

    /// <summary>The text of the current version, as a file.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancellation)
    {
        var text = await db.WorkflowVersions
            .Where(v => v.WorkflowId == Id && db.Workflows.Any(w => w.Id == Id && w.Version == v.Number))
            .Select(v => v.Text)
            .FirstOrDefaultAsync(cancellation);
        return text is null ? NotFound() : File(System.Text.Encoding.UTF8.GetBytes(text), "application/json", $"{Id}.json");
    }

    public async Task<IActionResult> OnPostTagsAsync(string? tags, CancellationToken cancellation)
    {
        if (await db.Workflows.FirstOrDefaultAsync(w => w.Id == Id, cancellation) is not { } workflow)
        {
            return NotFound();
        }

        workflow.Tag((tags ?? "").Split(','));
        await db.SaveChangesAsync(cancellation);
        return RedirectToPage();
    }

    private async Task<IActionResult> RunAsync(Func<RunForm, ValueMap?> read, CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation))
        {
            return NotFound();
        }

        if (read(Form) is not { } state)
        {
            await LoadRunsAsync(cancellation);
            return Page();
        }

        var start = new RunStart(TriggerKind.Manual, User.Identity?.Name, Json.Write(state));
        switch (await launcher.LaunchAsync(Id, start, TimeSpan.Zero, cancellation))
        {
            case Launch.Started started:
                return Redirect($"/runs/{started.Run.Id}");
            case Launch.Refused refused:
                this.FlashProblem($"The run did not start: {string.Join("; ", refused.Problems.Select(p => p.Message))}.");
                return RedirectToPage();
            case Launch.NoRoom noRoom:
                this.FlashProblem(noRoom.Shortage.Message);
                return RedirectToPage();
            default:
                return NotFound();
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        var head = await db.Workflows
            .Where(w => w.Id == Id)
            .Select(w => new WorkflowHead(w.Id, w.Name, w.Description, w.Version, w.UpdatedAt, w.IsPaused, w.Tags))
            .FirstOrDefaultAsync(cancellation);
        if (head is null || await programs.ReadAsync(Id, head.Version, cancellation) is not { Definition: { } definition } reading)
        {
            return false;
        }

        Head = head;
        Form = new RunForm(definition);
        Graph = reading.Program is not { } program ? null : new($"The steps of {head.Name}", program.Outline, $"/workflows/{Id}", step => $"/workflows/{Id}/edit?step={Uri.EscapeDataString(step.Path)}")
        {
            Open = Open,
        };
        return true;
    }

    private async Task LoadRunsAsync(CancellationToken cancellation)
    {
        Runs = await db.Runs.Where(r => r.WorkflowId == Id).OrderByDescending(r => r.Id).Take(MostRuns).Select(RunRow.Of).ToListAsync(cancellation);
        Strip = (await RunStrip.OfAsync(db, [Id], cancellation))[Id];
        Days = await DayCharts.OfAsync(db, Id, clock.GetUtcNow().UtcDateTime, cancellation);
    }

    private async Task<ValueMap?> RememberAsync(string run, CancellationToken cancellation)
    {
        var input = await db.Runs
            .Where(r => r.Id == run && r.WorkflowId == Id && r.Input.Length <= MostRemembered)
            .Select(r => r.Input)
            .FirstOrDefaultAsync(cancellation);
        return input is null ? null : Json.Read(input).AsMap;
    }
}

public sealed record WorkflowHead(string Id, string Name, string? Description, int Version, DateTime UpdatedAt, bool IsPaused, string Tags)
{
    public IReadOnlyList<string> TagNames => [.. Json.Read(Tags).AsList!.Select(Coerce.Text)];
}
