using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine;

/// <summary>What documents of the language's first version do, they do here. Each case of the corpus is a test of its own.</summary>
public sealed class ConformanceTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    /// <summary>Nodes that are still to come; the cases that name one run once it is here.</summary>
    private static readonly string[] NodesToCome =
    [
        "ask-ai",
        "listEmails",
        "sendEmail",
    ];

    /// <summary>Cases that this language decides otherwise, and why.</summary>
    private static readonly Dictionary<(string File, string Name), string> LeftOut = new()
    {
        [("errors.json", "exception in a nested node fails the whole workflow")] = "an error edge that is named is taken by a nested node, too, whatever went wrong",
        [("loops.json", "loop of 1000 iterations exceeds the limit")] = "decided.json: a loop's steps may run 1000 times",
        [("loops.json", "loop counter resets after leaving and re-entering via a backward jump")] = "each loop starts afresh, so the counter is 2 at the end, not 6",
        [("sort.json", "missing type")] = "type defaults to simple",
        [("validateData.json", "no data")] = "decided.json: without data the state is checked",
        [("switch.json", "number operators need dataType number (default is string)")] = "without a dataType the operation decides, and gt is numeric",
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var one in ConformanceCase.All.Where(one => !LeftOut.ContainsKey((one.File, one.Name)) && !one.NodesNamed().Overlaps(NodesToCome)))
            {
                cases.Add(one.File, one.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task DocumentsDoWhatTheyAlwaysDid(string file, string name)
    {
        var expected = ConformanceCase.Find(file, name);
        var engine = new WorkflowEngine(host: world.Host);
        var reading = engine.Read(expected.Document);
        if (expected.Expect["status"].AsText == "invalid")
        {
            AssertInvalid(expected.Expect, reading);
            return;
        }

        Assert.True(reading.IsValid, string.Join("\n", reading.Errors));
        var journal = new Documents.ListJournal();
        var result = await engine.RunAsync(reading.Program!, new RunOptions { Journal = journal });
        AssertEnd(expected.Expect, result);
        AssertState(expected.Expect, result.State);
        AssertLogs(expected.Expect["logs"], journal.Records);
        AssertEdges(expected, journal.Records);
    }

    [Fact]
    public void NodesToComeAreNotHereYet() => Assert.DoesNotContain(NodesToCome, id => NodeCatalog.Standard.Find(id) is not null);

    [Fact]
    public void CasesLeftOutExist() => Assert.All(LeftOut.Keys, key => ConformanceCase.Find(key.File, key.Name));

    private static void AssertInvalid(Value expect, Reading reading)
    {
        Assert.False(reading.IsValid, "The document should not be valid");
        Assert.Equal(Texts(expect["codes"]).Order(), reading.Errors.Select(error => error.Code).Distinct().Order());
        if (expect["errorContains"].AsText is { } part)
        {
            Assert.Contains(reading.Errors, error => $"{error.Code} {error.Path} {error.Message}".Contains(part, StringComparison.Ordinal));
        }
    }

    private static void AssertEnd(Value expect, RunResult result)
    {
        var outcome = expect["status"].AsText == "failed" ? RunOutcome.Failed : RunOutcome.Completed;
        Assert.True(outcome == result.Outcome, $"The run {result.Outcome}: {result.Error}");
        if (expect["errorContains"].AsText is { } part)
        {
            Assert.Contains(part, result.Error!.Message);
        }
    }

    private static void AssertState(Value expect, ValueMap state)
    {
        foreach (var (key, value) in expect["state"].AsMap ?? ValueMap.Empty)
        {
            AssertSame(key, value, state[key]);
        }

        foreach (var (path, value) in expect["statePaths"].AsMap ?? ValueMap.Empty)
        {
            AssertSame(path, value, path.Split('.').Aggregate(Value.Of(state), Member));
        }

        Assert.All(Texts(expect["absent"]), key => Assert.True(state[key].IsMissing, $"{key} is set"));
    }

    private static void AssertLogs(Value expected, IEnumerable<StepRecord> records)
    {
        if (!expected.IsMissing)
        {
            var logged = records.SelectMany(record => record.Logs).Select(line => line.Message.IsMissing ? Value.Null : line.Message);
            AssertSame("logs", expected, ValueList.Of(logged.ToArray()));
        }
    }

    private static void AssertEdges(ConformanceCase expected, IEnumerable<StepRecord> records)
    {
        if (expected.Expect["edges"].IsMissing)
        {
            return;
        }

        var taken = records.Where(record => record.Error is not { Thrown: true } && !expected.IsTarget(record.Key.Path)).ToList();
        var edges = Texts(expected.Expect["edges"]).ToList();
        var named = taken.Select((record, at) => $"{record.Step}:{(at < edges.Count ? EdgeAs(edges[at], record) : record.Edge)}");
        Assert.Equal(edges, named);
    }

    /// <summary>The record's edge, or the general one it falls back to where that is what is expected: finer edges are new.</summary>
    private static string EdgeAs(string expected, StepRecord record)
    {
        var general = NodeCatalog.Standard.Find(record.NodeId)!.Info.Edge(record.Edge)?.FallsBackTo;
        return general is not null && expected == $"{record.Step}:{general}" ? general : record.Edge;
    }

    private static void AssertSame(string what, Value expected, Value actual) =>
        Assert.True(AsDoubles(expected) == AsDoubles(actual), $"{what}\nexpected: {expected}\nactual:   {(actual.IsMissing ? "missing" : actual)}");

    private static Value AsDoubles(Value value) => value.Kind switch
    {
        ValueKind.Number => value.AsDouble,
        ValueKind.List => ValueList.Of(value.AsList!.Select(AsDoubles).ToArray()),
        ValueKind.Map => value.AsMap!.Aggregate(new ValueMap.Builder(), (map, member) => map.Set(member.Key, AsDoubles(member.Value))).Build(),
        _ => value,
    };

    private static Value Member(Value value, string name) => value.Kind == ValueKind.List ? value[int.Parse(name)] : value[name];

    private static IEnumerable<string> Texts(Value list) => list.AsList?.Select(item => item.AsText!) ?? [];
}
