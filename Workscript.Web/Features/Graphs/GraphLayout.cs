using Workscript.Engine.Definitions;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Graphs;

/// <summary>
/// Where the boxes and wires of a graph are. Steps stand below each other on an axis, so that what comes next is always straight down; what hangs on
/// the edges of a step stands in columns below it and to the right, and comes back to the axis below. Loops go back around the right of their columns, jumps
/// around the left of everything. Each box is placed once, in the order of the text: it takes time in proportion to what is drawn.
/// </summary>
public sealed class GraphLayout
{
    private const int BoxWidth = 224;
    private const int BoxHeight = 48;
    private const int DotSize = 12;
    private const int JoinWidth = 48;
    private const int JoinHeight = 6;
    private const int Gap = 28;
    private const int ColumnGap = 32;

    // How far from the axis of a step the first column begins that hangs on it.
    private const int Indent = 28;

    // From a box down to where its edges part, from there to their first boxes, and from their last ones to where they meet again.
    private const int PartingRoom = 14;
    private const int LabelRoom = 34;
    private const int MeetingRoom = 16;
    private const int LoopRoom = 18;
    private const int Margin = 16;
    private const int LongestLabel = 28;
    private const int NamesShown = 3;

    private readonly Graph _graph;
    private readonly List<GraphBox> _boxes = [];
    private readonly List<GraphWire> _wires = [];
    private readonly List<GraphLabel> _labels = [];

    private GraphLayout(Graph graph)
    {
        _graph = graph;
        var start = Add(new(GraphBoxKind.Start, -DotSize / 2, 0, DotSize, DotSize));
        var steps = PlacePart(GraphFolding.Fold(graph), 0, DotSize + Gap, [new(start, [new(0, DotSize)], true)], new(false, null));
        Connect(steps.Exits, Add(new(GraphBoxKind.End, -DotSize / 2, steps.Bottom + Gap, DotSize, DotSize)));
        var left = GraphJumps.Add(_boxes, _wires, _labels);
        Left = left - Margin;
        Width = steps.Right + Margin - Left;
        Height = steps.Bottom + Gap + DotSize + Margin - Top;
    }

    public int Left { get; }

    public int Top => -Margin;

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyList<GraphBox> Boxes => _boxes;

    public IReadOnlyList<GraphWire> Wires => _wires;

    public IReadOnlyList<GraphLabel> Labels => _labels;

    public static GraphLayout Of(Graph graph) => new(graph);

    internal static string Shortened(string name, int most = LongestLabel) => name.Length > most ? name[..(most - 1)] + "…" : name;

    private Extent PlacePart(GraphPart part, int x, int y, IReadOnlyList<LooseEnd> incoming, Place place)
    {
        if (part.Pieces is null)
        {
            return PlaceFold(part, x, y, incoming, place);
        }

        var extent = new Extent(y - Gap, x + (BoxWidth / 2), incoming);
        foreach (var piece in part.Pieces)
        {
            var placed = piece.Part is null
                ? PlaceStep(piece, x, extent.Bottom + Gap, extent.Exits, place)
                : PlacePart(piece.Part, x, extent.Bottom + Gap, extent.Exits, place);
            extent = placed with { Right = Math.Max(extent.Right, placed.Right) };
        }

        return extent;
    }

