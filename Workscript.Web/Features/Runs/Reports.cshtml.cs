using System.Text;
using Htmx;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>What a run's steps reported: on a page of its own, and as the part of the run's page that has it.</summary>
public sealed class ReportsModel(WorkscriptDb db, RunReports reports) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Shows the reports that follow this step's.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    public ReportList Reports { get; private set; } = ReportList.None;

    public string WorkflowName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await db.Runs.Where(r => r.Id == Id).Select(r => r.WorkflowName).FirstOrDefaultAsync(cancellation) is not { } name)
        {
            return NotFound();
        }

        (WorkflowName, Reports) = (name, await reports.OfAsync(Id, After, cancellation));
        return Request.IsHtmx() ? Partial("_Reports", Reports) : Page();
    }

    /// <summary>A table of it, whole, for a spreadsheet.</summary>
    public async Task<IActionResult> OnGetCsvAsync(long sequence, CancellationToken cancellation)
    {
        var record = await db.RunRecords.AsNoTracking().FirstOrDefaultAsync(r => r.RunId == Id && r.Sequence == sequence && r.Node == RunRecord.ReportNode, cancellation);
        if (record?.Texts.Output is not { } output || RunReport.TableOf(Json.Read(output)["report"]) is not { } table)
        {
            return NotFound();
        }

        return CsvFile.Of(table.Columns, table.Rows, $"{Id}-{sequence}.csv");
    }
}
