using System.Text;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>The engine's records as rows and back: <c>[{"path","value"}]</c> for changes, <c>[{"level","message"}]</c> for logs. A change that removes has no value.</summary>
internal static class RecordText
{
    public static RunRecord Row(string runId, StepRecord record) => new()
    {
        RunId = runId,
        Sequence = record.Sequence,
        Path = record.Place.Path,
        Occurrence = record.Occurrence,
        Branch = record.Branch,
        Step = record.Step,
        Node = record.NodeId,
        Edge = record.Edge,
        Status = record.Error is null ? StepStatus.Completed : StepStatus.Failed,
        Attempt = record.Attempt,
        StartedAt = record.StartedAt,
        DurationMs = record.Duration.TotalMilliseconds,
        Texts = new(
            WriteChanges(record.Changes),
            record.Output.IsMissing ? null : Json.Write(record.Output),
            record.Logs.Count == 0 ? null : WriteLogs(record.Logs)),
        ErrorCode = record.Error?.Code,
        ErrorMessage = record.Error?.Message,
        Thrown = record.Error?.Thrown ?? false,
        Unhandled = record.IsUnhandledError,
        Pinned = record.IsPinned,
    };

    /// <exception cref="DamagedRecordException">The row is.</exception>
    public static StepRecord Record(RunRecord row) => Record(row, row.Texts);

    private static StepRecord Record(RunRecord row, RecordTexts texts) => new()
    {
        Sequence = row.Sequence,
        Place = new(row.Path, row.Step, row.Node),
        Occurrence = row.Occurrence,
        Branch = row.Branch,
        Edge = row.Edge,
        Output = texts.Output is null ? Value.Missing : Json.Read(texts.Output),
        Changes = ReadChanges(texts.Changes),
        Logs = texts.Logs is null ? [] : ReadLogs(texts.Logs),
        Error = row.ErrorMessage is null ? null : new(row.ErrorCode, row.ErrorMessage, row.Thrown),
        Attempt = row.Attempt,
        StartedAt = row.StartedAt,
        Duration = TimeSpan.FromMilliseconds(row.DurationMs),
        IsUnhandledError = row.Unhandled,
        IsPinned = row.Pinned,
    };

    public static IReadOnlyList<StateChange> ReadChanges(string text) => ReadChanges(Json.Read(text));

    public static IReadOnlyList<StateChange> ReadChanges(Value changes) =>
        [.. changes.AsList!.Select(change => new StateChange(StatePath.Parse(change["path"].AsText!), change["value"]))];

    public static string WriteChanges(IReadOnlyList<StateChange> changes)
    {
        var text = new StringBuilder("[");
        foreach (var change in changes)
        {
            text.Append(text.Length > 1 ? "," : "").Append("""{"path":""");
            Json.Write(text, change.Path.ToString());
            if (!change.Value.IsMissing)
            {
                text.Append(""","value":""");
                Json.Write(text, change.Value);
            }

            text.Append('}');
        }

        return text.Append(']').ToString();
    }

    private static string WriteLogs(IReadOnlyList<LogLine> logs)
    {
        var text = new StringBuilder("[");
        foreach (var line in logs)
        {
            text.Append(text.Length > 1 ? "," : "").Append("""{"level":""").Append('"').Append(line.Level.ToString().ToLowerInvariant()).Append('"');
            if (!line.Message.IsMissing)
            {
                text.Append(""","message":""");
                Json.Write(text, line.Message);
            }

            text.Append('}');
        }

        return text.Append(']').ToString();
    }

    private static LogLine[] ReadLogs(string text) =>
        [.. Json.Read(text).AsList!.Select(line => new LogLine(Enum.Parse<Engine.Nodes.LogLevel>(line["level"].AsText!, true), line["message"]))];
}
