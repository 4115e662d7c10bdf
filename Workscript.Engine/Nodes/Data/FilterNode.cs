using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Keeps the items of a list for which the conditions hold.</summary>
internal sealed class FilterNode : PureNode
{
    private static readonly string[] OutputNames = ["items", "passedCount", "filteredCount", "totalCount"];
    private static readonly string[] StatsNames = ["passedCount", "filteredCount", "totalCount", "passRate"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "filter",
        Family = NodeFamily.Data,
        Summary = "Keep the items that match",
        Parameters =
        [
            new("items", ParameterKind.List, "The list; without it the `items` of the state, or of the step before"),
            new("conditions", ParameterKind.Rows, "What must hold for an item") { Required = true, Columns = Condition.Columns },
            new("matchMode", ParameterKind.Choice, "Whether all conditions must hold, or any") { Choices = ["all", "any"], Default = "all" },
        ],
        Edges =
        [
            new("passed", "The items that match") { Data = OutputNames },
            new("filtered", "No item matches") { Data = OutputNames, FallsBackTo = "passed" },
            new("error", "No list, no conditions, or an unknown operation") { Data = ["error"] },
        ],
        StateKeys = ["filterPassed", "filterFiltered", "filterStats"],
        Example = """
            {
              "id": "filter-example",
              "name": "Paid orders",
              "version": "1.0.0",
              "initialState": { "orders": [{ "id": "a", "status": "paid", "total": 120 }, { "id": "b", "status": "open", "total": 80 }] },
              "workflow": [
                { "filter": {
                    "items": "$.orders",
                    "conditions": [{ "field": "status", "operation": "equals", "value": "paid" }],
                    "passed?": { "log": { "message": "{{$.filterStats.passedCount}} paid" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context.Source("items").AsList is not { } items)
        {
            return Outcome.Fail("Missing or invalid items parameter");
        }

        if (context["conditions"].AsList is not { Count: > 0 } rows)
        {
            return Outcome.Fail("Missing or invalid conditions parameter");
        }

        if (context["matchMode"] is { IsMissing: false } mode && mode.AsText is not ("all" or "any"))
        {
            return Outcome.Fail("Invalid matchMode parameter");
        }

        try
        {
            return Split(context, items, Conditions(rows), matchAny: context["matchMode"].AsText == "any");
        }
        catch (ConditionException e)
        {
            return Outcome.Fail(e.Message);
        }
        catch (RegexMatchTimeoutException)
        {
            return Outcome.Fail("A regular expression takes too long on one of the items: make it simpler", "TIMEOUT");
        }
    }

    private static Condition[] Conditions(ValueList rows)
    {
        var conditions = new Condition[rows.Count];
        for (var i = 0; i < conditions.Length; i++)
        {
            conditions[i] = new Condition(rows[i], isStrict: true);
        }

        return conditions;
    }

    private static Outcome Split(NodeContext context, ValueList items, Condition[] conditions, bool matchAny)
    {
        var holds = new bool[items.Count];
        var passedCount = 0;
        for (var i = 0; i < holds.Length; i++)
        {
            holds[i] = Matches(items[i], conditions, matchAny);
            passedCount += holds[i] ? 1 : 0;
        }

        var filteredCount = items.Count - passedCount;
        var rate = items.Count == 0 ? 0d : (double)passedCount / items.Count * 100;
        var passed = Those(items, holds, true, passedCount);
        context.Set("filterPassed", passed);
        context.Set("filterFiltered", Those(items, holds, false, filteredCount));
        context.Set("filterStats", ValueMap.Of(StatsNames, passedCount, filteredCount, items.Count, rate));

        // The finer edge is taken only by a step that names it: without it, "passed" is also what nothing passed.
        var edge = passedCount == 0 && context.NamesEdge("filtered") ? "filtered" : "passed";
        return Outcome.Take(edge, ValueMap.Of(OutputNames, passed, passedCount, filteredCount, items.Count));
    }

    private static bool Matches(Value item, Condition[] conditions, bool matchAny)
    {
        foreach (var condition in conditions)
        {
            if (condition.Holds(item) == matchAny)
            {
                return matchAny;
            }
        }

        return !matchAny;
    }

    private static ValueList Those(ValueList items, bool[] holds, bool wanted, int count)
    {
        if (count == items.Count)
        {
            return items;
        }

        var those = new Value[count];
        for (int i = 0, at = 0; at < count; i++)
        {
            if (holds[i] == wanted)
            {
                those[at++] = items[i];
            }
        }

        return ValueList.Of(those);
    }
}
