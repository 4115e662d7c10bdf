using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Joins two lists by members that match, or keeps what matches or does not.</summary>
internal sealed class CompareDatasetsNode : PureNode
{
    private static readonly string[] Modes = ["append", "keep_matches", "keep_non_matches", "remove_matches", "enrich", "choose_branch"];
    private static readonly string[] OutputNames = ["result", "count", "matched"];
    private static readonly string[] NoMatchNames = ["result", "count", "message"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "compareDatasets",
        Family = NodeFamily.Data,
        Summary = "Join or compare two lists",
        Details = "`keep_matches` makes an item of each pair that matches, with the members of both; `enrich` keeps all of the first list and adds what matches. Values match when their texts are the same: `1` matches `\"1\"`, missing matches missing.",
        Parameters =
        [
            new("mode", ParameterKind.Choice, "What to make of the two") { Required = true, Choices = Modes },
            new("input1", ParameterKind.List, "The first list; without it the `items` of the state, or of the step before"),
            new("input2", ParameterKind.List, "The second list"),
            new("matchFields", ParameterKind.Rows, "What must be the same for items to match; all of it")
            {
                Columns =
                [
                    new("field1", ParameterKind.Path, "The member in the first list") { Required = true },
                    new("field2", ParameterKind.Path, "The member in the second list") { Required = true },
                ],
            },
            new("input1Fields", ParameterKind.List, "The members to take from the first list; without it all"),
            new("input2Fields", ParameterKind.List, "The members to take from the second list; without it all"),
            new("resolveConflicts", ParameterKind.Choice, "Which member counts when both have it, for `enrich`") { Choices = ["prefer_input1", "prefer_input2", "merge_arrays"], Default = "prefer_input1" },
            new("selectedBranch", ParameterKind.Choice, "Which list to take, for `choose_branch`") { Choices = ["input1", "input2"] },
        ],
        Edges =
        [
            new("success", "The result is there") { Data = OutputNames },
            new("no_matches", "Nothing matches, for `keep_matches`") { Data = NoMatchNames },
            new("error", "A list or the mode is missing, or there is nothing to match by") { Data = ["error"] },
        ],
        StateKeys = ["compareResult", "compareMetadata"],
        Example = """
            {
              "id": "compare-datasets-example",
              "name": "Orders with their customers",
              "version": "1.0.0",
              "initialState": {
                "orders": [{ "id": 1, "customerId": "c1" }, { "id": 2, "customerId": "c9" }],
                "customers": [{ "customerId": "c1", "name": "Ada" }]
              },
              "workflow": [
                { "compareDatasets": {
                    "mode": "enrich",
                    "input1": "$.orders",
                    "input2": "$.customers",
                    "matchFields": [{ "field1": "customerId", "field2": "customerId" }],
                    "success?": { "log": { "message": "{{$.compareResult}}" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (!Coerce.Truth(context["mode"]))
        {
            return Outcome.Fail("Missing required parameter: mode");
        }

        var mode = Coerce.Text(context["mode"]);
        if (!Modes.Contains(mode))
        {
            return Outcome.Fail($"Invalid mode: {mode}. Must be one of: {string.Join(", ", Modes)}");
        }

        var input1 = (context["input1"] is { IsMissing: false } own ? own : context.Input("items")).AsList;
        var input2 = context["input2"].AsList;
        if (mode == "choose_branch")
        {
            return Chosen(context, input1, input2);
        }

        if (input1 is null || input2 is null)
        {
            return Outcome.Fail(input1 is null ? "input1 must be an array" : "input2 must be an array");
        }

        if (mode == "append")
        {
            return Compared(context, mode, ValueList.Of((Value[])[.. input1.AsSpan(), .. input2.AsSpan()]), input1, input2, Value.Missing);
        }

        if (DatasetJoin.From(context, mode, out var problem) is not { } join)
        {
            return Outcome.Fail(problem);
        }

        var result = join.Apply(mode, input1, input2);
        return result is not null
            ? Compared(context, mode, result, input1, input2, join.Matched)
            : Outcome.Fail($"More than {DatasetJoin.MostPairs:N0} pairs match: add a match field that tells the items apart");
    }

    private static Outcome Chosen(NodeContext context, ValueList? input1, ValueList? input2)
    {
        if (context["selectedBranch"].AsText is not ("input1" or "input2"))
        {
            return Outcome.Fail("choose_branch mode requires selectedBranch to be \"input1\" or \"input2\"");
        }

        var branch = context["selectedBranch"];
        if ((branch.AsText == "input1" ? input1 : input2) is not { } chosen)
        {
            return Outcome.Fail($"{branch.AsText} must be an array");
        }

        context.Set("compareResult", chosen);
        context.Set("compareMetadata", new ValueMap.Builder()
            .Set("mode", "choose_branch")
            .Set("selectedBranch", branch)
            .Set("count", chosen.Count)
            .Set("timestamp", DateText.Of(context.Now))
            .Build());
        return Outcome.Take("success", new ValueMap.Builder().Set("result", chosen).Set("count", chosen.Count).Set("selectedBranch", branch).Build());
    }

    private static Outcome Compared(NodeContext context, string mode, ValueList result, ValueList input1, ValueList input2, Value matched)
    {
        context.Set("compareResult", result);
        context.Set("compareMetadata", new ValueMap.Builder()
            .Set("mode", mode)
            .Set("input1Count", input1.Count)
            .Set("input2Count", input2.Count)
            .Set("timestamp", DateText.Of(context.Now))
            .Set("resultCount", result.Count)
            .SetIfPresent("matchedCount", matched)
            .Build());
        return mode == "keep_matches" && result.Count == 0
            ? Outcome.Take("no_matches", ValueMap.Of(NoMatchNames, result, 0, "No matching items found"))
            : Outcome.Take("success", new ValueMap.Builder().Set("result", result).Set("count", result.Count).SetIfPresent("matched", matched).Build());
    }
}
