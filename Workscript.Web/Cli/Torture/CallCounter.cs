using System.Collections.Concurrent;

namespace Workscript.Web.Cli.Torture;

/// <summary>The outside world of tortured runs: a server on this machine that notes which step called it, and when.</summary>
internal sealed class CallCounter : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<DateTime>> _calls = new();

    private CallCounter(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<CallCounter> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var counter = new CallCounter(app);
        app.MapPost("/calls", counter.Note);
        await app.StartAsync();
        return counter;
    }

    /// <summary>When the step called, by its run and key.</summary>
    public IReadOnlyCollection<DateTime> Of(string runId, string stepKey) => _calls.TryGetValue(runId + stepKey, out var calls) ? calls : [];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Note(HttpRequest request)
    {
        _calls.GetOrAdd($"{request.Headers["X-Run"]}{request.Headers["X-Step"]}", _ => []).Enqueue(TimeProvider.System.GetUtcNow().UtcDateTime);
        return TypedResults.NoContent();
    }
}
