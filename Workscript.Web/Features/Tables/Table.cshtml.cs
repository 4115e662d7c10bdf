using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Tables;

/// <summary>A data table: its rows, one of them to be edited, and the whole as CSV.</summary>
public sealed class TableModel(WorkscriptDb db, TableChanges changes) : PageModel
{
    private const int PageSize = 50;
    private const int MostColumns = 12;
    private const int ExportedAtOnce = 500;
    private const long LargestImport = 10L << 20;

    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    /// <summary>A text that the rows must have somewhere.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The number of the last row of the page before: the newest come first.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    /// <summary>The number of the row that is edited; 0 for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Row { get; set; }

    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Whether a column's cells are numbers, so that its title stands above them.</summary>
    public bool IsNumber(int column) => Rows.Count > 0 && Rows.All(row => row.Cells[column].IsNumber);

    public IReadOnlyList<(long Number, IReadOnlyList<ReportedCell> Cells)> Rows { get; private set; } = [];

    public long? Next { get; private set; }

    /// <summary>The row that is edited, as JSON.</summary>
    public string? Text { get; private set; }

    /// <summary>Why it was not kept.</summary>
    public string? Wrong { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (Name.Length is 0 or > TableRow.MaxTable || Name.EndsWith(' '))
        {
            return NotFound();
        }

        if (Row is > 0 && await db.TableRows.Where(r => r.Table == Name && r.Number == Row).Select(r => r.Json).FirstOrDefaultAsync(cancellation) is { } json)
        {
            Text = JsonText.Indented(json);
        }
        else if (Row is not null)
        {
            (Row, Text) = (0, "{\n  \n}");
        }

        await LoadAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(string? text, CancellationToken cancellation)
    {
        Wrong = await changes.SaveAsync(Name, Row ?? 0, text ?? "", cancellation);
        if (Wrong is null)
        {
            return RedirectToPage(new { Name, Q });
        }

        Text = text;
        await LoadAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellation)
    {
        await db.TableRows.Where(r => r.Table == Name && r.Number == Row).ExecuteDeleteAsync(cancellation);
        this.Flash("The row is deleted.");
        return RedirectToPage(new { Name, Q });
    }

    public async Task<IActionResult> OnPostImportAsync(IFormFile? file, CancellationToken cancellation)
    {
        if (file is not { Length: > 0 and <= LargestImport })
        {
            this.FlashProblem(file is null ? "Choose a file first." : $"The file must have from 1 byte to {Wording.Bytes(LargestImport)}.");
            return RedirectToPage(new { Name });
        }

        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        var (count, problem) = await changes.ImportAsync(Name, await reader.ReadToEndAsync(cancellation), cancellation);
        if (problem is not null)
        {
            this.FlashProblem(problem);
        }
        else
        {
            this.Flash($"{Wording.Count(count, "row")} {(count == 1 ? "is" : "are")} imported.");
        }

        return RedirectToPage(new { Name });
    }

    /// <summary>All rows, a few at a time, so that the table may be of any size.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancellation)
    {
        Response.ContentType = CsvFile.Type;
        Response.Headers.ContentDisposition = new System.Net.Mime.ContentDisposition { FileName = $"{string.Concat(Name.Where(char.IsAsciiLetterOrDigit))}.csv" }.ToString();
        string[]? columns = null;
        for (var last = 0L; ;)
        {
            var rows = await db.TableRows.Where(r => r.Table == Name && r.Number > last).OrderBy(r => r.Number).Take(ExportedAtOnce).Select(r => new { r.Number, r.Json }).ToListAsync(cancellation);
            var records = ValueList.Of(rows.Select(r => Json.Read(r.Json)).ToList());
            var isFirst = columns is null;
            columns ??= ColumnsOf(records, int.MaxValue);
            await Response.WriteAsync(CsvFile.Text(columns, records, isFirst), cancellation);
            if (rows.Count < ExportedAtOnce)
            {
                return new EmptyResult();
            }

            last = rows[^1].Number;
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var rows = db.TableRows.Where(r => r.Table == Name && r.Number < (After ?? long.MaxValue));
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var part = Json.Write(Q.Trim())[1..^1];
            rows = rows.Where(r => r.Json.Contains(part));
        }

        var page = await rows.OrderByDescending(r => r.Number).Take(PageSize + 1).Select(r => new { r.Number, r.Json }).ToListAsync(cancellation);
        Next = page.Count > PageSize ? page[PageSize - 1].Number : null;
        var records = page.Take(PageSize).Select(r => (r.Number, Record: Json.Read(r.Json))).ToList();
        Columns = ColumnsOf(ValueList.Of(records.Select(r => r.Record).ToList()), MostColumns);
        Rows = [.. records.Select(r => (r.Number, (IReadOnlyList<ReportedCell>)[.. Columns.Select(column => ReportedCell.Of(r.Record[column]))]))];
    }

    private static string[] ColumnsOf(ValueList records, int most) =>
        [.. records.SelectMany(record => (record.AsMap ?? ValueMap.Empty).Select(member => member.Key)).Distinct(StringComparer.Ordinal).Take(most)];
}
