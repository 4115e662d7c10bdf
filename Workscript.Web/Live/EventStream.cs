using System.Globalization;
using System.Text;

namespace Workscript.Web.Live;

/// <summary>
/// Writes server-sent events: a <c>ready</c> event at once, so that a proxy passes the headers on, then the messages as they come, and a
/// comment whenever nothing came for a while, so that nobody on the way takes the connection for dead.
/// </summary>
public static class EventStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task WriteAsync(HttpContext context, IAsyncEnumerable<string> messages, TimeProvider time)
    {
        var cancellation = context.RequestAborted;
        Prepare(context.Response);
        await WriteAsync(context.Response, "event: ready\ndata: {}\n\n", cancellation);
        await using var source = messages.GetAsyncEnumerator(cancellation);
        try
        {
            while (await NextAsync(source, context.Response, time, cancellation))
            {
                await WriteAsync(context.Response, source.Current, cancellation);
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

    /// <summary>An event as the text that goes over the wire: the same for all who get it.</summary>
    public static string Message(string type, string? id, string data)
    {
        var text = new StringBuilder();
        if (id is not null)
        {
            text.Append("id: ").Append(id).Append('\n');
        }

        text.Append("event: ").Append(type).Append('\n');
        foreach (var line in data.Split('\n'))
        {
            text.Append("data: ").Append(line.TrimEnd('\r')).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static void Prepare(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.ContentEncoding = "identity";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<string> source, HttpResponse response, TimeProvider time, CancellationToken cancellation)
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

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellation)
    {
        await response.WriteAsync(text, Encoding.UTF8, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
