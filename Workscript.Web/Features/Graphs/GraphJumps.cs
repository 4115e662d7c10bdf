using Workscript.Engine.Definitions;

namespace Workscript.Web.Features.Graphs;

/// <summary>
/// The wires of edges that name a top-level step. Those steps are all on the leftmost axis, so the wires go around the left, each in a lane that no other
/// uses at that height, as long as there are lanes.
/// </summary>
internal static class GraphJumps
{
    private const int MostFromOneStep = 6;
    private const int MostLanes = 10;
    private const int LaneWidth = 12;
    private const int Leaving = 16;
    private const int Pitch = 18;
    private const int Arriving = 8;
    private const int LongestLabel = 18;
    private const double CharacterWidth = 6.7;
    private const int LabelPadding = 12;

    /// <summary>How high a step's box must be for its jumps to leave it apart from each other.</summary>
    public static int HeightOf(OutlineStep step, int least) => Math.Max(least, Leaving + (Math.Min(MostFromOneStep, TargetsOf(step).Count()) * Pitch) + Arriving);

    /// <summary>Adds the wires with their labels. Gives how far to the left they go.</summary>
    public static int Add(List<GraphBox> boxes, List<GraphWire> wires, List<GraphLabel> labels)
    {
        var places = PlacesOf(boxes);
        var jumps = new List<Jump>();
        for (var i = 0; i < boxes.Count; i++)
        {
            if (boxes[i] is { Kind: GraphBoxKind.Step, Step: { } step } box)
            {
                var targets = TargetsOf(step).Where(target => places.ContainsKey(target.Key)).Take(MostFromOneStep);
                jumps.AddRange(targets.Select((target, nth) => new Jump(i, places[target.Key], Text(box, target), box.Y + Leaving + (nth * Pitch), TakenBy(box, target))));
            }
        }

        var left = boxes.Min(box => box.X);
        if (jumps.Count == 0)
        {
            return left;
        }

        var room = (int)(jumps.Max(jump => jump.Text.Length) * CharacterWidth) + LabelPadding;
        var lanes = new List<List<(int From, int To)>>();
        foreach (var jump in jumps.OrderBy(jump => Math.Abs(boxes[jump.To].Bottom - jump.Y)).ThenBy(jump => jump.Y))
        {
            var end = boxes[jump.To];
            var arriving = end.Bottom - Arriving;
            var x = left - room - (LaneWidth * TakeLane(lanes, Math.Min(jump.Y, arriving), Math.Max(jump.Y, arriving)));
            wires.Add(new(jump.From, jump.To, GraphWireKind.Jump, [new(left, jump.Y), new(x, jump.Y), new(x, arriving), new(left, arriving)], jump.IsTaken && end.Mark is not null));
            labels.Add(new(left - 6, jump.Y - 4, jump.Text, jump.IsTaken) { EndsThere = true });
        }

        return left - room - (LaneWidth * (lanes.Count - 1));
    }

    private static IEnumerable<IGrouping<string, OutlineEdge>> TargetsOf(OutlineStep step) => step.Edges.Where(edge => edge.JumpsTo is not null).GroupBy(edge => edge.JumpsTo!);

    // By the paths of the top-level steps: a folded one is where its fold is.
    private static Dictionary<string, int> PlacesOf(List<GraphBox> boxes)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < boxes.Count; i++)
        {
            foreach (var step in boxes[i].Folded.Prepend(boxes[i].Step))
            {
                if (step is not null)
                {
                    places.TryAdd(step.Path, i);
                }
            }
        }

        return places;
    }

    private static string Text(GraphBox box, IGrouping<string, OutlineEdge> target) =>
        GraphLayout.Named(GraphLayout.Shortened(string.Join(", ", target.Select(edge => edge.Name)), LongestLabel), target.Sum(edge => box.Mark?.TimesTaken(edge.Name) ?? 0));

    private static bool TakenBy(GraphBox box, IGrouping<string, OutlineEdge> target) => target.Any(edge => box.Mark?.TimesTaken(edge.Name) > 0);

    private static int TakeLane(List<List<(int From, int To)>> lanes, int from, int to)
    {
        var lane = lanes.FindIndex(taken => !taken.Exists(other => other.From <= to && from <= other.To));
        if (lane < 0 && lanes.Count < MostLanes)
        {
            lanes.Add([]);
            lane = lanes.Count - 1;
        }

        lane = lane < 0 ? MostLanes - 1 : lane;
        lanes[lane].Add((from, to));
        return lane;
    }

    private sealed record Jump(int From, int To, string Text, int Y, bool IsTaken);
}
