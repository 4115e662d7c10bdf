using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The drafts of workflows: every change is kept on disk at once, can be undone, and becomes a version when it is published.</summary>
public sealed class WorkflowDrafts(WorkscriptDb db, WorkflowEngine engine, TimeProvider clock)
{
    // Of long texts fewer changes are kept.
    private const int MostCharacters = 4 * 1024 * 1024;
    private const int MostChanges = 200;

    /// <summary>The text to edit: the draft's, or the current version's; null when there is no such workflow.</summary>
    public async Task<EditedText?> FindAsync(string workflowId, CancellationToken cancellation)
    {
        var found = await db.Workflows.AsNoTracking()
            .Where(w => w.Id == workflowId)
            .Select(w => new { w.Name, w.Version, Draft = db.WorkflowDrafts.FirstOrDefault(d => d.WorkflowId == w.Id) })
            .FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return null;
        }

        var (position, from) = (found.Draft?.Position ?? 0, found.Draft?.Base ?? found.Version);
        var changes = db.DraftChanges.AsNoTracking().Where(c => c.WorkflowId == workflowId);
        var change = position == 0 ? null : await changes.FirstOrDefaultAsync(c => c.Number == position, cancellation);
        if ((change?.Text ?? await TextAsync(workflowId, from, cancellation)) is not { } text)
        {
            return null;
        }

