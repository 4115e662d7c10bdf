using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>How many runs are worked on at once.</summary>
internal sealed class Places(IConfiguration configuration) : IDisposable
{
    private readonly SemaphoreSlim _free = new(CountFrom(configuration));

    // Places that were given away by who had them, and are to be given back by who has them now.
    private int _owed;

    public int Count { get; } = CountFrom(configuration);

    public Place? TryTake() => _free.Wait(0, CancellationToken.None) ? Taken() : null;

    public async Task<Place> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return Taken();
    }

    /// <summary>Lets others have a place for as long as its owner can do nothing with it. Who comes back goes on at once, and one place is not free again the next time.</summary>
    public IDisposable StepAside()
    {
        GiveBack();
        return new Absence(this);
    }

    public void Dispose() => _free.Dispose();

    private Place Taken() => Place.Of(GiveBack);

    private void GiveBack()
    {
        if (Interlocked.Decrement(ref _owed) < 0)
        {
            Interlocked.Increment(ref _owed);
            _free.Release();
        }
    }

    private void ComeBack()
    {
        if (!_free.Wait(0, CancellationToken.None))
        {
            Interlocked.Increment(ref _owed);
        }
    }

    private static int CountFrom(IConfiguration configuration)
    {
        const string setting = "Runs:Concurrency";
        var text = configuration[setting];
        if (string.IsNullOrEmpty(text))
        {
            // A run holds its place while its beginning is on its way to the disk, and most of them do nothing but that, or wait for an answer.
            return Math.Max(16, 8 * Environment.ProcessorCount);
        }

        return int.TryParse(text, out var concurrency) && concurrency is >= 1 and <= 10_000
            ? concurrency
            : throw new SettingException($"{setting} is '{text}': it must be a whole number from 1 to 10000.");
    }

    private sealed class Absence(Places places) : IDisposable
    {
        public void Dispose() => places.ComeBack();
    }
}
