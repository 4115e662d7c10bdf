using Microsoft.Extensions.DependencyInjection;
using Workscript.Engine;
using Workscript.Web.Data;

namespace Workscript.Tests.Support;

/// <summary>A workflow with runs of every status, for the pages that show them.</summary>
internal static class Samples
{
    public const string WorkflowId = "sample";

    public const string Document = """
        {
          "id": "sample",
          "name": "A sample",
          "version": "1.0.0",
          "description": "Greets.",
          "inputs": {
            "who": { "type": "string", "required": true, "help": "Whom to greet" },
            "times": { "type": "integer", "default": 2 },
            "tone": { "type": "string", "choices": ["warm", "cool"], "default": "warm" },
            "loud": { "type": "boolean" },
            "extra": { "type": "object" },
            "pass": { "type": "string", "secret": true }
          },
          "workflow": [
            { "$.greeting": { "@name": "Make the greeting", "value": "Hello, {{$.who}}!" } },
            { "math": { "operation": "add", "values": ["$.times", 1], "success?": { "log": { "message": "$.greeting" } } } }
          ]
        }
        """;

    /// <summary>Adds the workflow, an API key, and a run of each status; gives the ids of the runs, a completed one first.</summary>
    public static async Task<IReadOnlyList<string>> AddAsync(WorkscriptServer server)
    {
        var now = DateTime.UtcNow;
        await using var db = server.CreateDb();
        var workflow = await AddWorkflowAsync(server, db, Document);
        db.ApiKeys.Add(ApiKey.Issue("Shop front", ApiKeyScope.Run, "ada@example.org", now).Key);
        Run[] runs = [.. Enum.GetValues<RunStatus>().Where(status => status != RunStatus.Waiting).OrderBy(status => status != RunStatus.Completed).Select(status => RunIn(status, workflow, now))];
        db.Runs.AddRange(runs);
        db.RunRecords.AddRange(runs.Where(run => run.StartedAt is not null).SelectMany(run => Enumerable.Range(1, 3).Select(i => RecordOf(run, i))));
        await db.SaveChangesAsync();
        return [.. runs.Select(run => run.Id)];
    }

    /// <summary>Starts a run, and answers its id when it waits for all that a run can wait for.</summary>
    public static async Task<string> AddWaitingRunAsync(WorkscriptServer server)
    {
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var workflow = await api.CreateWorkflowAsync("""
            { "$.order": 4711 },
            { "parallel": {
              "asked?": { "approval": { "@name": "Ask the boss", "message": "Ship order {{$.order}} of 12,400 EUR before it is paid?" } },
              "called?": { "waitForCallback": { "timeout": "2d" } },
              "rested?": { "wait": { "for": "3h" } }
            } }
            """);
        var run = await api.PostJsonAsync($"/workflows/{workflow}/run", "{}", 202);
        while ((await api.GetJsonAsync($"/runs/{run.Id}")).Text("status") != "waiting")
        {
            await Task.Delay(20);
        }

        return run.Id;
    }

    public static async Task<Workflow> AddWorkflowAsync(WorkscriptServer server, WorkscriptDb db, string document)
    {
        var reading = server.Services.GetRequiredService<WorkflowEngine>().Read(document);
        Assert.True(reading.IsValid, string.Join("\n", reading.Diagnostics));
        var workflow = Workflow.Create(reading.Definition!, document, "ada@example.org", DateTime.UtcNow);
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        return workflow;
    }

    private static Run RunIn(RunStatus status, Workflow workflow, DateTime now)
    {
        var run = Run.Enqueue(workflow, new RunStart(TriggerKind.Manual, "ada@example.org", """{"who":"Ada"}"""), now);
        var ending = new RunEnding("""{"who":"Ada","list":[1,2,{"deep":null}],"done":true}""", 3, 1);
        _ = status switch
        {
            RunStatus.Queued or RunStatus.Waiting => false,
            RunStatus.Running => run.TryStart("server", now),
            RunStatus.Completed => run.TryStart("server", now) && run.TryComplete(ending, now.AddSeconds(2)),
            RunStatus.Failed => run.TryStart("server", now) && run.TryFail(ending with { ErrorCode = "HTTP_5XX", ErrorMessage = "The service <b>said</b> no", ErrorNode = "math", ErrorPath = "/workflow/1" }, now.AddSeconds(2)),
            RunStatus.Cancelled => run.TryStart("server", now) && run.TryCancel(ending with { ErrorCode = "CANCELLED", ErrorMessage = "Cancelled" }, now.AddSeconds(2)),
        };
        return run;
    }

    private static RunRecord RecordOf(Run run, int sequence) => new()
    {
        RunId = run.Id,
        Sequence = sequence,
        Path = sequence == 3 ? "/workflow/1/math/success?" : $"/workflow/{sequence - 1}",
        Occurrence = 0,
        Step = sequence == 1 ? "$.greeting" : "math",
        Node = sequence == 1 ? "__state_setter__" : "math",
        Edge = sequence == 3 ? "error" : "success",
        Status = sequence == 3 ? StepStatus.Failed : StepStatus.Completed,
        Attempt = 1,
        StartedAt = run.StartedAt!.Value.AddMilliseconds(sequence * 300),
        DurationMs = 250,
        Texts = new("""[{"path":"$.greeting","value":"Hello"},{"path":"$.old"}]""", """{"result":3}""", """[{"level":"info","message":"Hello"}]"""),
        ErrorMessage = sequence == 3 ? "Nothing to compute" : null,
        Unhandled = sequence == 3,
    };
}
