using Workscript.Engine.Nodes;
using Workscript.Engine.Schemas;
using Workscript.Tests.Support;
using Workscript.Web.Cli;

namespace Workscript.Tests.Web.Cli;

public sealed class CommandLineTests
{
    public static TheoryData<string> Verbs => [.. CommandLine.Verbs.Select(verb => verb.Name)];

    [Fact]
    public async Task HelpListsEveryVerb()
    {
        var result = await Shell.RunAsync("--help");

        Assert.Equal(0, result.Code);
        Assert.All(CommandLine.Verbs.Where(verb => !verb.IsInternal), verb => Assert.Contains($"  {verb.Name} ", result.Output));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task EveryVerbAnswersHelp(string name)
    {
        var result = await Shell.RunAsync([.. name.Split(' '), "--help"]);

        Assert.Equal(0, result.Code);
        Assert.StartsWith($"workscript {name}", result.Output);
        Assert.Contains("--data DIR", result.Output);
    }

    [Fact]
    public async Task TheVersionIsPrinted()
    {
        var result = await Shell.RunAsync("--version");

        Assert.Equal(0, result.Code);
        Assert.Matches(@"^workscript \d+\.\d+\.\d+\n$", result.Output);
    }

    [Theory]
    [InlineData("unknown verb 'validat': did you mean 'validate'?", "validat")]
    [InlineData("'apikey' needs a word more: apikey add", "apikey")]
    [InlineData("unknown option '--url' of workscript serve: did you mean '--urls'?", "--url", "x")]
    [InlineData("'extra' is not expected after workscript migrate", "migrate", "extra")]
    [InlineData("there is no node 'lgo': did you mean 'log'?", "nodes", "lgo")]
    public async Task WhatCannotBeMeantIsRefusedWithTheNearestThing(string message, params string[] words)
    {
        var result = await Shell.RunAsync(words);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public async Task ANodeIsDescribed()
    {
        var result = await Shell.RunAsync("nodes", "log");

        Assert.Equal(0, result.Code);
        Assert.All(["message (", "Edges", "success", "Example"], part => Assert.Contains(part, result.Output));
    }

    [Fact]
    public async Task TheCatalogueIsPrintedForModelsAndForEditors()
    {
        Assert.Equal(Manifest.Write(NodeCatalog.Standard).TrimEnd() + "\n", (await Shell.RunAsync("nodes", "--manifest")).Output);
        Assert.Equal(WorkflowSchema.Write(NodeCatalog.Standard), (await Shell.RunAsync("nodes", "--schema")).Output);
    }
}
