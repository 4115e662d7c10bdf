using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Puts labels on the run, by which it is found. They are this step's output, where the server finds them.</summary>
internal sealed class LabelNode : PureNode
{
    /// <summary>How many labels a run can have.</summary>
    public const int Most = 10;

    private const int LongestName = 50;
    private const int LongestText = 200;
    private static readonly string[] OutputNames = ["labels"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "label",
        Family = NodeFamily.Flow,
        Summary = "Label the run, to find it later",
        Details = "A run has up to 10 labels. One that is set again changes; one without a value is left as it is.",
        HandsOn = true,
        Parameters = [new("labels", ParameterKind.Map, "Texts of up to 200 characters by name") { Required = true, Placeholder = """{ "order": "{{$.order.id}}" }""" }],
        Edges = [new("success", "The labels are on record") { Data = OutputNames }, new("error", "Too many, too long, or no text") { Data = ["error"] }],
        Example = """
            {
              "id": "label-example",
              "name": "Find a run by its order",
              "version": "1.0.0",
              "initialState": { "order": { "id": 4711, "customer": "Ada" } },
              "workflow": [{ "label": { "labels": { "order": "$.order.id", "customer": "$.order.customer" } } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["labels"].AsMap is not { } given)
        {
            return Outcome.Fail("Missing required parameter: labels (an object of names and texts)");
        }

        var labels = new ValueMap.Builder(given.Count);
        var count = 0;
        foreach (var (name, value) in given)
        {
            if (Problem(name, value) is { } problem)
            {
                return Outcome.Fail(problem);
            }

            if (!value.IsNullOrMissing)
            {
                labels.Set(name, Coerce.Text(value));
                count++;
            }
        }

        return count <= Most
            ? Outcome.Take("success", ValueMap.Of(OutputNames, labels.Build()))
            : Outcome.Fail($"A run can have {Most} labels, not {count}");
    }

    private static string? Problem(string name, Value value)
    {
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            return $"'{name}' is no name of a label: write up to {LongestName} letters, digits, '_', '-' and '.'";
        }

        if (value.Kind is ValueKind.List or ValueKind.Map)
        {
            return $"The label '{name}' must be a text, not a list or an object";
        }

        return value.AsText is { Length: > LongestText } text ? $"The label '{name}' has {text.Length} characters; it can have {LongestText}" : null;
    }
}
