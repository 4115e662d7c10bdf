using System.Net;
using Workscript.Engine.Expressions;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Features.Nodes;

public sealed class FunctionsPageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task ThePageShowsEveryFunctionOfTheLanguage()
    {
        var page = await GetAsync("/nodes/functions");
        Assert.All(FunctionCatalog.Families, family => Assert.Contains($">{family.Name}</h2>", page));
        foreach (var function in FunctionCatalog.Families.SelectMany(family => family.Functions))
        {
            string[] words = [function.Signature, function.Summary, function.Example, function.Result, .. function.Aliases];
            Assert.All(words, word => Assert.Contains(word, page));
        }
    }

    [Fact]
    public async Task AFilterLeavesTheFunctionsThatHaveTheWords()
    {
        var page = await GetAsync("/nodes/functions?q=time+zone+later");
        Assert.Contains("addTime(", page);
        Assert.DoesNotContain("trimStart(", page);
        Assert.Contains("No function does that", await GetAsync("/nodes/functions?q=nothing+does+this"));
    }

    private async Task<string> GetAsync(string path)
    {
        using var reader = await shared.Server.SignInAsync("viewer");
        return WebUtility.HtmlDecode(await reader.Http.GetStringAsync(path));
    }
}
