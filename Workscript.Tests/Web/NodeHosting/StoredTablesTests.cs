using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Engine;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class StoredTablesTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task IdsAreOfOneTableAndHaveAKindAndInsertingAgainReplaces(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var tables = world.Host.Tables;
        await InsertAsync(tables, "t", """{"id":"1","n":"text"}""", """{"id":1,"n":"number"}""", """{"id":1.0,"n":"again"}""", """{"id":"É","n":"accent"}""", """{"id":"e","n":"plain"}""");
        await InsertAsync(tables, "T", """{"id":"1","n":"other"}""");

        Assert.Equal("text again accent plain", await NamesAsync(tables, "t", "{}"));
        Assert.Equal("text", await NamesAsync(tables, "t", """{"id":"1"}"""));
        Assert.Equal("again", await NamesAsync(tables, "t", """{"id":1}"""));
        Assert.Equal("other", await NamesAsync(tables, "T", """{"id":"1"}"""));
        Assert.Equal("", await NamesAsync(tables, "t", """{"id":"E"}"""));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task AQueryFindsTextsOfAnyKind(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        string[] texts = ["Ann", "ann", "50%", "a_b", "aXb", "a\\b", "a\\\\b", "say \"hi\"", "O'Neil", "日本 🙂", "a\nb", "", "null"];
        var tables = world.Host.Tables;
        foreach (var text in texts)
        {
            await tables.InsertAsync("t", ValueMap.Of(["id", "n", "v"], $"id of {text}", text, text), default, default);
        }

        foreach (var text in texts)
        {
            var found = await tables.ListAsync("t", new RecordQuery(ValueMap.Of("v", text)), 0, 10, default);
            Assert.Equal([text], found.Select(record => record["n"].AsText!));
        }
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ManyRecordsAreListedChangedAndDeletedTogether(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var now = DateTime.UtcNow;
        await using (var db = world.Open())
        {
            db.AddRange(Enumerable.Range(0, 1_100).Select(i => TableRow.Create("t", $"{i}", $$"""{"id":{{i}},"n":"r{{i}}","odd":{{(i % 2 == 1 ? "true" : "false")}}}""", now)));
            await db.SaveChangesAsync();
        }

        var tables = world.Host.Tables;
        Assert.Equal(1_100, (await tables.ListAsync("t", Query("{}"), 0, int.MaxValue, default)).Count);
        Assert.Equal("r1097 r1098", await NamesAsync(tables, "t", "{}", 1_097, 2));
        Assert.Equal("r601 r603", await NamesAsync(tables, "t", """{"odd":true}""", 300, 2));
        Assert.Equal(550, await tables.UpdateAsync("t", Query("""{"odd":true}"""), ValueMap.Of("odd", "yes"), default, default));
        Assert.Equal(550, await tables.DeleteAsync("t", Query("""{"odd":"yes"}"""), default, default));
        Assert.Equal(0, await tables.DeleteAsync("t", Query("""{"odd":"yes"}"""), default, default));
        Assert.Equal(550, (await tables.ListAsync("t", Query("{}"), 0, int.MaxValue, default)).Count);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task ThoseWhoChangeOneRecordAtOnceDoNotUndoEachOther(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var tables = world.Host.Tables;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => tables.InsertAsync("t", ValueMap.Of(["id", "n"], "one", i), default, default)));
        Assert.Single(await tables.ListAsync("t", Query("{}"), 0, 10, default));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => tables.UpdateAsync("t", Query("""{"id":"one"}"""), ValueMap.Of($"f{i}", i), default, default)));

        var record = (await tables.ListAsync("t", Query("{}"), 0, 10, default))[0];
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(i, record[$"f{i}"].AsDouble));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatIsTooLargeIsRefused(DatabaseProvider provider)
    {
        await using var world = await NodeWorld.CreateAsync(provider);
        var tables = world.Host.Tables;

        Assert.Equal("TOO_LARGE", (await Assert.ThrowsAsync<NodeException>(() => tables.InsertAsync("t", ValueMap.Of(["id", "n"], 1, new string('x', 200_000)), default, default))).Code);
        Assert.Equal("TOO_LONG", (await Assert.ThrowsAsync<NodeException>(() => tables.InsertAsync("t", ValueMap.Of("id", new string('x', 300)), default, default))).Code);
        Assert.Equal("TOO_LONG", (await Assert.ThrowsAsync<NodeException>(() => tables.ListAsync(new string('x', 101), Query("{}"), 0, 1, default))).Code);
    }

    private static async Task InsertAsync(DataTables tables, string table, params string[] records)
    {
        foreach (var record in records)
        {
            await tables.InsertAsync(table, Documents.Json(record).AsMap!, default, default);
        }
    }

    private static RecordQuery Query(string fields) => new(Documents.Json(fields).AsMap!);

    private static async Task<string> NamesAsync(DataTables tables, string table, string query, int offset = 0, int limit = 100) =>
        string.Join(' ', (await tables.ListAsync(table, Query(query), offset, limit, default)).Select(record => record["n"].AsText));
}
