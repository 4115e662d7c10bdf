using System.Text.RegularExpressions;
using Workscript.Engine;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;

namespace Workscript.Tests.Engine.Nodes;

public sealed partial class ManifestTests
{
    // Text such as this has a little more than three characters in a token.
    private const int MostCharacters = 12_000 * 3;

    private static readonly string Text = Manifest.Write(NodeCatalog.Standard);

    public static TheoryData<string> Ids => new(NodeCatalog.Standard.Nodes.Select(node => node.Info.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryNodeIsThereWithItsParametersEdgesAndStateKeys(string id)
    {
        var info = NodeCatalog.Standard.Find(id)!.Info;
        var lines = Text[Text.IndexOf($"\n{id}: {info.Summary}\n", StringComparison.Ordinal)..].Split("\n\n")[0].Split('\n');
        Assert.All(info.Parameters, parameter => AssertNames(parameter, Line(lines, "in:")));
        Assert.All(info.Edges, edge => Assert.Contains(edge.Name, Line(lines, "edges:")));
        Assert.All(info.Edges.Where(edge => edge.Name != "error").SelectMany(edge => edge.Data), member => Assert.Contains(member, Line(lines, "edges:")));
        Assert.All(info.StateKeys, key => Assert.Contains(key, Line(lines, "state:")));
        Assert.True(new WorkflowEngine().Read(Documents.With(Line(lines, "e.g.").Trim()["e.g. ".Length..])).IsValid);
    }

    [Fact]
    public void EveryFunctionIsThere() =>
        Assert.All(FunctionCatalog.Families.SelectMany(family => family.Functions), function => Assert.Contains(function.Signature, Text));

    [Fact]
    public void TheDocumentItShowsIsFreeOfFindings() => Assert.Empty(new WorkflowEngine().Read(Document().Match(Text).Value).Diagnostics);

    [Fact]
    public void ItIsTheSameEachTimeAndShort()
    {
        Assert.Equal(Text, Manifest.Write(NodeCatalog.Standard));
        Assert.InRange(Text.Length, 1, MostCharacters);
        Assert.DoesNotContain("FUNCTIONS", Text);
    }

    private static void AssertNames(ParameterInfo parameter, string line)
    {
        Assert.Contains($"{parameter.Name}{(parameter.Required ? "*" : "")} ", line);
        Assert.All(parameter.Choices, choice => Assert.Contains(choice, line));
        Assert.Contains(parameter.Default.IsMissing ? "" : $" = {parameter.Default}", line);
        Assert.All(parameter.Columns, column => AssertNames(column, line));
    }

    private static string Line(IEnumerable<string> lines, string name) => lines.First(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal));

    [GeneratedRegex(@"^\{.*?^\}$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Document();
}
