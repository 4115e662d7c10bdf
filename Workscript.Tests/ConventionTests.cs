using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Workscript.Engine;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;

namespace Workscript.Tests;

/// <summary>What the code keeps to, as far as it can be told by reading it.</summary>
public sealed partial class ConventionTests
{
    private const int LongestFile = 300;

    /// <summary>Files that are long for a reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["Workscript.Engine/Expressions/Parser.cs"] = "one grammar, read from top to bottom in the order of its precedences",
        ["Workscript.Engine/Execution/Interpreter.cs"] = "the one walk over a program: sequences, jumps, loops and edges share its position",
        ["Workscript.Web/wwwroot/app.css"] = "one stylesheet, in the order of the page; a second file would be a second request",
    };

    /// <summary>Files that wait for a task without giving up their thread, and why they may.</summary>
    private static readonly Dictionary<string, string> Waiting = new()
    {
        ["Workscript.Web/Live/RunHub.cs"] = "looks at a task that it knows to be complete",
        ["Workscript.Web/Features/Runs/RunReplay.cs"] = "the engine asks for earlier records as for something in memory, and once in many times they must be read first",
    };

    private static readonly string[] NotOurWords = ["Execution", "Task", "Job", "Automation", "Activity", "Action", "Flow", "Pipeline"];

    private static readonly string[] LayerWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Dto", "Repository", "Mediator", "Mapper"];

    private static readonly Assembly[] Ours = [typeof(WorkflowEngine).Assembly, typeof(Workscript.Web.Program).Assembly];

    [Fact]
    public void TheEngineNeedsNothingButDotnet()
    {
        var project = XDocument.Parse(Sources.Read("Workscript.Engine/Workscript.Engine.csproj"));
        Assert.DoesNotContain(project.Descendants(), element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference");
        Assert.All(typeof(WorkflowEngine).Assembly.GetReferencedAssemblies(), assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void EachNodeHasAFileOfItsOwn()
    {
        var files = Sources.Written("Workscript.Engine/Nodes", ".cs").ToList();
        foreach (var node in NodeCatalog.Standard.Nodes.Select(node => node.GetType().Name))
        {
            var file = Assert.Single(files, file => Path.GetFileName(file) == $"{node}.cs");
            Assert.Single(ClassOfANode().Matches(Sources.Read(file)));
        }
    }

    [Fact]
    public void EachNodeIsInTheCatalogue()
    {
        var written = typeof(INode).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(INode)));
        Assert.Equal(written.Select(type => type.Name).Order(), NodeCatalog.Standard.Nodes.Select(node => node.GetType().Name).Order());
    }

    [Fact]
    public void NoFileIsLong()
    {
        var files = Sources.Written(".", ".cs", ".cshtml", ".css", ".js").Where(file => !file.StartsWith("Workscript.Tests/", StringComparison.Ordinal));
        var tooLong = files.Where(file => File.ReadLines(Sources.At(file)).Count() > LongestFile);
        Assert.Equal(LongFiles.Keys.Order(StringComparer.Ordinal), tooLong);
    }

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b", "time comes from TimeProvider")]
    [InlineData(@"\basync void\b", "nobody can wait for it, and what it throws ends the process")]
    [InlineData(@"\bdynamic\b", "it is found out to be wrong only when it runs")]
    [InlineData(@"#region\b|#pragma warning disable|SuppressMessage", "what needs hiding needs changing")]
    [InlineData(@"\bcatch\s*(\([^)]*\))?\s*\{\s*\}", "a failure that nobody hears of")]
    [InlineData(@"\bThread\.Sleep\(", "it holds a thread for nothing")]
    [InlineData(@"\bnew Random\(", "chance comes from NodeHost or Random.Shared")]
    public void TheCodeDoesWithout(string pattern, string why) => AssertNowhere(pattern, why, Code("Workscript.Engine", "Workscript.Web"));

    [Theory]
    [InlineData(@"#region\b|#pragma warning disable|SuppressMessage|\bSkip\s*=", "what needs hiding needs changing")]
    [InlineData(@"\basync void\b", "its failure would be no test's failure")]
    [InlineData(@"\bcatch\s*(\([^)]*\))?\s*\{\s*\}", "a failure that nobody hears of")]
    public void TheTestsDoWithout(string pattern, string why) =>
        AssertNowhere(pattern, why, Code("Workscript.Tests").Where(file => file != "Workscript.Tests/ConventionTests.cs"));

    [Fact]
    public void NoThreadWaitsForATask()
    {
        var pattern = new Regex(@"(\)|Task)\.Result\b|\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)", RegexOptions.CultureInvariant);
        Assert.Equal(Waiting.Keys.Order(StringComparer.Ordinal), Code("Workscript.Engine", "Workscript.Web").Where(file => pattern.IsMatch(WithoutComments(file))));
    }

    [Theory]
    [InlineData(@"\sstyle\s*=", "the Content-Security-Policy forbids it")]
    [InlineData(@"\son[a-z]+\s*=\s*[""']", "the Content-Security-Policy forbids it")]
    [InlineData(@"hx-on\b|hx-vals\s*=\s*[""']js:|javascript:", "it needs eval, which the Content-Security-Policy forbids")]
    [InlineData(@"<script(?![^>]*\ssrc=)|<style\b", "the Content-Security-Policy forbids it")]
    [InlineData(@"@Html\.Raw\(", "what users wrote must never become markup")]
    public void ThePagesDoWithout(string pattern, string why) => AssertNowhere(pattern, why, Sources.Written("Workscript.Web", ".cshtml"));

    [Fact]
    public void TypesSpeakOfTheProductInItsOwnWords()
    {
        var types = Ours.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten).Select(type => type.Name.Split('`')[0]);
        Assert.DoesNotContain(types, name => Words(name).Intersect(NotOurWords).Any() || name.Contains("SecretStore", StringComparison.Ordinal));
    }

    [Fact]
    public void TypesHaveNoLayerWords()
    {
        var types = Ours.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten).Select(type => type.Name.Split('`')[0]);

        // The framework calls them so.
        var names = types.Select(name => name.Replace("TagHelper", "Tag", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => Words(name).Intersect(LayerWords).Any());
    }

    [Fact]
    public void ThereAreThreeProjects()
    {
        var projects = ProjectInSolution().Matches(Sources.Read("Workscript.sln")).Select(match => match.Groups[1].Value);
        Assert.Equal(["Workscript.Engine", "Workscript.Tests", "Workscript.Web"], projects.Order(StringComparer.Ordinal));
    }

    private static void AssertNowhere(string pattern, string why, IEnumerable<string> files)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant);
        var found = files.SelectMany(file => regex.Matches(WithoutComments(file)).Select(match => $"{file}: {match.Value.Trim()}"));
        Assert.True(!found.Any(), $"{why}:\n{string.Join('\n', found)}");
    }

    private static IEnumerable<string> Code(params string[] folders) => folders.SelectMany(folder => Sources.Written(folder, ".cs"));

    private static string WithoutComments(string file) => Comment().Replace(Sources.Read(file), "");

    private static bool IsWritten(Type type) =>
        type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.IsNestedPrivate && type.Namespace?.StartsWith("Workscript.", StringComparison.Ordinal) == true && !type.Name.Contains('<');

    private static IEnumerable<string> Words(string name) => Word().Matches(name).Select(match => match.Value);

    [GeneratedRegex(@"\bclass \w+Node\b")]
    private static partial Regex ClassOfANode();

    [GeneratedRegex(@"(?<!:)//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("[A-Z][a-z0-9]*|[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex("""= "([^"]+)", "[^"]+\.csproj""")]
    private static partial Regex ProjectInSolution();
}
