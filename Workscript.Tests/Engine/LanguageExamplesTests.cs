using System.Text;
using System.Text.RegularExpressions;
using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine;

/// <summary>
/// Each workflow of the tour of the language does what <c>expected/runs.json</c> says of it: a run or several, each with what it is <c>given</c>, what the
/// network <c>answers</c>, whether the clock <c>leaps</c> over waits and the run is a <c>test</c>, and how it ends: <c>status</c>, the <c>error</c>'s code and a part of its
/// <c>message</c>, a part of the <c>state</c>, the <c>logs</c>, and how many <c>warnings</c> there are.
/// </summary>
public sealed partial class LanguageExamplesTests
{
    private const string Folder = "examples/language";

    private static readonly ValueMap Expected = Json.Read(Sources.Read($"{Folder}/expected/runs.json")).AsMap!;

    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            foreach (var (file, expected) in Expected)
            {
                Enumerable.Range(0, RunsOf(expected).Count).ToList().ForEach(i => runs.Add(file, i));
            }

            return runs;
        }
    }

    public static TheoryData<string> Files => [.. Expected.Names.ToArray()];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task EachDoesWhatTheTourSays(string file, int run)
    {
        var expected = RunsOf(Expected[file])[run];
        var options = new RunOptions { State = expected["given"].AsMap ?? ValueMap.Empty, UsesPins = expected["test"].IsTrue };
        var (result, records) = await Documents.RunAsync(Sources.Read($"{Folder}/{file}"), options, host: HostOf(expected));
        Assert.Equal((expected["status"].AsText ?? "completed", expected["error"].AsText), (result.Outcome.ToString().ToLowerInvariant(), result.Error?.Code));
        Assert.Contains(expected["message"].AsText ?? "", result.Error?.Message ?? "");
        Assert.All(expected["state"].AsMap ?? ValueMap.Empty, member => Assert.Equal(member.Value, result.State[member.Key]));
        Assert.Equal(expected["warnings"].IsMissing ? 0 : (int)expected["warnings"].AsDouble, result.Warnings);
        if (expected["logs"].AsList is { } logs)
        {
            Assert.Equal(logs, records.SelectMany(record => record.Logs).Select(line => line.Message));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EachIsFreeOfFindingsAndSaysWhatItIsAbout(string file)
    {
        var reading = new WorkflowEngine().Read(Sources.Read($"{Folder}/{file}"));
        Assert.Empty(reading.Diagnostics);
        Assert.NotEmpty(reading.Definition!.Description!);
        Assert.StartsWith("language-", reading.Definition.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTourShowsEachOfThemOnce()
    {
        var files = Directory.GetFiles(Sources.At(Folder), "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(files, Expected.Names.ToArray().Order(StringComparer.Ordinal));
        Assert.Equal(files, Shown().Matches(Sources.Read($"{Folder}/README.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static ValueList RunsOf(Value expected) => expected.AsList ?? ValueList.Of(expected);

    private static NodeHost HostOf(Value expected) => expected["answers"].IsMissing && !expected["leaps"].IsTrue
        ? new NodeHost()
        : new AnsweringHost([.. (expected["answers"].AsList ?? ValueList.Empty).Select(AnswerOf)]);

    private static object AnswerOf(Value answer) => Duration.TryParse(answer["after"]) is { } silence
        ? silence
        : new HttpAnswer((int)answer["status"].AsDouble, "", [new("content-type", "application/json")], Encoding.UTF8.GetBytes(Json.Write(answer["body"])), new Uri("https://example.org"), false);

    [GeneratedRegex(@"\]\(([a-z-]+\.json)\)")]
    private static partial Regex Shown();
}
