using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features;

/// <summary>A run that waits for a person's decision, and what is asked.</summary>
public sealed record WaitingRun(string RunId, string WorkflowName, string Question, DateTime Since, DateTime? EndsAt)
{
    private const int LongestQuestion = 300;

    /// <summary>Those that have waited longest come first.</summary>
    public static async Task<IReadOnlyList<WaitingRun>> OfAsync(WorkscriptDb db, int most, CancellationToken cancellation)
    {
        var asked = await db.OpenSteps.AsNoTracking()
            .Where(s => s.Kind == OpenKind.Approval && s.AnsweredAt == null)
            .OrderBy(s => s.OpenedAt)
            .Take(most)
            .Join(db.Runs, s => s.RunId, r => r.Id, (s, r) => new { Step = s, r.WorkflowName })
            .ToListAsync(cancellation);
        return [.. asked.Select(a => new WaitingRun(a.Step.RunId, a.WorkflowName, Texts.Shorten(a.Step.Message ?? "", LongestQuestion), a.Step.OpenedAt, a.Step.DueAt))];
    }
}
