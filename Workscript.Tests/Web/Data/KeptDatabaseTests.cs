using System.IO.Compression;
using MySqlConnector;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

/// <summary>
/// Databases of earlier schemas, named after the last migration that made them, with runs that wait: each change of the schema adds one. What was under way in
/// one version of the program goes on in the next.
/// </summary>
public sealed class KeptDatabaseTests
{
    public static TheoryData<string> Kept => [.. Directory.GetFiles(Folder, "*.gz").Select(file => Path.GetFileName(file)!)];

    private static string Folder => Sources.At("Workscript.Tests/Web/Data/Kept");

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task RunsOfAnEarlierVersionGoOn(string file)
    {
        using var data = new TempFolder();
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        await using var server = file.EndsWith(".sql.gz", StringComparison.Ordinal) ? await StartOnMariaDbAsync(packed) : await StartOnSqliteAsync(packed, data);
        using var api = await server.WithKeyAsync(ApiKeyScope.Write);
        var runs = (await api.GetJsonAsync("/runs?workflow=kept")).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(runs);
        foreach (var run in runs)
        {
            await GoOnAsync(api, run.Id);
            var ended = await api.WhenEndedAsync(run.Id);
            var given = (await api.GetJsonAsync($"/runs/{run.Id}")).GetProperty("input").TryGetProperty("total", out var total) ? total.GetInt32() : 0;
            Assert.Equal(("completed", given + 31), (ended.Text("status"), ended.GetProperty("state").GetProperty("total").GetInt32()));
            Assert.Equal("[2,4,6,8]", ended.GetProperty("state").GetProperty("doubled").GetRawText());
        }
    }

    private static async Task<WorkscriptServer> StartOnSqliteAsync(Stream kept, TempFolder data)
    {
        await using (var database = File.Create(Path.Combine(data.Path, "workscript.db")))
        {
            await kept.CopyToAsync(database);
        }

        return await WorkscriptServer.StartAsync(settings: new() { ["data"] = data.Path });
    }

    private static async Task<WorkscriptServer> StartOnMariaDbAsync(Stream kept)
    {
        var settings = await Databases.ConfigureAsync(DatabaseProvider.MySql);
        await using (var connection = new MySqlConnection(settings["ConnectionStrings:Default"]))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = await new StreamReader(kept).ReadToEndAsync();
            await command.ExecuteNonQueryAsync();
        }

        return await WorkscriptServer.StartAsync(DatabaseProvider.MySql, settings);
    }

    /// <summary>Answers whatever the run waits for, an approval and a time.</summary>
    private static async Task GoOnAsync(HttpClient api, string run)
    {
        while ((await api.GetJsonAsync($"/runs/{run}")).Text("status") != "completed")
        {
            foreach (var wait in (await api.GetJsonAsync($"/runs/{run}/waits")).GetProperty("items").EnumerateArray())
            {
                await api.PostJsonAsync($"/runs/{run}/resume", wait.Text("kind") == "approval" ? """{"edge":"approved"}""" : "{}", 202);
            }

            await Task.Delay(20);
        }
    }
}
