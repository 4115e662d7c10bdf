using Workscript.Engine;
using Workscript.Engine.Definitions;

namespace Workscript.Tests.Engine;

public sealed class OutlineTests
{
    [Fact]
    public void AnOutlineHasTheStepsWithTheirNamesAndWhereTheirEdgesLead()
    {
        var steps = Outline("""
            { "log": { "@name": "Say it", "@disabled": true, "message": "a" } },
            { "range...": { "stop": 3, "current_step?": ["log", { "math": { "operation": "add", "values": [1], "error?": null } }] } },
            { "logic": { "operation": "equal", "values": [1, 1], "true?": "log" } }
            """);

        Assert.Equal(["log", "range...", "logic"], steps.Select(step => step.Key));
        Assert.Equal(("Say it", true, "/workflow/0"), (steps[0].Name, steps[0].IsDisabled, steps[0].Path));
        Assert.Equal(4 - 1, steps[1].Count);
        var loop = Assert.Single(steps[1].Edges);
        Assert.Equal(OutlineEdgeKind.Repeated, loop.Kind);
        Assert.Equal(["log", "math"], loop.Steps.Select(step => step.Key));
        Assert.Empty(Assert.Single(loop.Steps[1].Edges).Steps);
        Assert.Equal("/workflow/0", Assert.Single(steps[2].Edges).JumpsTo);
    }

    [Fact]
    public void EachBranchOfAParallelIsOneButNotItsEnd()
    {
        var step = Outline("""{ "parallel": { "a?": "log", "done?": "log" } }, { "forEach": { "items": [1], "each?": "log", "done?": { "log": {} } } }""");
        Assert.Equal([OutlineEdgeKind.Parallel, OutlineEdgeKind.Once], step[0].Edges.Select(edge => edge.Kind));
        Assert.Equal([OutlineEdgeKind.Repeated, OutlineEdgeKind.Once], step[1].Edges.Select(edge => edge.Kind));
    }

    private static IReadOnlyList<OutlineStep> Outline(string steps)
    {
        var reading = new WorkflowEngine().Read(Documents.With(steps));
        Assert.True(reading.IsValid, string.Join('\n', reading.Diagnostics));
        return reading.Program!.Outline;
    }
}
