using Workscript.Engine.Definitions;

namespace Workscript.Web.Features.Graphs;

/// <summary>Steps that follow each other, or a stretch of them: drawn one by one when it is open, else as one box.</summary>
/// <param name="All">The row that the steps are of.</param>
internal sealed class GraphPart(string id, IReadOnlyList<OutlineStep> all, int from, int to)
{
    /// <summary>What stands in a URL for it.</summary>
    public string Id => id;

    public int From => from;

    public int To => to;

    /// <summary>Whether it is a stretch from the middle of a row.</summary>
    public bool IsStretch => to - from < all.Count;

    public IEnumerable<OutlineStep> Steps => all.Skip(from).Take(to - from);

    /// <summary>How many steps there are in it, nested ones included.</summary>
    public int Count => field > 0 ? field : field = Steps.Sum(step => step.Count);

    /// <summary>What is drawn of it; null when it is folded.</summary>
    public IReadOnlyList<GraphPiece>? Pieces { get; private set; }

    public static GraphPart Whole(string id, IReadOnlyList<OutlineStep> steps) => new(id, steps, 0, steps.Count);

    /// <summary>Opens it. Of many steps the first and the last are pieces, and those between are stretches that can be opened in turn.</summary>
    public void Open()
    {
        var length = to - from;
        if (length <= GraphFolding.LongestRow)
        {
            Pieces = [.. Singles(from, to)];
            return;
        }

        var first = from + GraphFolding.FirstOfRow;
        var last = to - GraphFolding.LastOfRow;
        var stretch = Math.Max(GraphFolding.Stretch, (last - first + GraphFolding.MostStretches - 1) / GraphFolding.MostStretches);
        Pieces = [.. Singles(from, first), .. Stretches(first, last, stretch), .. Singles(last, to)];
    }

    private IEnumerable<GraphPiece> Singles(int begin, int end) => Enumerable.Range(begin, end - begin).Select(i => new GraphPiece(all[i]));

    private IEnumerable<GraphPiece> Stretches(int begin, int end, int length)
    {
        for (var at = begin; at < end; at += length)
        {
            var until = Math.Min(end, at + length);
            yield return new(new GraphPart($"{id.Split(':')[0]}:{at + 1}-{until}", all, at, until));
        }
    }
}

/// <summary>A step with the parts that hang on its edges, or a part within a part.</summary>
internal sealed class GraphPiece
{
    public GraphPiece(GraphPart part) => Part = part;

    public GraphPiece(OutlineStep step)
    {
        Step = step;
        Branches = [.. step.Edges.Where(edge => edge.Steps.Count > 0).Select(edge => new GraphBranch(edge, GraphPart.Whole($"{step.Path}?{edge.Name}", edge.Steps)))];
    }

    public GraphPart? Part { get; }

    public OutlineStep? Step { get; }

    public IReadOnlyList<GraphBranch> Branches { get; } = [];

    /// <summary>The parts right below it.</summary>
    public IEnumerable<GraphPart> Parts => Part is null ? Branches.Select(branch => branch.Part) : [Part];
}

internal sealed record GraphBranch(OutlineEdge Edge, GraphPart Part);
