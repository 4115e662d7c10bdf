using Htmx;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Runs;

/// <summary>One step of a run: a page of its own, and what opens below its row in the timeline.</summary>
public sealed class StepModel(WorkscriptDb db, RunStates states) : PageModel
{
    private const int MostChanges = 100;
    private const int MostLogs = 200;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public long Sequence { get; set; }

    public StepView Step { get; private set; } = null!;

    public string Address => $"/runs/{Id}/steps/{Sequence}";

    /// <summary>The changes one by one; null when they are too long to be shown so.</summary>
    public IReadOnlyList<(string Path, Value Before, Value After)>? Changes { get; private set; }

    /// <summary>Whether the run is over, so that it can be tried again from here.</summary>
    public bool MayRetry { get; private set; }

    public IReadOnlyList<(string Level, string Message)> Logs { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is not { } record)
        {
            return NotFound();
        }

        var step = Step = StepView.Of(record);
        var run = await db.Runs.AsNoTracking().FirstAsync(r => r.Id == Id, cancellation);
        MayRetry = run.IsFinal;
        Changes = step.Changes.Length < step.ChangesLength ? null : await ReadChangesAsync(run, step, cancellation);
        Logs = step.Logs is null ? [] : ReadLogs(step.Logs);
        return Request.IsHtmx() ? Partial("_StepDetails", this) : Page();
    }

    public Task<IActionResult> OnGetOutputAsync(CancellationToken cancellation) => DownloadAsync(texts => texts.Output, "output", cancellation);

    public Task<IActionResult> OnGetChangesAsync(CancellationToken cancellation) => DownloadAsync(texts => texts.Changes, "changes", cancellation);

    public Task<IActionResult> OnGetLogsAsync(CancellationToken cancellation) => DownloadAsync(texts => texts.Logs, "logs", cancellation);

    private Task<RunRecord?> FindAsync(CancellationToken cancellation) =>
        db.RunRecords.AsNoTracking().FirstOrDefaultAsync(r => r.RunId == Id && r.Sequence == Sequence, cancellation);

    private async Task<IReadOnlyList<(string, Value, Value)>?> ReadChangesAsync(Run run, StepView step, CancellationToken cancellation)
    {
        var changes = RecordText.ReadChanges(step.Changes);
        if (changes.Count is 0 or > MostChanges)
        {
            return changes.Count == 0 ? [] : null;
        }

        var before = await states.FoldAsync(run, Sequence - 1, step.Branch, cancellation);
        return [.. changes.Select(change => (change.Path.ToString(), ValuePath.Read(before[change.Path.Root], change.Path.Below), change.Value))];
    }

    private static List<(string, string)> ReadLogs(string json) => Json.Read(json).AsList!
        .Take(MostLogs)
        .Select(line => (line["level"].AsText!, line["message"].AsText ?? line["message"].ToString()))
        .ToList();

    private async Task<IActionResult> DownloadAsync(Func<RecordTexts, string?> what, string name, CancellationToken cancellation) =>
        await FindAsync(cancellation) is { } record && what(record.Texts) is { } json
            ? File(System.Text.Encoding.UTF8.GetBytes(json), "application/json", $"{Id}-{Sequence}-{name}.json")
            : NotFound();
}

/// <summary>A record with the beginnings of what may be large.</summary>
public sealed record StepView(
    string Step, string Node, string Path, int Occurrence, string? Branch, string Edge, StepStatus Status, int Attempt, DateTime StartedAt, double DurationMs,
    string Changes, int ChangesLength, string? Output, int OutputLength, string? Logs, int LogsLength, string? ErrorCode, string? ErrorMessage, bool Unhandled)
{
    public static StepView Of(RunRecord record) => Of(record, record.Texts);

    private static StepView Of(RunRecord record, RecordTexts texts) => new(
        record.Step,
        record.Node,
        record.Path,
        record.Occurrence,
        record.Branch,
        record.Edge,
        record.Status,
        record.Attempt,
        record.StartedAt,
        record.DurationMs,
        Beginning(texts.Changes),
        texts.Changes.Length,
        texts.Output is { } output ? Beginning(output) : null,
        texts.Output?.Length ?? 0,
        texts.Logs is { Length: <= PrettyJson.Most } logs ? logs : null,
        texts.Logs?.Length ?? 0,
        record.ErrorCode,
        record.ErrorMessage,
        record.Unhandled);

    private static string Beginning(string json) => json.Length > PrettyJson.Most ? json[..PrettyJson.Most] : json;
}
