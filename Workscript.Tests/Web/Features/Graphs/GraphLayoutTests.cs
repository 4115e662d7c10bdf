using Workscript.Engine;
using Workscript.Engine.Nodes;
using Workscript.Tests.Engine;
using Workscript.Web.Features.Graphs;

namespace Workscript.Tests.Web.Features.Graphs;

public sealed class GraphLayoutTests
{
    public static IEnumerable<string> Constructs { get; } =
    [
        """{ "log": { "message": "a" } }""",
        """{ "logic": { "operation": "equal", "values": [1, 1], "true?": ["log", "log"], "false?": { "log": { "@disabled": true } } } }""",
        """{ "range...": { "stop": 3, "current_step?": { "range...": { "stop": 2, "current_step?": "empty" } }, "error?": null } }, { "empty": {} }""",
        """{ "parallel": { "a?": "log", "b?": ["log", "log"], "c?": "log", "done?": "log", "error?": "log" } }""",
        """{ "forEach": { "items": [1], "each?": ["log", "log"], "done?": "log" } }""",
        """{ "$.n": 1 }, { "logic": { "operation": "equal", "values": [1, 1], "true?": "$.n", "false?": "log", "error?": "$.n" } }, { "log": {} }, { "math": { "operation": "add", "values": [1], "error?": "math" } }""",
        string.Join(',', Enumerable.Repeat("""{ "logic": { "operation": "equal", "values": [1, 1], "true?": ["log", "log"], "false?": "log" } }""", 300)),
        Nested(25),
    ];

    public static TheoryData<int> ConstructNumbers => [.. Enumerable.Range(0, Constructs.Count())];

    [Theory]
    [MemberData(nameof(ConstructNumbers))]
    public void BoxesKeepApartAndWiresLeadFromBoxToBox(int construct)
    {
        var document = Documents.With(Constructs.ElementAt(construct));
        AssertSound(GraphOf(document));
        AssertSound(GraphOf(document) with { Open = [Graph.Everything] });
    }

    [Fact]
    public void EveryDocumentOfTheCorpusHasASoundPicture()
    {
        var engine = new WorkflowEngine();
        var drawn = ConformanceCase.All.Where(one => engine.Read(one.Document).IsValid).ToList();
        Assert.NotEmpty(drawn);
        Assert.All(drawn, one => AssertSound(GraphOf(one.Document)));
        Assert.All(NodeCatalog.Standard.Nodes, node => AssertSound(GraphOf(node.Info.Example)));
    }

    [Fact]
    public void TheSameDocumentHasTheSamePicture()
    {
        var document = Documents.With(Constructs.ElementAt(5));
        Assert.Equal(Shape(GraphLayout.Of(GraphOf(document))), Shape(GraphLayout.Of(GraphOf(document))));
    }

    [Fact]
    public void WhatComesNextIsStraightBelowAndABranchIsToTheRight()
    {
        var boxes = GraphLayout.Of(GraphOf(Documents.With(Constructs.ElementAt(1) + """, { "empty": {} }"""))).Boxes;
        var (step, first, next) = (Box(boxes, "logic"), boxes.First(box => box.Via?.Edge == "true"), Box(boxes, "empty"));
        Assert.Equal(step.X, next.X);
        Assert.True(first.X > step.Axis && first.Y > step.Bottom && next.Y > first.Bottom);
    }

    [Fact]
    public void OfAHugeDocumentNoMoreIsDrawnThanOneCanTakeIn()
    {
        var flat = GraphOf(Documents.With(string.Join(',', Enumerable.Repeat("\"empty\"", 10_000))));
        var deep = GraphOf(Documents.With(string.Join(',', Enumerable.Repeat("""{ "logic": { "operation": "and", "values": [true], "true?": ["empty", "empty"] } }""", 3_000))));
        foreach (var graph in new[] { flat, deep })
        {
            AssertSound(graph);
            Assert.InRange(GraphLayout.Of(graph).Boxes.Count, 10, 200);
            Assert.InRange(GraphLayout.Of(graph with { Open = [Graph.Everything] }).Boxes.Count, 200, 700);
            Assert.Equal(graph.Count, GraphLayout.Of(graph).Boxes.Sum(box => box.Kind == GraphBoxKind.Fold ? box.Count : box.Kind == GraphBoxKind.Step ? 1 : 0));
        }
    }

