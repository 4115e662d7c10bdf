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
            new("items", ParameterKind.List, "The list") { Required = true },
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
        if (context["items"].AsList is not { } items)
        {
            return Outcome.Fail("Missing or invalid items parameter");
        }

        if (context["conditions"].AsList is not { Count: > 0 } rows)
        {
            return Outcome.Fail("Missing or invalid conditions parameter");
        }

        try
        {
            var conditions = rows.Select(row => new Condition(row, isStrict: true)).ToArray();
            return Split(context, items, conditions, matchAny: context.Text("matchMode", "all") == "any");
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

    private static Outcome Split(NodeContext context, ValueList items, Condition[] conditions, bool matchAny)
    {
        var passed = new List<Value>();
        var filtered = new List<Value>();
        foreach (var item in items.AsSpan())
        {
            (Matches(item, conditions, matchAny) ? passed : filtered).Add(item);
        }

        var rate = items.Count == 0 ? 0d : passed.Count * 100d / items.Count;
        var kept = ValueList.Of(passed);
        context.Set("filterPassed", kept);
        context.Set("filterFiltered", ValueList.Of(filtered));
        context.Set("filterStats", ValueMap.Of(StatsNames, passed.Count, filtered.Count, items.Count, rate));

        // The finer edge is taken only by a step that names it: without it, "passed" is also what nothing passed.
        var edge = passed.Count == 0 && context.NamesEdge("filtered") ? "filtered" : "passed";
        return Outcome.Take(edge, ValueMap.Of(OutputNames, kept, passed.Count, filtered.Count, items.Count));
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
}
