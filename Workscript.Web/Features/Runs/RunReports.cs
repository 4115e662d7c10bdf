using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>Finds what the steps of a run reported.</summary>
public sealed class RunReports(WorkscriptDb db, NodeHost host)
{
    private const int MostShown = 20;

    /// <summary>Those of the steps after a place, and of them the first.</summary>
    public async Task<ReportList> OfAsync(string run, long after, CancellationToken cancellation)
    {
        var records = await db.RunRecords.AsNoTracking()
            .Where(r => r.Node == RunRecord.ReportNode && r.RunId == run && r.Sequence > after && r.Status == StepStatus.Completed)
            .OrderBy(r => r.Sequence)
            .Take(MostShown + 1)
            .ToListAsync(cancellation);
        var shown = records.Take(MostShown).ToList();
        return new(run, [.. shown.Select(record => RunReport.Of(record, text => Html(text, cancellation)))], records.Count > MostShown ? shown[^1].Sequence : null);
    }

    /// <summary>Those of a run whose page is shown. What cannot have reported anything is not looked through.</summary>
    public async Task<ReportList> OfAsync(RunView run, Workscript.Engine.Definitions.Program? program, CancellationToken cancellation) =>
        run.Steps == 0 || (program is not null && !Reports(program.Outline)) ? ReportList.None : await OfAsync(run.Id, 0, cancellation);

    private static bool Reports(IEnumerable<OutlineStep> steps) =>
        steps.Any(step => step.Node.Id == RunRecord.ReportNode || step.Edges.Any(edge => Reports(edge.Steps)));

    private string Html(string markdown, CancellationToken cancellation)
    {
        try
        {
            return host.Markup!.ToHtml(markdown, allowHtml: false, cancellation);
        }
        catch (NodeException e)
        {
            return $"<p>{System.Net.WebUtility.HtmlEncode(e.Message)}.</p>";
        }
    }
}

/// <summary>Reports in the order of their steps; <c>Next</c> is the step after which there are more.</summary>
public sealed record ReportList(string RunId, IReadOnlyList<RunReport> Reports, long? Next)
{
    public static ReportList None { get; } = new("", [], null);
}
