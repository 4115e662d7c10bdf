using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Many may watch one run: they see all of it, and what they see is made once.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class WatchersTests
{
    private const int Watchers = 200;

    // Time for all watchers to come, then steps over a few seconds.
    private const string Rounds = """{"wait":{"for":"4s"}},{"range...":{"stop":60,"current_step?":[{"$.n":"$.rangeValue"},{"wait":{"for":"40ms"}}]}}""";

    [Fact]
    public async Task ThePagesOfManyWatchersAreMadeOnce()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        using var person = await server.SignInAsync();
        var run = (await api.PostJsonAsync($"/workflows/{await api.CreateWorkflowAsync(Rounds)}/run", "{}", 202)).Id;
        using var renderings = new Renderings(run);

        var pages = await Task.WhenAll(Enumerable.Range(0, Watchers).Select(_ => person.Http.GetStringAsync($"/runs/{run}/live")));

        var steps = (await api.GetJsonAsync($"/runs/{run}")).GetProperty("steps").GetInt32();
        Assert.All(pages, page => Assert.Equal(Enumerable.Range(1, steps), Sequences().Matches(page).Select(match => int.Parse(match.Groups[1].ValueSpan))));
        // One for each moment, and for each watcher the last, which has what that one may do. Each for itself would make thousands.
        Assert.InRange(renderings.Count, Watchers, 3 * Watchers);
    }

    [Fact]
    public async Task TheEventsOfManyWatchersAreTheSame()
    {
        await using var server = await WorkscriptServer.StartAsync();
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var run = (await api.PostJsonAsync($"/workflows/{await api.CreateWorkflowAsync(Rounds)}/run", "{}", 202)).Id;
        var feed = server.Services.GetRequiredService<RunFeed>();

        var seen = await Task.WhenAll(Enumerable.Range(0, Watchers).Select(async _ =>
        {
            var events = new List<RunEvent.Recorded>();
            await foreach (var happened in feed.Watch(run, 0, CancellationToken.None))
            {
                if (happened is RunEvent.Recorded recorded)
                {
                    events.Add(recorded);
                }
            }

            return events;
        }));

        Assert.All(seen, events => Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Record.Sequence)));
        var different = seen.SelectMany(events => events).Distinct(ReferenceEqualityComparer.Instance).Count();
        Assert.InRange(different, seen[0].Count, seen[0].Count + (Watchers * 2));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhoIsCutOffUnderLoadMissesNothing(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""{"log":{"message":"again","success?":"log"}}""", more: """ "settings":{"maxSteps":3000}, """);
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => (await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202)).Id));

        await Task.WhenAll(runs.Select(async (run, i) =>
        {
            var seen = new List<string?>();
            while (seen.LastOrDefault() != "end")
            {
                var events = await api.ReadEventsAsync(run, seen.LastOrDefault(), most: 150 + (i * 70));
                seen.AddRange(events.Where(e => e.EventType != "ready").Select(e => e.EventId));
            }

            Assert.Equal(Enumerable.Range(1, 3000).Select(n => $"{n}").Append("end"), seen);
        }));
    }

    [GeneratedRegex("""<li data-sequence="(\d+)""")]
    private static partial Regex Sequences();

    /// <summary>Counts how often the piece of a run's page is made.</summary>
    private sealed class Renderings : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string _run;
        private readonly List<IDisposable> _subscriptions = [];
        private int _count;

        public Renderings(string run)
        {
            _run = run;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Count => _count;

        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == "Microsoft.AspNetCore")
            {
                _subscriptions.Add(listener.Subscribe(this, name => name == BeforeViewPageEventData.EventName));
            }
        }

        public void OnNext(KeyValuePair<string, object?> happened)
        {
            if (happened.Value is BeforeViewPageEventData { Page.Path: { } path, HttpContext.Request.Path: { } url } && path.EndsWith("_Progress.cshtml", StringComparison.Ordinal)
                && url.Value!.Contains(_run, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
