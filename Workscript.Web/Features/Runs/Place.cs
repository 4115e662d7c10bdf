namespace Workscript.Web.Features.Runs;

/// <summary>
/// A share of the worker's concurrency. A run that waits for another lends it its own, so that waiting never keeps others from working; the place is free
/// again when all who came to share it are done.
/// </summary>
internal sealed class Place : IDisposable
{
    private readonly Shared _shared;
    private readonly Place? _lender;
    private readonly SemaphoreSlim _loan = new(1);

    private Place(Shared shared, Place? lender) => (_shared, _lender) = (shared, lender);

    /// <summary>A place of its own. The action is called when it is free again.</summary>
    public static Place Of(Action freed) => new(new(freed), lender: null);

    /// <summary>Waits until nobody else has it on loan.</summary>
    public async Task<Place> BorrowAsync(CancellationToken cancellation)
    {
        await _loan.WaitAsync(cancellation);
        _shared.Join();
        return new(_shared, lender: this);
    }

    public void Dispose()
    {
        _lender?._loan.Release();
        _shared.Leave();
    }

    private sealed class Shared(Action freed)
    {
        private int _users = 1;

        public void Join() => Interlocked.Increment(ref _users);

        public void Leave()
        {
            if (Interlocked.Decrement(ref _users) == 0)
            {
                freed();
            }
        }
    }
}
