using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Web.Cli.Bench;

/// <summary>
/// What a row of sums comes to when nothing is left but the sums: a table for the state, and for each step its config as a value and its record.
/// No documents, no nodes, no limits, no edges: the floor under the engine, measured on the same box at the same moment.
/// </summary>
internal static class Sketch
{
    private static readonly string[] Names = ["result"];
    private static readonly StepPlace Step = new("/workflow", "math", "math");
    private static readonly StatePath Key = StatePath.Key("mathResult");

    public static long Run(int steps)
    {
        var state = new Dictionary<string, Value>(StringComparer.Ordinal) { [Key.Root] = 0 };
        var records = new StepRecord[steps];
        for (var i = 0; i < steps; i++)
        {
            var operands = ValueList.Of(state[Key.Root], i % 2 == 0 ? i + 1 : 2);
            Value result = i % 2 == 0 ? operands[0].AsDouble + operands[1].AsDouble : operands[0].AsDouble * operands[1].AsDouble;
            state[Key.Root] = result;
            records[i] = new()
            {
                Sequence = i + 1,
                Place = Step,
                Occurrence = i,
                Edge = "success",
                Output = ValueMap.Of(Names, result),
                Changes = [new(Key, result)],
                StartedAt = default,
                Duration = default,
            };
        }

        return records.Length;
    }
}
