using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class StoredKeysTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ThoseWhoAddAtOnceAreAllCounted(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var store = world.Host.Store;

        var sums = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AddOneAsync(store, "hits", null)));

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (double)i), sums.Order());
        Assert.Equal(40, (await store.GetAsync("w", "hits", default)).AsDouble);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatHasExpiredIsGoneAndSweptOut(DatabaseProvider provider)
    {
        var clock = new LeapingClock(DateTimeOffset.Parse("2026-03-01T00:00:00Z"));
        await using var world = await NodeWorld.CreateAsync(provider, clock);
        var store = world.Host.Store;
        await store.SetAsync("w", "short", 1, clock.GetUtcNow().AddHours(1), default, default);
        await store.SetAsync("w", "long", 1, clock.GetUtcNow().AddHours(3), default, default);
        await AddOneAsync(store, "hour", clock.GetUtcNow().AddHours(1));
        await AddOneAsync(store, "hour", clock.GetUtcNow().AddHours(9));

        await Task.Delay(TimeSpan.FromHours(2), clock);

        Assert.True((await store.GetAsync("w", "short", default)).IsMissing);
        Assert.False(await store.DeleteAsync("w", "short", default, default));
        Assert.Equal(["long"], (await store.ListAsync("w", "", 10, default)).Select(item => item.Key));
        Assert.Equal(1, await AddOneAsync(store, "hour", clock.GetUtcNow().AddHours(1)));
        await using var db = world.Open();
        Assert.Equal(["hour", "long"], await db.StoredValues.Select(value => value.Key).OrderBy(key => key).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task KeysAreToldApartToTheLetterAndListedByPrefix(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var store = world.Host.Store;
        string[] keys = ["a", "A", "á", "a b", "ab", "a%", "b", "日本", "🙂"];
        foreach (var key in keys)
        {
            await store.SetAsync("w", key, key, null, default, default);
            await store.SetAsync("", key, "shared", null, default, default);
        }

        foreach (var key in keys)
        {
            Assert.Equal(key, (await store.GetAsync("w", key, default)).AsText);
        }

        Assert.Equal(["a", "a b", "a%", "ab"], (await store.ListAsync("w", "a", 10, default)).Select(item => item.Key));
        Assert.Equal(9, (await store.ListAsync("w", "", 10, default)).Count);
        Assert.Equal("TOO_LONG", (await Assert.ThrowsAsync<NodeException>(() => store.GetAsync("w", new string('k', 201), default))).Code);
        Assert.Equal("INVALID_KEY", (await Assert.ThrowsAsync<NodeException>(() => store.SetAsync("w", "a ", 1, null, default, default))).Code);
    }

    [Fact]
    public async Task AChangeThatFailsChangesNothing()
    {
        await using var world = await NodeWorld.CreateAsync();
        var store = world.Host.Store;
        await store.SetAsync("w", "k", "text", null, default, default);

        await Assert.ThrowsAsync<NodeException>(() => store.ChangeAsync("w", "k", _ => throw new NodeException("NO", "No"), null, default, default));

        Assert.Equal("text", (await store.GetAsync("w", "k", default)).AsText);
    }

    private static async Task<double> AddOneAsync(KeyStore store, string key, DateTimeOffset? expiresAt) =>
        (await store.ChangeAsync("w", key, old => old.IsMissing ? 1 : old.AsDouble + 1, expiresAt, default, default)).AsDouble;
}
