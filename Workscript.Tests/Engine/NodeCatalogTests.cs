using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine;

public sealed class NodeCatalogTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    public static TheoryData<string> Ids => new(NodeCatalog.Standard.Nodes.Select(node => node.Info.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task EveryNodesExampleIsFreeOfFindingsShowsTheNodeAndCompletes(string id)
    {
        var info = NodeCatalog.Standard.Find(id)!.Info;
        var answer = new HttpAnswer(200, "OK", [new("content-type", "application/json")], "{}"u8.ToArray(), new Uri("https://example.org"), false);
        var engine = new WorkflowEngine(host: new AnsweringHost(answer) { Behind = world.Host });
        var reading = engine.Read(info.Example);
        Assert.Empty(reading.Diagnostics);
        var journal = new Documents.ListJournal();
        var result = await engine.RunAsync(reading.Program!, new RunOptions { Journal = journal });
        Assert.Equal((RunOutcome.Completed, 0), (result.Outcome, result.Warnings));
        Assert.Contains(journal.Records, record => record.NodeId == id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryNodeDeclaresItselfInWords(string id)
    {
        var info = NodeCatalog.Standard.Find(id)!.Info;
        Assert.DoesNotContain("..", info.Summary);
        Assert.True(char.IsUpper(info.Summary[0]) && !info.Summary.EndsWith('.'), info.Summary);
        Assert.NotEmpty(info.Edges);
        Assert.All(info.Parameters, parameter => Assert.False(string.IsNullOrWhiteSpace(parameter.Help)));
        Assert.All(info.Parameters, parameter => Assert.Equal(parameter.Kind == ParameterKind.Choice, parameter.Choices.Count > 0));
        Assert.All(info.Parameters, parameter => Assert.True(parameter.Kind == ParameterKind.Rows || parameter.Columns.Count == 0));
        Assert.All(info.Edges.Where(edge => edge.FallsBackTo is not null), edge => Assert.NotNull(info.Edge(edge.FallsBackTo!)));
    }

    [Fact]
    public void TwoNodesWithOneIdAreAnErrorAtStart()
    {
        var log = NodeCatalog.Standard.Find("log")!;
        var e = Assert.Throws<ArgumentException>(() => new NodeCatalog([log, log]));
        Assert.Contains("Two nodes have the id 'log'", e.Message);
    }
}