    private Extent PlaceFold(GraphPart part, int x, int y, IReadOnlyList<LooseEnd> incoming, Place place)
    {
        var names = part.Steps.Select(step => step.Name ?? step.Key).Take(NamesShown + 1).ToList();
        var mark = _graph.MarkOf(part.Steps);
        var box = Add(new(GraphBoxKind.Fold, x - (BoxWidth / 2), y, BoxWidth, BoxHeight)
        {
            Step = part.Steps.First(),
            Mark = mark,
            IsDisabled = place.IsDisabled,
            Via = place.Via,
            Part = part.Id,
            Folded = [.. part.Steps],
            Count = part.Count,
            Names = string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? ", …" : ""),
        });
        Connect(incoming, box);
        return new(y + BoxHeight, x + (BoxWidth / 2), [new(box, [new(x, y + BoxHeight)], mark is not null)]);
    }

    private Extent PlaceStep(GraphPiece piece, int x, int y, IReadOnlyList<LooseEnd> incoming, Place place)
    {
        var step = piece.Step!;
        var mark = _graph.Marks.GetValueOrDefault(step.Path);
        var isDisabled = place.IsDisabled || step.IsDisabled;
        var height = GraphJumps.HeightOf(step, BoxHeight);
        var box = Add(new(GraphBoxKind.Step, x - (BoxWidth / 2), y, BoxWidth, height) { Step = step, Mark = mark, IsDisabled = isDisabled, Via = place.Via });
        Connect(incoming, box);

        // A disabled step lets a run pass as if it were not there.
        var goesOn = step.IsDisabled ? incoming.Any(end => end.IsTaken) : mark?.TimesTaken("") > 0;
        var below = new Extent(y + height, x + (BoxWidth / 2), [new(box, [new(x, y + height)], goesOn)]);
        if (piece.Branches.Count == 0)
        {
            return below;
        }

        var branches = piece.Branches.ToLookup(branch => branch.Edge.Kind);
        var at = new Stage(step, mark, x, isDisabled);
        below = PlaceParallel(at, [.. branches[OutlineEdgeKind.Parallel]], below);
        below = PlaceRepeated(at, [.. branches[OutlineEdgeKind.Repeated]], below, y + (BoxHeight / 2));
        below = PlaceOnce(at, [.. branches[OutlineEdgeKind.Once]], below);
        LabelNowhere(step, mark, x, y + height);
        return below;
    }

    /// <summary>Branches that all run: the first straight below, and under them the bar at which they wait for each other.</summary>
    private Extent PlaceParallel(Stage at, GraphBranch[] branches, Extent below)
    {
        if (branches.Length == 0)
        {
            return below;
        }

        var columns = PlaceColumns(at, branches, below, at.X);
        var y = columns.Bottom + MeetingRoom;
        var join = Add(new(GraphBoxKind.Join, at.X - (JoinWidth / 2), y, JoinWidth, JoinHeight));
        foreach (var exit in columns.Exits)
        {
            if (exit.Last.X == at.X)
            {
                AddWire(exit.To(at.X, y), join, GraphWireKind.Next);
            }
            else
            {
                AddWire(exit.To(exit.Last.X, y + (JoinHeight / 2)).To(at.X + (JoinWidth / 2), y + (JoinHeight / 2)), join, GraphWireKind.Next);
            }
        }

        return new(y + JoinHeight, columns.Right, [below.Exits[0] with { From = join, Points = [new(at.X, y + JoinHeight)] }]);
    }

    /// <summary>Branches after which the step has another turn.</summary>
    private Extent PlaceRepeated(Stage at, GraphBranch[] branches, Extent below, int middle)
    {
        if (branches.Length == 0)
        {
            return below;
        }

        var box = below.Exits[0].From;
        var columns = PlaceColumns(at, branches, below, at.X + Indent + (BoxWidth / 2));
        var (y, lane) = (columns.Bottom + MeetingRoom, columns.Right + LoopRoom);
        foreach (var exit in columns.Exits)
        {
            AddWire(exit.To(exit.Last.X, y).To(lane, y).To(lane, middle).To(_boxes[box].Right, middle), box, GraphWireKind.Back);
        }

        return new(y, lane, below.Exits);
    }

    /// <summary>Branches of which one at most runs.</summary>
    private Extent PlaceOnce(Stage at, GraphBranch[] branches, Extent below)
    {
        if (branches.Length == 0)
        {
            return below;
        }

        var columns = PlaceColumns(at, branches, below, at.X + Indent + (BoxWidth / 2));
        var y = columns.Bottom + MeetingRoom;
        return new(y, Math.Max(below.Right, columns.Right), [.. below.Exits, .. columns.Exits.Select(exit => exit.To(exit.Last.X, y).To(at.X, y))]);
    }

    /// <summary>Columns beside each other, the first on the given axis. Their ends are left where they are.</summary>
    private Extent PlaceColumns(Stage at, GraphBranch[] branches, Extent above, int axis)
    {
        var start = above.Exits[0];
        var parting = above.Bottom + PartingRoom;
        var (bottom, right, exits) = (parting, above.Right, new List<LooseEnd>());
        foreach (var (edge, part) in branches)
        {
            var times = at.Mark?.TimesTaken(edge.Name) ?? 0;
            var isTaken = times > 0 || (edge.Kind == OutlineEdgeKind.Parallel && at.Mark is not null);
            _labels.Add(new(axis, parting + (LabelRoom / 2) + 2, Named(edge.Name, times), isTaken));
            var begin = new LooseEnd(start.From, [.. start.Points, new(at.X, parting), new(axis, parting)], isTaken);
            var column = PlacePart(part, axis, parting + LabelRoom, [begin], new(at.IsDisabled, (edge.Name, at.Step.Name ?? at.Step.Key)));
            bottom = Math.Max(bottom, column.Bottom);
            right = Math.Max(right, column.Right);
            exits.AddRange(column.Exits);
            axis = column.Right + ColumnGap + (BoxWidth / 2);
        }

        return new(bottom, right, exits);
    }

    // Edges that lead nowhere end a loop, or answer an error with nothing: it is the way straight down that they name.
    private void LabelNowhere(OutlineStep step, GraphMark? mark, int x, int bottom)
    {
        var names = step.Edges.Where(edge => edge is { Steps.Count: 0, JumpsTo: null }).Select(edge => edge.Name).ToList();
        if (names.Count > 0 && !step.Edges.Any(edge => edge.Kind == OutlineEdgeKind.Parallel))
        {
            _labels.Add(new(x, bottom + PartingRoom + (LabelRoom / 2) + 2, Shortened(string.Join(", ", names)), mark?.TimesTaken("") > 0));
        }
    }

    internal static string Named(string edge, long times) => times > 1 ? $"{Shortened(edge)} ×{Wording.Number(times)}" : Shortened(edge);

    private int Add(GraphBox box)
    {
        _boxes.Add(box);
        return _boxes.Count - 1;
    }

    private void Connect(IReadOnlyList<LooseEnd> ends, int box)
    {
        var to = _boxes[box];
        foreach (var end in ends)
        {
            AddWire(end.To(to.Axis, to.Y), box, GraphWireKind.Next);
        }
    }

    private void AddWire(LooseEnd end, int box, GraphWireKind kind) =>
        _wires.Add(new(end.From, box, kind, GraphWire.Straightened(end.Points), end.IsTaken && _graph.IsRun && IsReached(_boxes[box])));

    private bool IsReached(GraphBox box) => box.Kind switch
    {
        GraphBoxKind.End => _graph.ReachesEnd,
        GraphBoxKind.Step or GraphBoxKind.Fold => box.Mark is not null || box.IsDisabled,
        _ => true,
    };

    /// <summary>How far down and to the right something goes, and the ways that go on from it.</summary>
    private sealed record Extent(int Bottom, int Right, IReadOnlyList<LooseEnd> Exits);

    private sealed record Place(bool IsDisabled, (string Edge, string Of)? Via);

    private sealed record Stage(OutlineStep Step, GraphMark? Mark, int X, bool IsDisabled);

    /// <summary>A way that has yet to come to a box.</summary>
    private sealed record LooseEnd(int From, GraphPoint[] Points, bool IsTaken)
    {
        public GraphPoint Last => Points[^1];

        public LooseEnd To(int x, int y) => this with { Points = [.. Points, new(x, y)] };
    }
}
