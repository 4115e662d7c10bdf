using Workscript.Engine.Nodes;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>What stands in a document beside its steps, declared as a node's parameters are, so that one form shows both.</summary>
internal static class HeadParameters
{
    public static IReadOnlyList<ParameterInfo> All { get; } =
    [
        new("name", ParameterKind.Text, "What people call the workflow") { Required = true },
        new("description", ParameterKind.LongText, "What it is for"),
        new("inputs", ParameterKind.Map, "What a run is given: asked for by the form, the command line and the API, and checked before it begins")
        {
            Columns =
            [
                new("type", ParameterKind.Choice, "") { Choices = ["string", "number", "integer", "boolean", "array", "object", "file"] },
                new("required", ParameterKind.Switch, ""),
                new("default", ParameterKind.Json, ""),
                new("choices", ParameterKind.List, "") { Placeholder = """["a", "b"]""" },
                new("help", ParameterKind.Text, ""),
                new("secret", ParameterKind.Switch, ""),
            ],
        },
        new("initialState", ParameterKind.Map, "What the state has in it before the first step"),
    ];

    public static IReadOnlyList<ParameterInfo> Settings { get; } =
    [
        new("timeout", ParameterKind.Duration, "How long a run may work; waiting does not count") { Placeholder = "5m", Default = "1h" },
        new("onError", ParameterKind.Choice, "Whether an error edge that a step does not name lets the run go on or fails it") { Choices = ["continue", "fail"], Default = "continue" },
        new("concurrency", ParameterKind.Integer, "How many runs may be under way at once") { Placeholder = "1" },
        new("concurrencyKey", ParameterKind.Text, "The limit holds for each value of this by itself") { Placeholder = "$.customer.id" },
        new("onConflict", ParameterKind.Choice, "What becomes of a run when the limit is reached: it queues, is skipped, or the older one is cancelled") { Choices = ["queue", "skip", "cancel"], Default = "queue" },
        new("onFailure", ParameterKind.Text, "The id of the workflow to run when this one fails"),
        new("maxSteps", ParameterKind.Integer, "How many steps a run may execute") { Default = 100_000 },
        new("maxLoops", ParameterKind.Integer, "How many passes a loop may make") { Default = 1_000 },
    ];

    public static IReadOnlyList<ParameterInfo> Keep { get; } =
    [
        new("age", ParameterKind.Duration, "How long finished runs are kept") { Placeholder = "30d" },
        new("failed", ParameterKind.Duration, "How long failed ones are kept") { Placeholder = "90d" },
        new("runs", ParameterKind.Integer, "How many are kept at the most") { Placeholder = "1000" },
        new("megabytes", ParameterKind.Integer, "How much room they may take") { Placeholder = "500" },
    ];
}
