using System.Text;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class StoredResourcesTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task EqualContentsAreOneFileAndTheHistoryIsKept(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var shelf = world.Host.Resources;
        await WriteAsync(shelf, "a.txt", "one");
        await WriteAsync(shelf, "b.txt", "one");
        await WriteAsync(shelf, "a.txt", "two");
        var same = await WriteAsync(shelf, "a.txt", "two");

        Assert.Equal(2, same.Resource["revision"].AsDouble);
        Assert.Equal("two", await TextAsync(shelf, "a.txt"));
        Assert.Equal("one", await TextAsync(shelf, "b.txt"));
        Assert.Equal(2, Contents(world).Count());
        await using var db = world.Open();
        Assert.Equal([1, 2], await db.ResourceRevisions.Where(r => r.ResourceId == same.Resource["id"].AsText).OrderBy(r => r.Number).Select(r => r.Number).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ThoseWhoWriteOnePathAtOnceMakeOneResource(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var shelf = world.Host.Resources;

        var written = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => WriteAsync(shelf, "one.txt", $"content {i}")));

        Assert.Single(written.Select(one => one.Resource["id"].AsText).Distinct());
        Assert.Single(written, one => one.PreviousChecksum is null);
        await using var db = world.Open();
        Assert.Equal((1, 10), (await db.Resources.CountAsync(), await db.ResourceRevisions.CountAsync()));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheOldestRevisionsAreForgottenWithTheirContents(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var shelf = world.Host.Resources;
        await WriteAsync(shelf, "other.txt", "content 1");
        for (var i = 0; i < 53; i++)
        {
            await WriteAsync(shelf, "one.txt", $"content {i}");
        }

        await using var db = world.Open();
        Assert.Equal(51, await db.ResourceRevisions.CountAsync());
        Assert.Equal(51, Contents(world).Count());
        Assert.Equal("content 1", await TextAsync(shelf, "other.txt"));
        Assert.Equal("content 52", await TextAsync(shelf, "one.txt"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AStepThatIsRepeatedAfterACrashFindsThatItMadeItsResource(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var shelf = world.Host.Resources;
        var first = await WriteAsync(shelf, "a.txt", "one", "create");

        var again = await WriteAsync(shelf, "a.txt", "one", "create");

        Assert.Equal((first.Resource["id"], null), (again.Resource["id"], again.PreviousChecksum));
        Assert.Equal("RESOURCE_EXISTS", (await Assert.ThrowsAsync<NodeException>(() => WriteAsync(shelf, "a.txt", "two", "create"))).Code);
        Assert.Equal("RESOURCE_EXISTS", (await Assert.ThrowsAsync<NodeException>(() => WriteAsync(shelf, "a.txt", "one", "create", run: "another"))).Code);
    }

    [Fact]
    public async Task AContentThatWasTamperedWithIsNotHandedOut()
    {
        await using var world = await NodeWorld.CreateAsync();
        await WriteAsync(world.Host.Resources, "a.txt", "one");
        await File.WriteAllTextAsync(Contents(world).Single(), "changed");

        Assert.Equal("DAMAGED", (await Assert.ThrowsAsync<NodeException>(() => TextAsync(world.Host.Resources, "a.txt"))).Code);
        File.Delete(Contents(world).Single());
        Assert.Equal("DAMAGED", (await Assert.ThrowsAsync<NodeException>(() => TextAsync(world.Host.Resources, "a.txt"))).Code);
    }

    [Fact]
    public async Task ThereIsAQuota()
    {
        await using var world = await NodeWorld.CreateAsync(settings: ("Resources:QuotaMegabytes", "1"));
        await WriteAsync(world.Host.Resources, "a.txt", new string('a', 600_000));

        var e = await Assert.ThrowsAsync<NodeException>(() => WriteAsync(world.Host.Resources, "b.txt", new string('b', 600_000)));

        Assert.Equal(("QUOTA", "There is no room: resources take 0 of 1 MiB. Delete some, or raise Resources:QuotaMegabytes"), (e.Code, e.Message));
    }

    private static Task<ResourceWritten> WriteAsync(ResourceShelf shelf, string path, string content, string mode = "upsert", string run = "run") =>
        shelf.WriteAsync(new ResourceDraft(mode, new(null, path), Encoding.UTF8.GetBytes(content)) { WorkflowId = "w", RunId = run }, default);

    private static async Task<string> TextAsync(ResourceShelf shelf, string path) => Encoding.UTF8.GetString((await shelf.ReadAsync(new(null, path), default))!.Content);

    private static IEnumerable<string> Contents(NodeWorld world) => Directory.EnumerateFiles(world.Data["resources"], "*", SearchOption.AllDirectories);
}
