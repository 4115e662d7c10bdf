using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Runs;

/// <summary>Whatever the database does to a commit: what was accepted runs to its right end, each step once, and what was refused is not there.</summary>
public sealed class FaultTests
{
    private const int Runs = 16;

    // Each step that calls the sink names itself.
    private const string Call = """ "method":"POST","headers":{"X-Run":"{{= $run.id }}","X-Step":"{{= $run.stepKey }}"} """;

    public static TheoryData<DatabaseProvider, Fault> Faults
    {
        get
        {
            var all = new TheoryData<DatabaseProvider, Fault>();
            foreach (var fault in Enum.GetValues<Fault>())
            {
                all.Add(DatabaseProvider.Sqlite, fault);
                all.Add(DatabaseProvider.MySql, fault);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task WhatWasAcceptedRunsToItsEndAndEachStepOnce(DatabaseProvider provider, Fault fault)
    {
        var calls = new ConcurrentDictionary<(string Run, string Step), int>();
        await using var sink = await LoopbackSite.StartAsync(app => app.MapPost("/", (HttpContext call) =>
        {
            calls.AddOrUpdate((call.Request.Headers["X-Run"].ToString(), call.Request.Headers["X-Step"].ToString()), 1, (_, count) => count + 1);
            return Results.Json(new { ok = true });
        }));
        var faults = new FaultyDatabase(seed: 7 + (int)fault, rate: 0.08, fault);
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Outbound:Allow"] = "127.0.0.0/8" }, faults);
        using var api = new PatientClient(await server.WithKeyAsync(ApiKeyScope.Write));
        var child = await api.CreateAsync($$$"""{"fetchApi":{"url":"{{{sink.Address}}}",{{{Call}}} }},{"$.child":"$.n + 1"}""");
        var steps = await api.CreateAsync(
            $$$"""
            {"store":{"operation":"add","key":"count"}},
            {"database":{"operation":"insert","table":"rows","data":{"n":"{{$.n}}"} }},
            {"forEach":{"items":[1,2,3,4],"as":"item","concurrency":2,"collect":"$.item","resultKey":"items","each?":[{"fetchApi":{"url":"{{{sink.Address}}}",{{{Call}}} }},{"wait":{"for":"5ms"}}]}},
            {"parallel":{"left?":[{"wait":{"for":"10ms"}},{"$.left":1}],"right?":{"$.right":2} }},
            {"runWorkflow":{"workflowId":"{{{child}}}","initialState":{"n":"$.n"},"success?":null}},
            {"logic":{"operation":"equal","values":["{{= $.n % 3 }}",0],"true?":{"approval":{"message":"Go on?"} } }},
            {"fetchApi":{"url":"{{{sink.Address}}}",{{{Call}}} }},
            {"$.sum":"{{= sum($.items) + $.left + $.right + $.runWorkflowFinalState.child }}"}
            """);

        var accepted = new ConcurrentDictionary<int, string>();
        var refused = new ConcurrentBag<int>();
        await Parallel.ForAsync(0, Runs, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (n, _) =>
        {
            if (await api.LaunchOnceAsync(steps, n) is not { } id)
            {
                refused.Add(n);
                return;
            }

            accepted[n] = id;
            if (n % 3 == 0)
            {
                await api.ApproveAsync(id);
            }
        });

        foreach (var (n, id) in accepted)
        {
            var ended = await api.WhenEndedAsync(id);
            Assert.True(ended.Text("status") == "completed", ended.ToString());
            Assert.Equal(10 + 3 + n + 1, ended.GetProperty("state").GetProperty("sum").GetInt32());
        }

        faults.Stop();
        await using var db = server.CreateDb();
        var there = await db.Runs.Where(r => r.WorkflowId == steps).Select(r => r.Id).ToListAsync();
        Assert.Equal(accepted.Values.Order(), there.Order());
        Assert.Equal(there.Count, await db.Runs.CountAsync(r => r.WorkflowId == child && r.Status == RunStatus.Completed));
        Assert.False(await db.OpenSteps.AnyAsync());
        Assert.Equal(there.Count * 5, calls.Count - there.Count);
        Assert.All(calls, call => Assert.True(call.Value == 1, $"{call.Key} was done {call.Value} times"));
        Assert.Equal(there.Count, await db.TableRows.CountAsync());
        Assert.Equal($"{there.Count}", (await db.StoredValues.SingleAsync()).Json);
        var records = await db.RunRecords.AsNoTracking().ToListAsync();
        foreach (var run in records.GroupBy(r => r.RunId))
        {
            Assert.Equal(Enumerable.Range(1, run.Count()).Select(i => (long)i), run.Select(r => r.Sequence).Order());
            Assert.Equal(run.Count(), run.DistinctBy(r => (r.Path, r.Occurrence, r.Branch)).Count());
        }

        Assert.True(faults.Struck.GetValueOrDefault(fault) > 10, $"There were only {faults.Struck.GetValueOrDefault(fault)} faults");
        Assert.True(refused.Count < Runs / 2, $"{refused.Count} launches were refused");
    }

    /// <summary>Programs that come back later when the server says so, and know no other failure.</summary>
    private sealed class PatientClient(HttpClient http) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public void Dispose() => http.Dispose();

        public async Task<string> CreateAsync(string steps)
        {
            var id = $"test-{Guid.NewGuid():N}";
            // A workflow of which it was said that it could not be saved may have been.
            await SendAsync(HttpMethod.Post, "/workflows", $$"""{"definition":{{ApiClient.Definition(steps, id)}}}""", HttpStatusCode.Created, HttpStatusCode.Conflict);
            return id;
        }

        /// <summary>Starts a run, without coming back: its id, or null when the server said that nothing was started.</summary>
        public async Task<string?> LaunchOnceAsync(string workflow, int n)
        {
            using var answer = await PostAsync($"/workflows/{workflow}/run", $$"""{"state":{"n":{{n}}},"wait":{{(n % 3 == 1 ? "true" : "false")}}}""");
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? null : (await JsonAsync(answer, HttpStatusCode.OK, HttpStatusCode.Accepted)).Id;
        }

        /// <summary>Answers the question of a run as soon as it asks. An answer of which it was said that it could not be taken may have been.</summary>
        public async Task ApproveAsync(string run)
        {
            for (var deadline = DateTime.UtcNow.Add(Patience); ; await Task.Delay(20))
            {
                var waits = await SendAsync(HttpMethod.Get, $"/runs/{run}/waits", null, HttpStatusCode.OK);
                if (waits.GetProperty("items").EnumerateArray().Any(wait => wait.Text("kind") == "approval"))
                {
                    break;
                }

                Assert.True(DateTime.UtcNow < deadline, $"The run does not ask: {await SendAsync(HttpMethod.Get, $"/runs/{run}", null, HttpStatusCode.OK)}");
            }

            await SendAsync(HttpMethod.Post, $"/runs/{run}/resume", """{"edge":"approved"}""", HttpStatusCode.Accepted, HttpStatusCode.Conflict);
        }

        public async Task<JsonElement> WhenEndedAsync(string run)
        {
            for (var deadline = DateTime.UtcNow.Add(Patience); ; await Task.Delay(50))
            {
                var answer = await SendAsync(HttpMethod.Get, $"/runs/{run}", null, HttpStatusCode.OK);
                if (answer.Text("status") is "completed" or "failed" or "cancelled")
                {
                    return answer;
                }

                Assert.True(DateTime.UtcNow < deadline, $"The run is still not over: {answer}");
            }
        }

        public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json, params HttpStatusCode[] expected)
        {
            while (true)
            {
                using var answer = json is null ? await http.SendAsync(new(method, "/api/v1" + path)) : await PostAsync(path, json);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    return await JsonAsync(answer, expected);
                }

                Assert.NotNull(answer.Headers.RetryAfter);
            }
        }

        private Task<HttpResponseMessage> PostAsync(string path, string json) => http.PostAsync("/api/v1" + path, new StringContent(json, null, "application/json"));

        private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, params HttpStatusCode[] expected)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(expected.Contains(answer.StatusCode), $"{(int)answer.StatusCode}: {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}
