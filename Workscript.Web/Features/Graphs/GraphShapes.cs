using System.Globalization;
using System.Text;
using Workscript.Engine.Definitions;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Graphs;

public enum GraphBoxKind
{
    Start,
    Step,

    /// <summary>Steps that are folded.</summary>
    Fold,

    /// <summary>Where branches that ran at the same time come together.</summary>
    Join,
    End,
}

/// <summary>Something that wires lead to.</summary>
public sealed record GraphBox(GraphBoxKind Kind, int X, int Y, int Width, int Height)
{
    /// <summary>The step; of a fold, the first.</summary>
    public OutlineStep? Step { get; init; }

    public GraphMark? Mark { get; init; }

    /// <summary>Whether it never runs: disabled, or below something that is.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The edge that it hangs on, and whose that is.</summary>
    public (string Edge, string Of)? Via { get; init; }

    /// <summary>What stands in a URL for a fold.</summary>
    public string Part { get; init; } = "";

    /// <summary>The steps of a fold, without those that hang on their edges.</summary>
    public IReadOnlyList<OutlineStep> Folded { get; init; } = [];

    /// <summary>How many steps are folded.</summary>
    public int Count { get; init; }

    /// <summary>What the first of those that are folded are called.</summary>
    public string Names { get; init; } = "";

    public int Right => X + Width;

    public int Bottom => Y + Height;

    public int Axis => X + (Width / 2);

    public int Middle => Y + (Height / 2);

    public string Title => Kind == GraphBoxKind.Fold ? Wording.Count(Count, "step") : Step?.Name ?? Step?.Key ?? "";

    /// <summary>What its place, its colour and its icons say, in words.</summary>
    public string Words(bool isRun)
    {
        var words = new List<string>();
        if (Via is { } via)
        {
            words.Add($"on the edge {via.Edge} of {via.Of}");
        }

        if (IsDisabled)
        {
            words.Add("disabled");
        }

        words.AddRange(Mark switch
        {
            { State: { } state, FailedCount: > 0, Count: > 1 } => [state, $"{Wording.Number(Mark.FailedCount)} of {Wording.Count(Mark.Count, "time")}"],
            { State: { } state, Count: > 1 } => [state, $"ran {Wording.Count(Mark.Count, "time")}"],
            { State: { } state } => [state],
            null when isRun && !IsDisabled => ["did not run"],
            _ => Array.Empty<string>(),
        });
        return string.Join(", ", words);
    }
}

public enum GraphWireKind
{
    /// <summary>To what comes next.</summary>
    Next,

    /// <summary>Back to the step that has another turn.</summary>
    Back,

    /// <summary>To a top-level step, from which the run goes on.</summary>
    Jump,
}

public readonly record struct GraphPoint(int X, int Y);

/// <summary>A way from one box to another.</summary>
/// <param name="From">The place of the box where it begins, among all boxes.</param>
/// <param name="IsTaken">Whether the run went along it.</param>
public sealed record GraphWire(int From, int To, GraphWireKind Kind, IReadOnlyList<GraphPoint> Points, bool IsTaken)
{
    private const int Corner = 8;
    private const int Head = 4;

    /// <summary>As the data of an SVG path: round at its corners, with an open head at its end.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder(128);
            Append(path, 'M', Points[0]);
            for (var i = 1; i < Points.Count - 1; i++)
            {
                var (before, at, after) = (Points[i - 1], Points[i], Points[i + 1]);
                var radius = Math.Min(Corner, Math.Min(Distance(before, at), Distance(at, after)) / 2);
                Append(path, 'L', Toward(at, before, radius));
                Append(path, 'Q', at);
                Append(path, ' ', Toward(at, after, radius));
            }

            var end = Points[^1];
            Append(path, 'L', end);
            var back = Toward(end, Points[^2], Head);
            var (x, y) = (back.Y == end.Y ? 0 : Head, back.Y == end.Y ? Head : 0);
            Append(path, 'M', new(back.X - x, back.Y - y));
            Append(path, 'L', end);
            Append(path, 'L', new(back.X + x, back.Y + y));
            return path.ToString();
        }
    }

    /// <summary>The same way without points that it passes straight.</summary>
    internal static List<GraphPoint> Straightened(IReadOnlyList<GraphPoint> points)
    {
        var kept = new List<GraphPoint>(points.Count);
        foreach (var point in points)
        {
            if (kept.Count > 0 && kept[^1] == point)
            {
                continue;
            }

            if (kept.Count > 1 && ((kept[^2].X == kept[^1].X && kept[^1].X == point.X) || (kept[^2].Y == kept[^1].Y && kept[^1].Y == point.Y)))
            {
                kept[^1] = point;
                continue;
            }

            kept.Add(point);
        }

        return kept;
    }

    private static void Append(StringBuilder path, char command, GraphPoint point) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{point.X} {point.Y}");

    private static int Distance(GraphPoint a, GraphPoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private static GraphPoint Toward(GraphPoint from, GraphPoint to, int by) =>
        new(from.X + (Math.Sign(to.X - from.X) * by), from.Y + (Math.Sign(to.Y - from.Y) * by));
}

/// <summary>The name of an edge, on its wire.</summary>
public sealed record GraphLabel(int X, int Y, string Text, bool IsTaken)
{
    /// <summary>Whether it ends at its place, rather than having it in its middle.</summary>
    public bool EndsThere { get; init; }
}
