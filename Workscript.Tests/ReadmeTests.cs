using System.Text.RegularExpressions;
using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests;

/// <summary>What README.md shows is here word for word, compiled and run.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = Sources.Read("README.md");

    [Fact]
    public async Task TheEngineRunsInFiveLines()
    {
        File.WriteAllText("hello.json", Block("json"));
        Assert.Equal("Hello, Ada!", await RunHelloAsync());
    }

    [Fact]
    public async Task ANodeIsAClass()
    {
        var engine = new WorkflowEngine(new NodeCatalog([.. NodeCatalog.Standard.Nodes, new ShoutNode()]));
        var reading = engine.Read(new ShoutNode().Info.Example);
        Assert.Empty(reading.Diagnostics);
        var result = await engine.RunAsync(reading.Program!);
        Assert.Equal("HELLO!", result.State["shouted"].AsText);
    }

    [Fact]
    public void TheCodeShownIsTheCodeOfTheseTests()
    {
        var here = Lines(Sources.Read("Workscript.Tests/ReadmeTests.cs"));
        var shown = CodeBlock().Matches(Readme).Where(block => block.Groups[1].Value == "csharp").ToList();
        Assert.Equal(2, shown.Count);
        Assert.All(shown, block => Assert.Contains(Lines(block.Groups[2].Value), here, StringComparison.Ordinal));
    }

    [Fact]
    public void FilesThatAreNamedExist()
    {
        var named = LinkTarget().Matches(Readme).Concat(Script().Matches(Readme)).Concat(Folder().Matches(Readme)).Select(match => match.Groups[1].Value);
        Assert.All(named.Distinct(), path => Assert.True(Path.Exists(Sources.At(path)), path));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("ops/workscript.env.example")]
    public void SettingsThatAreNamedExist(string file)
    {
        var code = string.Concat(Sources.Written("Workscript.Web", ".cs").Select(Sources.Read));
        var named = Setting().Matches(Sources.Read(file)).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal));
        Assert.All(named.Where(name => name != "ConnectionStrings:Default").Distinct(), name => Assert.Contains($"\"{name}\"", code, StringComparison.Ordinal));
    }

    private static async Task<string?> RunHelloAsync()
    {
        var engine = new WorkflowEngine();
        var reading = engine.Read(File.ReadAllText("hello.json"));
        var program = reading.Program ?? throw new FormatException(string.Join("\n", reading.Errors));
        var result = await engine.RunAsync(program, new RunOptions { State = ValueMap.Of("name", "Ada") });
        Console.WriteLine(result.State["greeting"].AsText);
        return result.State["greeting"].AsText;
    }

    private static string Block(string language) => CodeBlock().Matches(Readme).First(block => block.Groups[1].Value == language).Groups[2].Value;

    /// <summary>The lines without their indentation.</summary>
    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(((?!http)[^)]+)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"\b(scripts/[a-z]+)")]
    private static partial Regex Script();

    [GeneratedRegex(@"^\| `([A-Za-z./]+/)`", RegexOptions.Multiline)]
    private static partial Regex Folder();

    [GeneratedRegex("[A-Z][A-Za-z]+__[A-Z][A-Za-z]+")]
    private static partial Regex Setting();

    /// <summary>Says a text louder.</summary>
    internal sealed class ShoutNode : PureNode
    {
        public override NodeInfo Info { get; } = new()
        {
            Id = "shout",
            Family = NodeFamily.Text,
            Summary = "Say a text louder",
            Parameters = [new("text", ParameterKind.Text, "What to say") { Required = true }],
            Edges = [new("success", "Always") { Data = ["shouted"] }],
            StateKeys = ["shouted"],
            Example = """{ "id": "shout-example", "name": "Shout", "version": "1.0.0", "workflow": [{ "shout": { "text": "hello" } }] }""",
        };

        protected internal override Outcome Execute(NodeContext context)
        {
            var shouted = context.Text("text", "").ToUpperInvariant() + "!";
            context.Set("shouted", shouted);
            return Outcome.Take("success", ValueMap.Of("shouted", shouted));
        }
    }
}
