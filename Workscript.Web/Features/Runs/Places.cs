using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>How many runs are worked on at once.</summary>
internal sealed class Places(IConfiguration configuration) : IDisposable
{
    private readonly SemaphoreSlim _free = new(CountFrom(configuration));

    public int Count { get; } = CountFrom(configuration);

    public Place? TryTake() => _free.Wait(0, CancellationToken.None) ? Taken() : null;

    public async Task<Place> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return Taken();
    }

    public void Dispose() => _free.Dispose();

    private Place Taken() => Place.Of(() => _free.Release());

    private static int CountFrom(IConfiguration configuration)
    {
        const string setting = "Runs:Concurrency";
        var text = configuration[setting];
        if (string.IsNullOrEmpty(text))
        {
            return Math.Max(4, 2 * Environment.ProcessorCount);
        }

        return int.TryParse(text, out var concurrency) && concurrency is >= 1 and <= 10_000
            ? concurrency
            : throw new SettingException($"{setting} is '{text}': it must be a whole number from 1 to 10000.");
    }
}
