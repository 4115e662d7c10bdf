using System.Net;
using System.Net.ServerSentEvents;

namespace Workscript.Tests.Support;

/// <summary>Reads a run's event stream as a browser does.</summary>
public static class EventReader
{
    extension(HttpClient http)
    {
        /// <summary>The events until the stream ends, or until enough were read.</summary>
        public async Task<List<SseItem<string>>> ReadEventsAsync(string run, string? lastSeen = null, int most = int.MaxValue)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{run}/events");
            if (lastSeen is not null)
            {
                request.Headers.Add("Last-Event-ID", lastSeen);
            }

            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            var events = new List<SseItem<string>>();
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token))
            {
                events.Add(item);
                if (events.Count == most)
                {
                    break;
                }
            }

            return events;
        }
    }
}
