using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// Programs of the texts that were used last. They are kept by the text's hash: whatever becomes of a workflow, the same text is the same
/// program.
/// </summary>
public sealed class ProgramCache(IDbContextFactory<WorkscriptDb> databases, WorkflowEngine engine)
{
    private const long MostCharacters = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _characters;

    /// <summary>What the version reads as; null when there is no such version.</summary>
    public async Task<Reading?> ReadAsync(string workflowId, int version, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versions = db.WorkflowVersions.Where(v => v.WorkflowId == workflowId && v.Number == version);
        if (await versions.Select(v => v.Sha256).FirstOrDefaultAsync(cancellation) is not { } hash)
        {
            return null;
        }

        if (Find(hash) is { } known)
        {
            return known;
        }

        return await versions.Select(v => v.Text).FirstOrDefaultAsync(cancellation) is { } text ? Keep(hash, text) : null;
    }

    /// <summary>A workflow and what its current version reads as; null when there is none.</summary>
    public async Task<(Workflow Workflow, Reading Reading)?> ReadCurrentAsync(string workflowId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await db.Workflows.AsNoTracking()
            .Where(w => w.Id == workflowId)
            .Select(w => new { Workflow = w, Hash = db.WorkflowVersions.Where(v => v.WorkflowId == w.Id && v.Number == w.Version).Select(v => v.Sha256).FirstOrDefault() })
            .FirstOrDefaultAsync(cancellation);
        var reading = found?.Hash is null ? null : Find(found.Hash) ?? await ReadAsync(workflowId, found.Workflow.Version, cancellation);
        return reading is null ? null : (found!.Workflow, reading);
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

    private sealed record Entry(string Hash, Reading Reading, int Characters);
}
