using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// Values that workflows keep under keys, for ever or until a time, after which they are gone. A scope is a workflow's id, or empty for what all
/// workflows share. A change is made once for the step that asks for it: should it ask again, it gets the answer that it got before. What cannot be
/// done is a <see cref="NodeException"/> with a code.
/// </summary>
public abstract class KeyStore
{
    /// <summary>The value; missing when there is none.</summary>
    public abstract Task<Value> GetAsync(string scope, string key, CancellationToken cancellation);

    public abstract Task SetAsync(string scope, string key, Value value, DateTimeOffset? expiresAt, StepOfRun by, CancellationToken cancellation);

    /// <summary>
    /// Puts what <paramref name="change"/> makes of the value in its place, and nobody can come in between. It gets a missing value where there is none,
    /// and only then the expiry counts; it may be asked more than once.
    /// </summary>
    public abstract Task<Value> ChangeAsync(string scope, string key, Func<Value, Value> change, DateTimeOffset? expiresAt, StepOfRun by, CancellationToken cancellation);

    /// <summary>False when there is nothing to delete.</summary>
    public abstract Task<bool> DeleteAsync(string scope, string key, StepOfRun by, CancellationToken cancellation);

    /// <summary>Those whose keys begin with the prefix, by key, at most so many.</summary>
    public abstract Task<IReadOnlyList<StoredItem>> ListAsync(string scope, string prefix, int limit, CancellationToken cancellation);
}

/// <summary>A value with its key, and until when it is kept if not for ever.</summary>
public sealed record StoredItem(string Key, Value Value, DateTimeOffset? ExpiresAt);
