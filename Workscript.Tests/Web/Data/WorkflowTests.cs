using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

public sealed class WorkflowTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task EverySaveIsAVersionKeptByteForByte(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (first, text) = Read("Prüfung 🙂\u0000");
        await database.AddAsync(Workflow.Create(first, text, "ann@example.org", Now));

        await using (var db = database.Open())
        {
            var (second, changed) = Read("Prüfung, besser");
            (await db.Workflows.SingleAsync()).Save(second, changed, "clearer", "bob@example.org", Now.AddDays(1));
            await db.SaveChangesAsync();
        }

        await using var read = database.Open();
        var workflow = await read.Workflows.Include(w => w.Versions).SingleAsync();
        Assert.Equal(("hello", "Prüfung, besser", 2), (workflow.Id, workflow.Name, workflow.Version));
        Assert.Equal((Now, DateTimeKind.Utc), (workflow.CreatedAt, workflow.CreatedAt.Kind));
        var versions = workflow.Versions.OrderBy(version => version.Number).ToList();
        Assert.Equal(text, versions[0].Text);
        Assert.Equal(64, versions[0].Sha256.Length);
        Assert.Equal(("clearer", "bob@example.org"), (versions[1].Note, versions[1].CreatedBy));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfTwoSavesOfTheSameVersionTheLaterFails(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (definition, text) = Read("Hello");
        await database.AddAsync(Workflow.Create(definition, text, by: null, Now));
        await using var ann = database.Open();
        await using var bob = database.Open();
        (await ann.Workflows.SingleAsync()).Save(definition, text, "ann's", "ann", Now);
        (await bob.Workflows.SingleAsync()).Save(definition, text, "bob's", "bob", Now);

        await ann.SaveChangesAsync();
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => bob.SaveChangesAsync());

        await using var read = database.Open();
        Assert.Equal(["ann's"], await read.WorkflowVersions.Where(version => version.Number == 2).Select(version => version.Note).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task IdsThatDifferInCaseAreTwo(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (lower, text) = Read("Hello");
        await database.AddAsync(Workflow.Create(lower, text, by: null, Now), Workflow.Create(lower with { Id = "HELLO" }, text, by: null, Now));

        await using var db = database.Open();
        Assert.Equal("HELLO", (await db.Workflows.SingleAsync(workflow => workflow.Id == "HELLO")).Id);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task DeletingOneTakesItsVersionsAndLeavesItsRuns(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (definition, text) = Read("Hello");
        var workflow = Workflow.Create(definition, text, by: null, Now);
        await database.AddAsync(workflow, Run.Enqueue(workflow, new(TriggerKind.Manual, "ann"), Now));

        await using var db = database.Open();
        await db.Workflows.ExecuteDeleteAsync();

        Assert.Equal(0, await db.WorkflowVersions.CountAsync());
        Assert.Equal(("hello", "Hello"), await db.Runs.Select(run => ValueTuple.Create(run.WorkflowId, run.WorkflowName)).SingleAsync());
    }

    [Fact]
    public void ANameForTheListIsCutBetweenCharacters()
    {
        var (definition, text) = Read("x" + string.Concat(Enumerable.Repeat("🙂", 200)));

        var name = Workflow.Create(definition, text, by: null, Now).Name;

        Assert.Equal(200, name.Length);
        Assert.EndsWith("🙂…", name);
    }

    private static (WorkflowDefinition Definition, string Text) Read(string name)
    {
        var text = $$"""{ "id": "hello", "name": {{System.Text.Json.JsonSerializer.Serialize(name)}}, "version": "1.0.0", "workflow": ["empty"] }""";
        return (new WorkflowEngine().Read(text).Definition!, text);
    }
}
