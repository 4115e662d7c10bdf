using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>What workflows have seen before, in the server's database.</summary>
public sealed class StoredSeenItems(NodeDatabase database) : SeenItems
{
    private const int HashesAtOnce = 500;

    public override Task<IReadOnlyList<bool>> AddAsync(
        SeenScope scope, IReadOnlyList<string> hashes, int historySize, string execution, CancellationToken cancellation) =>
        database.UseAsync(db => db.InTransactionAsync(_ => AddAsync(db, scope, hashes, historySize, execution, cancellation), cancellation), cancellation);

    public override Task ClearAsync(SeenScope scope, StepOfRun by, CancellationToken cancellation) =>
        database.ChangeAsync(by, async db => await Of(db, scope).ExecuteDeleteAsync(cancellation), cancellation);

    private static async Task<IReadOnlyList<bool>> AddAsync(
        WorkscriptDb db, SeenScope scope, IReadOnlyList<string> hashes, int historySize, string execution, CancellationToken cancellation)
    {
        var broughtBy = StoredText.Fingerprint(execution);
        await ForgetOldAsync(Of(db, scope), historySize, broughtBy, cancellation);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var ours = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in hashes.Chunk(HashesAtOnce))
        {
            foreach (var item in await Of(db, scope).Where(i => some.Contains(i.Fingerprint)).Select(i => new { i.Fingerprint, i.BroughtBy }).ToListAsync(cancellation))
            {
                (item.BroughtBy == broughtBy ? ours : known).Add(item.Fingerprint);
            }
        }

        // Of more than can be remembered the last are.
        await InsertAsync(db, scope, [.. hashes.Where(hash => !known.Contains(hash)).TakeLast(historySize).Where(hash => !ours.Contains(hash))], broughtBy, cancellation);
        return [.. hashes.Select(hash => !known.Contains(hash))];
    }

    /// <summary>
    /// Keeps the newest of what earlier executions brought. It comes before anything is added, and not for an execution that is repeated: that one must
    /// find what it found the first time.
    /// </summary>
    private static async Task ForgetOldAsync(IQueryable<SeenItem> items, int historySize, string broughtBy, CancellationToken cancellation)
    {
        if (await items.AnyAsync(i => i.BroughtBy == broughtBy, cancellation))
        {
            return;
        }

        var newest = await items.OrderByDescending(i => i.Number).Skip(historySize).Select(i => (long?)i.Number).FirstOrDefaultAsync(cancellation);
        if (newest is { } last)
        {
            await items.Where(i => i.Number <= last).ExecuteDeleteAsync(cancellation);
        }
    }

    private static async Task InsertAsync(WorkscriptDb db, SeenScope scope, string[] hashes, string broughtBy, CancellationToken cancellation)
    {
        var (workflow, place) = (StoredText.Scope(scope.WorkflowId), PlaceOf(scope));
        foreach (var some in hashes.Chunk(HashesAtOnce))
        {
            db.SeenItems.AddRange(some.Select(hash => new SeenItem(workflow, place, hash, broughtBy)));
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private static IQueryable<SeenItem> Of(WorkscriptDb db, SeenScope scope)
    {
        var (workflow, place) = (StoredText.Scope(scope.WorkflowId), PlaceOf(scope));
        return db.SeenItems.Where(i => i.WorkflowId == workflow && i.Place == place);
    }

    private static string PlaceOf(SeenScope scope) => scope.Step.Length == 0 ? "" : StoredText.Fingerprint(scope.Step);
}
