using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>What the journal writes so that runs are found: the labels that their steps put, and that a run which ended, or rests, is to be indexed.</summary>
internal sealed class JournalSearch
{
    private const string LabelNode = "label";

    private readonly RowMapping<RunLabel> _labels;
    private readonly DbCommand _label;
    private readonly DbCommand _copyLabels;
    private readonly (int Rows, DbCommand Command)[] _note;

    public JournalSearch(WorkscriptDb db, IEnumerable<int> rows)
    {
        var connection = db.Database.GetDbConnection();
        _labels = new(db);
        _label = _labels.Replace(connection);
        _copyLabels = _labels.Copy(connection, nameof(RunLabel.RunId), nameof(RunLabel.Sequence));
        _note = [.. rows.Select(count => (count, Note(connection, count)))];
    }

    public IEnumerable<DbCommand> Commands => [_label, _copyLabels, .. _note.Select(note => note.Command)];

    public async Task WriteAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        var ended = new List<string>();
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case JournalEntry.Recorded { Record: { Node: LabelNode, Status: StepStatus.Completed } record }:
                    await LabelAsync(record, cancellation);
                    break;
                case JournalEntry.Created { Run: { IsFinal: true } run }:
                    ended.Add(run.Id);
                    break;
                case JournalEntry.Rested { Run: var run }:
                    ended.Add(run.Id);
                    break;
                case JournalEntry.Ended { Run: var run }:
                    ended.Add(run.Id);
                    break;
            }
        }

        await NoteAsync(ended, cancellation);
    }

    /// <summary>Gives a run that is tried again the labels of the records that it takes over.</summary>
    public async Task TakeOverAsync(Run retry, CancellationToken cancellation)
    {
        _copyLabels.Parameters[0].Value = retry.Id;
        _copyLabels.Parameters[1].Value = retry.RetryOf;
        _copyLabels.Parameters[2].Value = retry.RetriedAfter;
        await _copyLabels.ExecuteNonQueryAsync(cancellation);
    }

    private async Task LabelAsync(RunRecord record, CancellationToken cancellation)
    {
        if (record.Texts.Output is not { } output || Json.Read(output)["labels"].AsMap is not { } labels)
        {
            return;
        }

        foreach (var (name, value) in labels)
        {
            // What is pinned for a test run need not be what the node allows.
            if (name.Length is > 0 and <= RunLabel.MaxName && System.Text.Ascii.IsValid(name) && value.AsText is { Length: <= RunLabel.MaxValue } text)
            {
                _labels.Bind(_label, [new RunLabel { RunId = record.RunId, Name = name, Value = text, Sequence = record.Sequence }]);
                await _label.ExecuteNonQueryAsync(cancellation);
            }
        }
    }

    private async Task NoteAsync(List<string> ids, CancellationToken cancellation)
    {
        for (var at = 0; at < ids.Count;)
        {
            var (rows, command) = Array.Find(_note, note => at + note.Rows <= ids.Count);
            for (var i = 0; i < rows; i++)
            {
                command.Parameters[i].Value = ids[at + i];
            }

            await command.ExecuteNonQueryAsync(cancellation);
            at += rows;
        }
    }

    private static DbCommand Note(DbConnection connection, int rows)
    {
        var command = connection.CreateCommand();
        for (var i = 0; i < rows; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        command.CommandText = $"INSERT INTO UnindexedRuns (RunId) VALUES {string.Join(", ", Enumerable.Range(0, rows).Select(i => $"(@p{i})"))}";
        return command;
    }
}
