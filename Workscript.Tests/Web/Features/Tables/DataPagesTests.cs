using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Tables;

public sealed class DataPagesTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    public static TheoryData<DatabaseProvider> Both => Databases.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task RowsAreAddedFoundChangedDeletedImportedAndExported(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var person = await server.SignInAsync();
        var table = "/data/table?name=my%20table";

        await PostAsync(person, table + "&row=0", table + "&handler=Save&row=0", ("text", $$"""{"id":"a","city":"{{Hostile}}","createdAt":"x"}"""));
        await PostAsync(person, table + "&row=0", table + "&handler=Save&row=0", ("text", """{"id":2,"city":"=1+1","createdAt":"x"}"""));
        var page = await person.Http.GetStringAsync(table + "&q=%3D1");
        Assert.Contains("<bdi>=1&#x2B;1</bdi>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, await person.Http.GetStringAsync(table), StringComparison.Ordinal);
        Assert.Contains("my table", await person.Http.GetStringAsync("/data"), StringComparison.Ordinal);

        using (var refused = await person.PostAsync(table + "&row=0", new() { ["text"] = """{"id":"a"}""" }, table + "&handler=Save&row=0"))
        {
            Assert.Contains("There is already a row with the id", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await using var db = server.CreateDb();
        var row = await db.TableRows.Where(r => r.Key == "\"a\"").Select(r => r.Number).SingleAsync();
        await PostAsync(person, $"{table}&row={row}", $"{table}&handler=Save&row={row}", ("text", """{"id":"a","city":"Rome","createdAt":"x"}"""));
        Assert.Equal("id,city,createdAt\r\na,Rome,x\r\n2,'=1+1,x\r\n", await person.Http.GetStringAsync(table + "&handler=Export"));

        await ImportAsync(person, table, "id;city;createdAt\n2;Paris;y\n3;Oslo;y\n");
        Assert.Equal("id,city,createdAt\r\na,Rome,x\r\n2,Paris,y\r\n3,Oslo,y\r\n", await person.Http.GetStringAsync(table + "&handler=Export"));

        await PostAsync(person, table, $"{table}&handler=Delete&row={row}");
        Assert.Equal(2, await db.TableRows.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task StoredValuesAreListedChangedAndDeleted(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var person = await server.SignInAsync();
        await using var db = server.CreateDb();
        db.AddRange(Enumerable.Range(0, 52).Select(i => StoredValue.Create(i == 0 ? "" : "w", $"{Hostile} {i:00}", "1", null, DateTime.UtcNow)));
        await db.SaveChangesAsync();

        var first = await person.Http.GetStringAsync("/data/store");
        Assert.DoesNotContain(Hostile, first, StringComparison.Ordinal);
        Assert.Contains("all workflows", first, StringComparison.Ordinal);
        var next = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(first, "href=\"(/data/store\\?q=[^\"]*)\"").Groups[1].Value);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(await person.Http.GetStringAsync(next), "<th scope=\"row\">"));

        var one = $"scope=w&key={Uri.EscapeDataString($"{Hostile} 07")}";
        await PostAsync(person, "/data/store?" + one, "/data/store?handler=Save&" + one, ("text", """{"n": 8}"""));
        Assert.Equal("""{"n":8}""", await db.StoredValues.Where(v => v.Key.EndsWith("07")).Select(v => v.Json).SingleAsync());
        await PostAsync(person, "/data/store", "/data/store?handler=Delete&" + one);
        Assert.Equal(51, await db.StoredValues.CountAsync());
    }

    private static async Task PostAsync(Person person, string page, string to, params (string Name, string Value)[] fields)
    {
        using var answer = await person.PostAsync(page, fields.ToDictionary(f => f.Name, f => f.Value), to);
        Assert.True((int)answer.StatusCode == 302, await answer.Content.ReadAsStringAsync());
    }

    private static async Task ImportAsync(Person person, string page, string csv)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await person.TokenAsync(page)), "__RequestVerificationToken" },
            { new StringContent(csv), "file", "rows.csv" },
        };
        using var answer = await person.Http.PostAsync(page + "&handler=Import", form);
        Assert.Equal(302, (int)answer.StatusCode);
    }
}
