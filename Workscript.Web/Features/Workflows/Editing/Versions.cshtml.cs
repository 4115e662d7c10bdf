using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Web.Data;
using Workscript.Web.Features.Graphs;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The versions of a workflow, what changed from one to another, and the way back to one of them.</summary>
public sealed class VersionsModel(WorkscriptDb db, WorkflowDrafts drafts, WorkflowEngine engine) : PageModel
{
    private const int MostListed = 100;
    private const int LinesAround = 3;
    private const int MostLines = 2_000;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? To { get; set; }

    /// <summary>Those below this number are listed.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Before { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<VersionRow> Versions { get; private set; } = [];

    public int? More { get; private set; }

    public StepComparison? Words { get; private set; }

    /// <summary>The newer version, with what is new and what changed; null where it is not valid, or nothing among the steps differs.</summary>
    public Graph? Graph { get; private set; }

    /// <summary>The parts of the graph that are to be open.</summary>
    [BindProperty(SupportsGet = true)]
    public string[] Open { get; set; } = [];

    /// <summary>The changed lines with some around them; null stands for those that are left out.</summary>
    public IReadOnlyList<DiffPiece?> Lines { get; private set; } = [];

    public bool IsCut { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await db.Workflows.Where(w => w.Id == Id).Select(w => w.Name).FirstOrDefaultAsync(cancellation) is not { } name)
        {
            return NotFound();
        }

        Name = name;
        var before = Before ?? int.MaxValue;
        var rows = await db.WorkflowVersions
            .Where(v => v.WorkflowId == Id && v.Number < before)
            .OrderByDescending(v => v.Number)
            .Take(MostListed + 1)
            .Select(v => new VersionRow(v.Number, v.Note, v.CreatedBy, v.CreatedAt))
            .ToListAsync(cancellation);
        Versions = [.. rows.Take(MostListed)];
        More = rows.Count > MostListed ? Versions[^1].Number : null;
        if (From is { } from && To is { } to)
        {
            if (await TextAsync(from, cancellation) is not { } older || await TextAsync(to, cancellation) is not { } newer)
            {
                return NotFound();
            }

            Compare(older, newer);
        }

        return Page();
    }

    public async Task<IActionResult> OnGetDownloadAsync(int number, CancellationToken cancellation) =>
        await TextAsync(number, cancellation) is { } text ? File(System.Text.Encoding.UTF8.GetBytes(text), "application/json", $"{Id}-{number}.json") : NotFound();

    /// <summary>Makes the text of a version that of the draft, to be looked at and published.</summary>
    public async Task<IActionResult> OnPostRestoreAsync(int number, CancellationToken cancellation)
    {
        if (await drafts.FindAsync(Id, cancellation) is not { } edited || await TextAsync(number, cancellation) is not { } text)
        {
            return NotFound();
        }

        if (text == edited.Text)
        {
            this.Flash($"It is as in version {number} already.");
        }
        else if (await drafts.ChangeAsync(edited, edited.Revision, text, $"Went back to version {number}", User.Identity?.Name, cancellation))
        {
            this.Flash($"The draft is as version {number} was. Look at it, then publish it; Undo takes it back.");
        }
        else
        {
            this.FlashProblem("Somebody else has changed the draft in this very moment. Nothing was done.");
        }

        return RedirectToPage("Edit", new { Id });
    }

    private Task<string?> TextAsync(int number, CancellationToken cancellation) =>
        db.WorkflowVersions.Where(v => v.WorkflowId == Id && v.Number == number).Select(v => v.Text).FirstOrDefaultAsync(cancellation);

    private Graph Draw(Engine.Definitions.Program program, StepComparison words)
    {
        var marks = words.Added.Select(step => (step.Path, Change: GraphChange.Added)).Concat(words.Changed.Select(step => (step.Path, Change: GraphChange.Changed)));
        return new($"Version {To} of {Name}, and what changed", program.Outline, $"/workflows/{Id}/versions?from={From}&to={To}", step => $"/workflows/{Id}/edit?step={Uri.EscapeDataString(step.Path)}")
        {
            Open = Open,
            Marks = marks.ToDictionary(mark => mark.Path, mark => new GraphMark { Change = mark.Change }),
            Shown = [.. words.Added.Concat(words.Changed).Select(step => step.Path)],
        };
    }

    private void Compare(string older, string newer)
    {
        Words = StepComparison.Of(older, newer, engine.Catalog);
        Graph = Words is { IsNothing: false } words && engine.Read(newer).Program is { } program ? Draw(program, words) : null;
        var lines = InlineDiffBuilder.Diff(older, newer, ignoreWhiteSpace: false).Lines;
        var shown = new List<DiffPiece?>();
        for (var i = 0; i < lines.Count; i++)
        {
            var isNear = Enumerable.Range(i - LinesAround, (2 * LinesAround) + 1).Any(at => at >= 0 && at < lines.Count && lines[at].Type != ChangeType.Unchanged);
            if (isNear)
            {
                shown.Add(lines[i]);
            }
            else if (shown.Count > 0 && shown[^1] is not null)
            {
                shown.Add(null);
            }
        }

        IsCut = shown.Count > MostLines;
        Lines = [.. shown.Take(MostLines)];
    }
}

public sealed record VersionRow(int Number, string? Note, string? By, DateTime At);
