using Workscript.Engine.Definitions;

namespace Workscript.Web.Features.Graphs;

/// <summary>
/// Decides what of a program is drawn. A small one is drawn whole. Of a larger one as many levels are open as make a picture that one can take in;
/// the branches below are a box each, as are stretches from the middle of long rows. What was asked for is open in any case, up to a limit.
/// </summary>
internal sealed class GraphFolding(Graph graph)
{
    /// <summary>A longer row is drawn without its middle.</summary>
    public const int LongestRow = 40;

    public const int FirstOfRow = 14;
    public const int LastOfRow = 4;
    public const int Stretch = LongestRow;
    public const int MostStretches = 40;

    /// <summary>So many boxes come by themselves.</summary>
    private const int Comfortable = 120;

    /// <summary>So many are drawn at all.</summary>
    private const int Most = 600;

    private const int DeepestComfortable = 5;

    private readonly HashSet<string> _open = [.. graph.Open];
    private readonly bool _isAllOpen = graph.Open.Contains(Graph.Everything);
    private int _boxes = 1;

    public static GraphPart Fold(Graph graph) => new GraphFolding(graph).Fold(graph.Steps);

    private GraphPart Fold(IReadOnlyList<OutlineStep> steps)
    {
        var root = GraphPart.Whole("/workflow", steps);
        Open(root);
        var level = Below(root);
        for (var depth = 1; level.Count > 0; depth++)
        {
            level = OpenLevel(level, depth);
        }

        return root;
    }

    // All branches of a level or none: a picture in which one is open and its neighbour is not would say that they differ.
    private List<GraphPart> OpenLevel(List<GraphPart> level, int depth)
    {
        var isComfortable = depth <= DeepestComfortable && _boxes + level.Where(part => !part.IsStretch).Sum(Cost) <= Comfortable;
        var next = new List<GraphPart>();
        foreach (var part in level)
        {
            var mayOpen = Cost(part) == 0 || IsAskedFor(part) || (isComfortable && !part.IsStretch);
            if (mayOpen && _boxes + Cost(part) <= Most)
            {
                Open(part);
                next.AddRange(Below(part));
            }
        }

        return next;
    }

    private void Open(GraphPart part)
    {
        _boxes += Cost(part);
        part.Open();
    }

    private bool IsAskedFor(GraphPart part) =>
        _isAllOpen || _open.Contains(part.Id) || (graph.Shown.Count > 0 && part.Steps.Any(step => graph.Shown.Any(path => IsWithin(path, step.Path))));

    private static bool IsWithin(string path, string step) =>
        path.StartsWith(step, StringComparison.Ordinal) && (path.Length == step.Length || path[step.Length] == '/');

    // Its own box goes when its steps come.
    private static int Cost(GraphPart part) => Math.Min(part.To - part.From, LongestRow) - 1;

    private static List<GraphPart> Below(GraphPart part) => [.. part.Pieces!.SelectMany(piece => piece.Parts)];
}
