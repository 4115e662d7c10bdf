using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;

namespace Workscript.Web.Live;

/// <summary>
/// Writes server-sent events: a <c>ready</c> event at once, so that a proxy passes the headers on, then the events as they come, and a
/// comment whenever nothing came for a while, so that nobody on the way takes the connection for dead.
/// </summary>
public static class EventStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task WriteAsync(HttpContext context, IAsyncEnumerable<SseItem<string>> events, TimeProvider time)
    {
        var cancellation = context.RequestAborted;
        Prepare(context.Response);
        await WriteAsync(context.Response, "event: ready\ndata: {}\n\n", cancellation);
        await using var source = events.GetAsyncEnumerator(cancellation);
        try
        {
            while (await NextAsync(source, context.Response, time, cancellation))
            {
                await WriteAsync(context.Response, Format(source.Current), cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The watcher left: the way in which most streams end.
        }
    }

    /// <summary>The number of the last event that the browser says it has seen; 0 when it says nothing, or nothing sensible.</summary>
    public static long LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static void Prepare(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.ContentEncoding = "identity";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> source, HttpResponse response, TimeProvider time, CancellationToken cancellation)
    {
        var next = source.MoveNextAsync().AsTask();
        while (!next.IsCompleted && !cancellation.IsCancellationRequested)
        {
            using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(next, Task.Delay(Heartbeat, time, beat.Token));
            await beat.CancelAsync();
            if (!next.IsCompleted && !cancellation.IsCancellationRequested)
            {
                await WriteAsync(response, ":\n\n", cancellation);
            }
        }

        return await next;
    }

    private static string Format(SseItem<string> item)
    {
        var text = new StringBuilder();
        if (item.EventId is { } id)
        {
            text.Append("id: ").Append(id).Append('\n');
        }

        text.Append("event: ").Append(item.EventType).Append('\n');
        foreach (var line in item.Data.Split('\n'))
        {
            text.Append("data: ").Append(line.TrimEnd('\r')).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellation)
    {
        await response.WriteAsync(text, Encoding.UTF8, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