    [Fact]
    public void EveryFoldOpensByItsLinkAndShowsTheStepsThatItHid()
    {
        var graph = GraphOf(Documents.With(Constructs.ElementAt(6)));
        var fold = GraphLayout.Of(graph).Boxes.First(box => box.Kind == GraphBoxKind.Fold);
        var opened = GraphLayout.Of(graph with { Open = [fold.Part] }).Boxes;
        Assert.DoesNotContain(opened, box => box.Part == fold.Part);
        Assert.Contains(opened, box => box.Kind == GraphBoxKind.Step && box.Step!.Path == fold.Step!.Path);
    }

    [Fact]
    public void AStepThatMustBeSeenIsNeverFolded()
    {
        var graph = GraphOf(Documents.With(Constructs.ElementAt(6)));
        var path = graph.Steps[150].Edges[0].Steps[1].Path;
        Assert.DoesNotContain(GraphLayout.Of(graph).Boxes, box => box.Step?.Path == path);
        Assert.Contains(GraphLayout.Of(graph with { Shown = [path] }).Boxes, box => box.Step?.Path == path);
    }

    private static Graph GraphOf(string document)
    {
        var reading = new WorkflowEngine().Read(document);
        Assert.True(reading.IsValid, string.Join('\n', reading.Errors));
        return new("Steps", reading.Program!.Outline, "/here", step => step.Path);
    }

    private static void AssertSound(Graph graph)
    {
        var layout = GraphLayout.Of(graph);
        foreach (var (box, i) in layout.Boxes.Select((box, i) => (box, i)))
        {
            Assert.True(box.X >= layout.Left && box.Y >= layout.Top && box.Right <= layout.Left + layout.Width && box.Bottom <= layout.Top + layout.Height, $"{box.Title} is outside");
            Assert.DoesNotContain(layout.Boxes.Skip(i + 1), other => other.X < box.Right && box.X < other.Right && other.Y < box.Bottom && box.Y < other.Bottom);
        }

        foreach (var wire in layout.Wires)
        {
            Assert.True(IsOnEdgeOf(layout.Boxes[wire.From], wire.Points[0]) && IsOnEdgeOf(layout.Boxes[wire.To], wire.Points[^1]), $"A wire is loose: {wire.Path}");
            Assert.All(wire.Points, point => Assert.True(point.X >= layout.Left && point.X <= layout.Left + layout.Width, $"A wire is outside: {wire.Path}"));
            Assert.All(wire.Points.Zip(wire.Points.Skip(1)), pair => Assert.True(pair.First.X == pair.Second.X || pair.First.Y == pair.Second.Y));
        }

        // Whatever is drawn can be come to.
        var reached = layout.Wires.Select(wire => wire.To).ToHashSet();
        Assert.All(layout.Boxes.Select((box, i) => (box, i)).Where(one => one.box.Kind != GraphBoxKind.Start), one => Assert.Contains(one.i, reached));
    }

    private static bool IsOnEdgeOf(GraphBox box, GraphPoint point) =>
        point.X >= box.X && point.X <= box.Right && point.Y >= box.Y && point.Y <= box.Bottom && (point.X == box.X || point.X == box.Right || point.Y == box.Y || point.Y == box.Bottom);

    private static GraphBox Box(IReadOnlyList<GraphBox> boxes, string key) => boxes.Single(box => box.Step?.Key == key);

    private static string Shape(GraphLayout layout) =>
        string.Join('\n', layout.Boxes.Select(box => $"{box.X} {box.Y} {box.Title}").Concat(layout.Wires.Select(wire => wire.Path)).Concat(layout.Labels.Select(label => $"{label}")));

    private static string Nested(int deep) =>
        deep == 0 ? """{ "log": {} }""" : $$"""{ "logic": { "operation": "and", "values": [true], "true?": {{Nested(deep - 1)}}, "false?": "log" } }""";
}
