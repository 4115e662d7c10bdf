using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>The API keys that were issued, as every request asks for them.</summary>
internal sealed class IssuedKeys(OpenContexts contexts, TimeProvider time)
{
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);

    private readonly Func<WorkscriptDb, string, IAsyncEnumerable<ApiKey>> _validKeys = EF.CompileAsyncQuery(
        (WorkscriptDb db, string prefix) => db.ApiKeys.AsNoTracking().Where(key => key.Prefix == prefix && key.RevokedAt == null));

    /// <summary>The key of this text, unless it is unknown or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellation)
    {
        if (!text.StartsWith(ApiKey.Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var prefix = ApiKey.PrefixOf(text);
        var keys = await contexts.AskAsync(db => _validKeys(db, prefix).ToListAsync(cancellation).AsTask(), cancellation);
        return keys.Find(key => key.Matches(text));
    }

    public async Task NoteUseAsync(ApiKey key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (key.LastUsedAt is { } last && now - last < UseIsNotedEvery)
        {
            return;
        }

        await contexts.AskAsync(
            db => db.ApiKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), cancellation), cancellation);
    }
}
