using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Workscript.Web.Data;

/// <summary>
/// Contexts whose connections stay open, for the few questions that every request and every launch asks: to open one costs more than such an answer.
/// Ask with compiled queries that track nothing.
/// </summary>
public sealed class OpenContexts(IDbContextFactory<WorkscriptDb> databases) : IAsyncDisposable
{
    // A server has only so many connections, and these are quickly given back.
    private const int MostKept = 4;

    private readonly ConcurrentQueue<WorkscriptDb> _kept = [];
    private volatile bool _isDisposed;

    public async Task<T> AskAsync<T>(Func<WorkscriptDb, Task<T>> question, CancellationToken cancellation)
    {
        while (_kept.TryDequeue(out var kept))
        {
            try
            {
                return await AskAsync(kept, question);
            }
            catch (Exception failure) when (DatabaseCause.IsAway(failure) && !cancellation.IsCancellationRequested)
            {
                // The server may have closed the connection while nobody used it: another will tell.
            }
        }

        var db = await databases.CreateDbContextAsync(cancellation);
        try
        {
            await db.Database.OpenConnectionAsync(cancellation);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }

        return await AskAsync(db, question);
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        while (_kept.TryDequeue(out var db))
        {
            await db.DisposeAsync();
        }
    }

    private async Task<T> AskAsync<T>(WorkscriptDb db, Func<WorkscriptDb, Task<T>> question)
    {
        var isWell = false;
        try
        {
            var answer = await question(db);
            isWell = true;
            return answer;
        }
        finally
        {
            if (isWell && !_isDisposed && _kept.Count < MostKept)
            {
                _kept.Enqueue(db);
            }
            else
            {
                await db.DisposeAsync();
            }
        }
    }
}
