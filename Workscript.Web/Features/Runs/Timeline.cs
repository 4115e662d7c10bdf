using System.Globalization;

namespace Workscript.Web.Features.Runs;

/// <summary>Steps, what the document calls them, and the time over which their bars are drawn.</summary>
public sealed record Timeline(DateTime Start, double TotalMs, IReadOnlyList<RunStep> Steps, IReadOnlyDictionary<string, string> Names)
{
    public static Timeline Of(RunView run, IReadOnlyList<RunStep> steps, IReadOnlyDictionary<string, string> names, DateTime now)
    {
        var start = run.StartedAt ?? run.CreatedAt;
        var end = steps.Count > 0 ? steps.Max(step => step.StartedAt.AddMilliseconds(step.DurationMs)) : start;
        var latest = run.FinishedAt ?? now;
        return new(start, Math.Max(1, ((end > latest ? end : latest) - start).TotalMilliseconds), steps, names);
    }

    public string ViewBox => $"0 0 {Number(TotalMs)} 8";

    public string From(RunStep step) => Number(Math.Max(0, (step.StartedAt - Start).TotalMilliseconds));

    public string To(RunStep step) => Number(Math.Max(0, (step.StartedAt - Start).TotalMilliseconds + step.DurationMs));

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
