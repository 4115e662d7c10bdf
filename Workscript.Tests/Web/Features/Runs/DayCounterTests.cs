using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Runs;

public sealed class DayCounterTests
{
    private static readonly DateTime Noon = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<DatabaseProvider> Both => Databases.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task ADayIsCountedByWorkflowAndInAllAndNeverGetsSmaller(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        var counter = server.Services.GetRequiredService<DayCounter>();
        var day = DateOnly.FromDateTime(Noon);
        await using var db = server.CreateDb();
        var workflow = await Samples.AddWorkflowAsync(server, db, Samples.Document);
        db.AddRange(Ended(workflow, Noon, completed: true), Ended(workflow, Noon, completed: false), Ended(null, Noon.AddHours(11.99), completed: true), Ended(workflow, Noon.AddDays(1), completed: true));
        await db.SaveChangesAsync();

        await counter.CountAsync(day, default);
        await counter.CountAsync(day, default);
        Assert.Equal("(2, 1, 4500) (1, 1, 3000)", await CountsAsync(db, day));

        await db.Runs.ExecuteDeleteAsync();
        await counter.CountAsync(day, default);
        Assert.Equal("(2, 1, 4500) (1, 1, 3000)", await CountsAsync(db, day));
    }

    private static async Task<string> CountsAsync(WorkscriptDb db, DateOnly day)
    {
        var rows = await db.RunDays.AsNoTracking().Where(d => d.Day == day).OrderBy(d => d.WorkflowId).ToListAsync();
        return string.Join(' ', rows.Select(d => (d.Completed, d.Failed, d.Milliseconds)));
    }

    private static Run Ended(Workflow? workflow, DateTime at, bool completed)
    {
        var start = new RunStart(TriggerKind.Manual, "ada@example.org", "{}");
        var run = workflow is null ? Run.Enqueue("Ad hoc", "{}", start, at) : Run.Enqueue(workflow, start, at);
        run.TryStart("server", at);
        var ending = new RunEnding("{}", 0, 0);
        Assert.True(completed ? run.TryComplete(ending, at.AddSeconds(1.5)) : run.TryFail(ending with { ErrorCode = "X", ErrorMessage = "No" }, at.AddSeconds(1.5)));
        return run;
    }
}