        var first = found.Draft is null ? 0 : await changes.MinAsync(c => (int?)c.Number, cancellation);
        return new(workflowId, found.Name, text)
        {
            Base = from,
            Version = found.Version,
            Revision = found.Draft?.Revision ?? 0,
            LastChange = change is null ? null : new(change.What, change.By, change.At),
            IsDraft = found.Draft is not null,
            Undoes = position > first || first == 1 ? change?.What : null,
            Redoes = found.Draft is null ? null : await changes.Where(c => c.Number == position + 1).Select(c => c.What).FirstOrDefaultAsync(cancellation),
        };
    }

    /// <summary>Keeps a changed text, unless somebody else has changed the draft since that revision.</summary>
    public async Task<bool> ChangeAsync(EditedText edited, int revision, string text, string what, string? by, CancellationToken cancellation)
    {
        if (edited.Revision != revision)
        {
            return false;
        }

        return await SaveAsync(edited, async draft =>
        {
            await db.DraftChanges.Where(c => c.WorkflowId == edited.WorkflowId && c.Number > draft.Position).ExecuteDeleteAsync(cancellation);
            draft.Position++;
            db.DraftChanges.Add(new()
            {
                WorkflowId = edited.WorkflowId,
                Number = draft.Position,
                Text = text,
                What = Texts.Shorten(what, DraftChange.MaxWhat),
                By = by,
                At = clock.GetUtcNow().UtcDateTime,
            });
            await ForgetOldAsync(edited.WorkflowId, text.Length, cancellation);
        }, cancellation);
    }

    /// <summary>Goes back by one change, or forward to one that was undone.</summary>
    public async Task<bool> StepAsync(EditedText edited, int revision, int by, CancellationToken cancellation)
    {
        if (edited.Revision != revision || (by < 0 ? edited.Undoes : edited.Redoes) is null)
        {
            return false;
        }

        return await SaveAsync(edited, draft =>
        {
            draft.Position += by;
            return Task.CompletedTask;
        }, cancellation);
    }

    /// <summary>Has the draft go on from the current version although it was made from an earlier one.</summary>
    public Task<bool> RebaseAsync(EditedText edited, CancellationToken cancellation) => SaveAsync(edited, draft =>
    {
        draft.Base = edited.Version;
        return Task.CompletedTask;
    }, cancellation);

    public Task DiscardAsync(string workflowId, CancellationToken cancellation) => db.WorkflowDrafts.Where(d => d.WorkflowId == workflowId).ExecuteDeleteAsync(cancellation);

    /// <summary>Makes a version of the draft. Not done when it is not valid, or when there is a newer version than it was made from.</summary>
    public async Task<Publication> PublishAsync(EditedText edited, int revision, string? note, string? by, CancellationToken cancellation)
    {
        var reading = engine.Read(edited.Text);
        if (!reading.IsValid)
        {
            return Publication.Invalid;
        }

        if (reading.Definition!.Id != edited.WorkflowId)
        {
            return Publication.OtherId;
        }

        if (edited.Revision != revision || edited.IsOvertaken)
        {
            return Publication.Overtaken;
        }

        try
        {
            var workflow = await db.Workflows.FirstAsync(w => w.Id == edited.WorkflowId, cancellation);
            if (workflow.Version != edited.Version)
            {
                return Publication.Overtaken;
            }

            if (await TextAsync(edited.WorkflowId, workflow.Version, cancellation) != edited.Text)
            {
                workflow.Save(reading.Definition, edited.Text, note, by, clock.GetUtcNow().UtcDateTime);
            }

            if (await db.WorkflowDrafts.FirstOrDefaultAsync(d => d.WorkflowId == edited.WorkflowId && d.Revision == revision, cancellation) is { } draft)
            {
                db.WorkflowDrafts.Remove(draft);
            }

            await db.SaveChangesAsync(cancellation);
            return Publication.Done;
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the other one was first.
            db.ChangeTracker.Clear();
            return Publication.Overtaken;
        }
    }

    private Task<string?> TextAsync(string workflowId, int version, CancellationToken cancellation) =>
        db.WorkflowVersions.Where(v => v.WorkflowId == workflowId && v.Number == version).Select(v => v.Text).FirstOrDefaultAsync(cancellation);

    private async Task<bool> SaveAsync(EditedText edited, Func<WorkflowDraft, Task> change, CancellationToken cancellation)
    {
        try
        {
            return await db.InTransactionAsync(
                async _ =>
                {
                    var draft = await db.WorkflowDrafts.FirstOrDefaultAsync(d => d.WorkflowId == edited.WorkflowId, cancellation);
                    if ((draft?.Revision ?? 0) != edited.Revision)
                    {
                        return false;
                    }

                    if (draft is null)
                    {
                        draft = new() { WorkflowId = edited.WorkflowId, Base = edited.Base };
                        db.WorkflowDrafts.Add(draft);
                    }

                    draft.Revision++;
                    await change(draft);
                    await db.SaveChangesAsync(cancellation);
                    return true;
                },
                cancellation);
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the other one was first.
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private async Task ForgetOldAsync(string workflowId, int characters, CancellationToken cancellation)
    {
        var kept = await db.DraftChanges.Where(c => c.WorkflowId == workflowId).OrderByDescending(c => c.Number).Select(c => new { c.Number, c.Text.Length }).ToListAsync(cancellation);
        var room = MostCharacters - (long)characters;
        var first = kept.TakeWhile((change, i) => i < MostChanges && (room -= change.Length) >= 0).LastOrDefault();
        var oldest = first?.Number ?? int.MaxValue;
        await db.DraftChanges.Where(c => c.WorkflowId == workflowId && c.Number < oldest).ExecuteDeleteAsync(cancellation);
    }
}

/// <summary>A workflow's text as it is being edited.</summary>
public sealed record EditedText(string WorkflowId, string Name, string Text)
{
    /// <summary>The version that it was made from.</summary>
    public required int Base { get; init; }

    /// <summary>The current version.</summary>
    public required int Version { get; init; }

    /// <summary>0 where there is no draft.</summary>
    public required int Revision { get; init; }

    public required bool IsDraft { get; init; }

    public LastChange? LastChange { get; init; }

    /// <summary>What would be undone; null where nothing can be.</summary>
    public string? Undoes { get; init; }

    /// <summary>What was undone last, and can be had again.</summary>
    public string? Redoes { get; init; }

    /// <summary>Whether somebody has made a version since.</summary>
    public bool IsOvertaken => IsDraft && Base != Version;
}

public sealed record LastChange(string What, string? By, DateTime At);

/// <summary>What publishing a draft came to.</summary>
public enum Publication
{
    Done,
    Invalid,
    OtherId,
    Overtaken,
}
