using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>The store in the server's database. Who writes now and then sweeps out what has expired.</summary>
public sealed class StoredKeys(NodeDatabase database, TimeProvider time) : KeyStore
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private long _sweptAt;

    public override Task<Value> GetAsync(string scope, string key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return database.UseAsync(
            async db => await Of(db, scope, key).Where(v => v.ExpiresAt == null || v.ExpiresAt > now).Select(v => v.Json).FirstOrDefaultAsync(cancellation) is { } json
                ? Json.Read(json)
                : Value.Missing,
            cancellation);
    }

    public override Task SetAsync(string scope, string key, Value value, DateTimeOffset? expiresAt, StepOfRun by, CancellationToken cancellation)
    {
        var json = StoredText.Of(value, "The value");
        return WriteAsync(by, async (db, now) =>
        {
            var expires = expiresAt?.UtcDateTime;
            var replaced = await Of(db, scope, key).ExecuteUpdateAsync(
                row => row.SetProperty(v => v.Json, json).SetProperty(v => v.ExpiresAt, expires).SetProperty(v => v.UpdatedAt, now), cancellation);
            if (replaced == 0)
            {
                await AddAsync(db, scope, key, json, expires, now, cancellation);
            }

            return Value.Null;
        }, cancellation);
    }

    public override Task<Value> ChangeAsync(
        string scope, string key, Func<Value, Value> change, DateTimeOffset? expiresAt, StepOfRun by, CancellationToken cancellation) =>
        WriteAsync(by, async (db, now) =>
        {
            // Written before it is read: from here on the row is ours until the end, and nobody reads what we are about to change.
            var isThere = await Of(db, scope, key).ExecuteUpdateAsync(row => row.SetProperty(v => v.UpdatedAt, now), cancellation) > 0;
            var stored = isThere ? await Of(db, scope, key).SingleAsync(cancellation) : null;
            var isNew = stored is null || stored.ExpiresAt <= now;
            var value = change(isNew ? Value.Missing : Json.Read(stored!.Json));
            var json = StoredText.Of(value, "The value");
            if (stored is null)
            {
                await AddAsync(db, scope, key, json, expiresAt?.UtcDateTime, now, cancellation);
            }
            else
            {
                stored.Write(json, isNew ? expiresAt?.UtcDateTime : stored.ExpiresAt, now);
                await db.SaveChangesAsync(cancellation);
            }

            return value;
        }, cancellation);

    public override async Task<bool> DeleteAsync(string scope, string key, StepOfRun by, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var deleted = await database.ChangeAsync(
            by, async db => await Of(db, scope, key).Where(v => v.ExpiresAt == null || v.ExpiresAt > now).ExecuteDeleteAsync(cancellation) > 0, cancellation);
        return deleted == Value.True;
    }

    public override Task<IReadOnlyList<StoredItem>> ListAsync(string scope, string prefix, int limit, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var owner = StoredText.Scope(scope);
        // A range of the key, for what begins with the prefix comes before it with the last character of all.
        var end = prefix + "\U0010FFFF";
        return database.UseAsync<IReadOnlyList<StoredItem>>(async db =>
        {
            var found = await db.StoredValues.AsNoTracking()
                .Where(v => v.Scope == owner && string.Compare(v.Key, prefix) >= 0 && string.Compare(v.Key, end) < 0 && (v.ExpiresAt == null || v.ExpiresAt > now))
                .OrderBy(v => v.Key)
                .Take(limit)
                .ToListAsync(cancellation);
            return [.. found.Select(v => new StoredItem(v.Key, Json.Read(v.Json), v.ExpiresAt))];
        }, cancellation);
    }

    private async Task<Value> WriteAsync(StepOfRun by, Func<WorkscriptDb, DateTime, Task<Value>> write, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var value = await database.ChangeAsync(by, db => write(db, now), cancellation);
        var swept = Interlocked.Read(ref _sweptAt);
        if (now.Ticks - swept > BetweenSweeps.Ticks && Interlocked.CompareExchange(ref _sweptAt, now.Ticks, swept) == swept)
        {
            await database.UseAsync(db => db.StoredValues.Where(v => v.ExpiresAt <= now).ExecuteDeleteAsync(cancellation), cancellation);
        }

        return value;
    }

    private static async Task AddAsync(WorkscriptDb db, string scope, string key, string json, DateTime? expiresAt, DateTime now, CancellationToken cancellation)
    {
        db.StoredValues.Add(StoredValue.Create(StoredText.Scope(scope), key, json, expiresAt, now));
        await db.SaveChangesAsync(cancellation);
    }

    private static IQueryable<StoredValue> Of(WorkscriptDb db, string scope, string key)
    {
        var owner = StoredText.Scope(scope);
        var name = StoredText.Key(key, StoredValue.MaxKey, "The key");
        return db.StoredValues.Where(v => v.Scope == owner && v.Key == name);
    }
}
