using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Programs of the texts that were used last. They are kept by the text's hash: whatever becomes of a workflow, the same text is the same
/// program.
/// </summary>
public sealed class ProgramCache(OpenContexts contexts, WorkflowEngine engine)
{
    private const long MostCharacters = 32 * 1024 * 1024;

    private readonly Func<WorkscriptDb, string, int, CancellationToken, Task<string?>> _hashOfVersion = EF.CompileAsyncQuery(
        (WorkscriptDb db, string workflow, int number, CancellationToken _) =>
            db.WorkflowVersions.Where(v => v.WorkflowId == workflow && v.Number == number).Select(v => v.Sha256).FirstOrDefault());

    private readonly Func<WorkscriptDb, string, int, CancellationToken, Task<string?>> _textOfVersion = EF.CompileAsyncQuery(
        (WorkscriptDb db, string workflow, int number, CancellationToken _) =>
            db.WorkflowVersions.Where(v => v.WorkflowId == workflow && v.Number == number).Select(v => v.Text).FirstOrDefault());

    private readonly Func<WorkscriptDb, string, CancellationToken, Task<Current?>> _hashOfCurrent = EF.CompileAsyncQuery(
        (WorkscriptDb db, string workflow, CancellationToken _) => db.Workflows.AsNoTracking()
            .Where(w => w.Id == workflow)
            .Select(w => new Current(w, db.WorkflowVersions.Where(v => v.WorkflowId == w.Id && v.Number == w.Version).Select(v => v.Sha256).FirstOrDefault()))
            .FirstOrDefault());

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _characters;

    /// <summary>What the version reads as; null when there is no such version.</summary>
    public async Task<Reading?> ReadAsync(string workflowId, int version, CancellationToken cancellation)
    {
        var hash = await contexts.AskAsync(db => _hashOfVersion(db, workflowId, version, cancellation), cancellation);
        return hash is null ? null : await ReadAsync(hash, workflowId, version, cancellation);
    }

    /// <summary>A workflow and what its current version reads as; null when there is none.</summary>
    public async Task<(Workflow Workflow, Reading Reading)?> ReadCurrentAsync(string workflowId, CancellationToken cancellation)
    {
        var (workflow, hash) = await contexts.AskAsync(db => _hashOfCurrent(db, workflowId, cancellation), cancellation) ?? new(null, null);
        return workflow is not null && hash is not null && await ReadAsync(hash, workflowId, workflow.Version, cancellation) is { } reading ? (workflow, reading) : null;
    }

    private async Task<Reading?> ReadAsync(string hash, string workflowId, int version, CancellationToken cancellation)
    {
        if (Find(hash) is { } known)
        {
            return known;
        }

        var text = await contexts.AskAsync(db => _textOfVersion(db, workflowId, version, cancellation), cancellation);
        return text is null ? null : Keep(hash, text);
    }

    private Reading? Find(string hash)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(hash, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Reading;
        }
    }

    private Reading Keep(string hash, string text)
    {
        var reading = engine.Read(text);
        lock (_lock)
        {
            if (_entries.TryAdd(hash, new(new(hash, reading, text.Length))))
            {
                _byUse.AddFirst(_entries[hash]);
                _characters += text.Length;
                Trim();
            }
        }

        return reading;
    }

    private void Trim()
    {
        while (_characters > MostCharacters && _byUse.Last is { } oldest && _byUse.Count > 1)
        {
            _byUse.RemoveLast();
            _entries.Remove(oldest.Value.Hash);
            _characters -= oldest.Value.Characters;
        }
    }

    private sealed record Current(Workflow? Workflow, string? Hash);

    private sealed record Entry(string Hash, Reading Reading, int Characters);
}
