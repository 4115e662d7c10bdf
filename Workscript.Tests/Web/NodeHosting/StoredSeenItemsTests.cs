using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class StoredSeenItemsTests
{
    private static readonly SeenScope Step = new("w", "/workflow/0");

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AnItemIsNewOnceInItsScope(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);

        Assert.Equal("a b", await NewAsync(world, Step, "a b", "run 1"));
        Assert.Equal("c", await NewAsync(world, Step, "a c b", "run 2"));
        Assert.Equal("", await NewAsync(world, Step, "a b c", "run 3"));
        Assert.Equal("a", await NewAsync(world, Step with { Step = "" }, "a", "run 3"));
        Assert.Equal("a", await NewAsync(world, Step with { WorkflowId = "other" }, "a", "run 3"));
        await world.Host.Seen!.ClearAsync(Step, default, default);
        Assert.Equal("a", await NewAsync(world, Step, "a", "run 4"));
        Assert.Equal("", await NewAsync(world, Step with { Step = "" }, "a", "run 4"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AnExecutionThatIsRepeatedGetsTheSameAnswer(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        await NewAsync(world, Step, "a b c", "run 1", historySize: 3);

        var first = await NewAsync(world, Step, "a d e f g", "run 2", historySize: 3);
        var again = await NewAsync(world, Step, "a d e f g", "run 2", historySize: 3);

        Assert.Equal(("d e f g", "d e f g"), (first, again));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OnlyTheNewestAreRemembered(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        for (var i = 0; i < 10; i++)
        {
            await NewAsync(world, Step, $"{i}-1 {i}-2", $"run {i}", historySize: 3);
        }

        Assert.Equal("8-1", await NewAsync(world, Step, "9-2 9-1 8-2 8-1", "run 10", historySize: 3));
        await using var db = world.Open();
        Assert.InRange(await db.SeenItems.CountAsync(), 3, 6);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task OfThoseWhoMeetAnItemAtOnceOneKeepsIt(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var many = string.Join(' ', Enumerable.Range(0, 700));

        var kept = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => NewAsync(world, Step, many, $"run {i}")));

        Assert.Equal(Enumerable.Range(0, 700).Select(i => $"{i}").Order(), kept.SelectMany(one => one.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Order());
    }

    /// <summary>Those of the items that are new.</summary>
    private static async Task<string> NewAsync(NodeWorld world, SeenScope scope, string items, string execution, int historySize = 1000)
    {
        var names = items.Split(' ');
        var isNew = await world.Host.Seen!.AddAsync(scope, names, historySize, execution, default);
        return string.Join(' ', names.Where((_, i) => isNew[i]));
    }
}
