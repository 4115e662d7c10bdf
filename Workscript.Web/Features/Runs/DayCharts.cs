using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Charts;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>The last thirty days of a workflow, or of all, as small charts: how many runs there were, how many failed, and how long they took.</summary>
public static class DayCharts
{
    /// <summary>None where nothing ran.</summary>
    public static async Task<IReadOnlyList<ChartBox>> OfAsync(WorkscriptDb db, string workflow, DateTime now, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(now);
        var first = today.AddDays(1 - DayCounter.Days);
        var known = await db.RunDays.AsNoTracking().Where(d => d.WorkflowId == workflow && d.Day >= first && d.Day <= today).ToDictionaryAsync(d => d.Day, cancellation);
        if (known.Count == 0)
        {
            return [];
        }

        RunDay?[] days = [.. Enumerable.Range(0, DayCounter.Days).Select(i => known.GetValueOrDefault(first.AddDays(i)))];
        string[] labels = [.. days.Select((_, i) => first.AddDays(i).ToString("d MMM", CultureInfo.InvariantCulture))];
        return
        [
            Small(ChartKind.Bar, "Runs per day", labels, Series("completed", days, d => d?.Completed ?? 0), Series("failed", days, d => d?.Failed ?? 0), Series("cancelled", days, d => d?.Cancelled ?? 0)),
            Small(ChartKind.Bar, "Failed per day", labels, Series("failed", days, d => d?.Failed ?? 0)),
            new(Small(ChartKind.Line, "How long they took, on average", labels, new ChartSeries("took", [.. days.Select(Mean)])).Chart with { Words = Took, ShortWords = Took }),
        ];
    }

    private static ChartBox Small(ChartKind kind, string title, string[] labels, params ChartSeries[] series) =>
        new(new(kind, title, labels, series) { IsSmall = true, IsStacked = true, XTitle = "Day" });

    private static ChartSeries Series(string state, RunDay?[] days, Func<RunDay?, int> count) => new(state, [.. days.Select(day => (double?)count(day))]) { State = state };

    private static double? Mean(RunDay? day) => day is not null && day.Completed + day.Failed > 0 ? (double)day.Milliseconds / (day.Completed + day.Failed) : null;

    private static string Took(double milliseconds) => milliseconds == 0 ? "0" : Wording.Duration(milliseconds);
}
