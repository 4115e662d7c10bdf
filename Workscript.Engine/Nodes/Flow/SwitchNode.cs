using System.Text.RegularExpressions;
using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Goes along the edge of the first rule that matches, or along the one that an expression names.</summary>
internal sealed class SwitchNode : PureNode
{
    private static readonly string[] OutputNames = ["item", "edge", "matchedRule", "mode"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "switch",
        Family = NodeFamily.Flow,
        Summary = "Choose one of several ways",
        Details = "The rules' `outputKey`s, or the texts that the expression gives, are the names of the edges: `\"premium?\"`.",
        NamesOwnEdges = true,
        Parameters =
        [
            new("mode", ParameterKind.Choice, "How to choose") { Choices = ["rules", "expression"], Default = "rules" },
            new("item", ParameterKind.Json, "What to look at; without it all inputs of the step"),
            new("rules", ParameterKind.Rows, "The ways, in the order in which they are tried")
            {
                Columns =
                [
                    new("outputKey", ParameterKind.Text, "The edge to take") { Required = true },
                    new("conditions", ParameterKind.Rows, "What must hold") { Required = true, Columns = [.. Condition.Columns, new("combineWith", ParameterKind.Choice, "How the next condition is joined") { Choices = ["AND", "OR"], Default = "AND" }] },
                ],
            },
            new("expression", ParameterKind.Expression, "Gives the name of the edge; the `item` is known as `item`") { Subject = "item", Placeholder = "item.total > 100 ? 'large' : 'small'" },
            new("fallbackOutput", ParameterKind.Text, "The edge to take when nothing matches") { Default = "default" },
        ],
        Edges =
        [
            new("default", "Nothing matches; `fallbackOutput` gives it another name") { Data = OutputNames },
            new("error", "The mode is unknown, or the expression has no value") { Data = ["error"] },
        ],
        StateKeys = ["switchResult", "selectedEdge", "matchedRule"],
        Example = """
            {
              "id": "switch-example",
              "name": "Sort tickets by urgency",
              "version": "1.0.0",
              "initialState": { "ticket": { "priority": 9 } },
              "workflow": [
                { "switch": {
                    "item": "$.ticket",
                    "rules": [{ "outputKey": "urgent", "conditions": [{ "field": "priority", "operation": "gte", "value": 8 }] }],
                    "urgent?": { "log": { "message": "Call somebody" } },
                    "default?": { "log": { "message": "Tomorrow is fine" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var mode = context["mode"] is { IsMissing: false } given ? Coerce.Text(given) : "rules";
        var item = context["item"] is { IsMissing: false } value ? value : Inputs(context);
        return mode switch
        {
            "rules" => ByRules(context, item),
            "expression" => ByExpression(context, item),
            _ => Outcome.Fail($"Invalid mode: {mode}. Must be \"rules\" or \"expression\""),
        };
    }

    /// <summary>All inputs, but not what an earlier switch left there: in a loop it would hold itself again and again.</summary>
    private static ValueMap Inputs(NodeContext context) => context.Inputs().Without("switchResult");

    private static Outcome ByRules(NodeContext context, Value item)
    {
        try
        {
            foreach (var rule in context["rules"].AsList ?? ValueList.Empty)
            {
                var edge = rule["outputKey"];
                if (Coerce.Truth(edge) && Matches(rule["conditions"].AsList ?? ValueList.Empty, item))
                {
                    context.Set("matchedRule", rule);
                    return Take(context, Coerce.Text(edge), item, edge, "rules");
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return Outcome.Fail("A regular expression takes too long: make it simpler", "TIMEOUT");
        }

        return Take(context, context.Text("fallbackOutput", "default"), item, Value.Null, "rules");
    }

    /// <summary>Each condition says how the next one is joined; one that is false and not joined by "or" ends the rule.</summary>
    private static bool Matches(ValueList conditions, Value item)
    {
        var (holds, orNext) = (conditions.Count > 0, false);
        foreach (var row in conditions)
        {
            var condition = new Condition(row, isStrict: false);
            holds = (holds && orNext) || condition.Holds(item);
            orNext = condition.JoinsByOr;
            if (!holds && !orNext)
            {
                return false;
            }
        }

        return holds;
    }

    private static Outcome ByExpression(NodeContext context, Value item)
    {
        try
        {
            var result = context["expression"].AsText is { Length: > 0 } expression ? context.Evaluate(expression, "item", item) : Value.Missing;
            var edge = Coerce.Truth(result) ? Coerce.Text(result) : context.Text("fallbackOutput", "default");
            return Take(context, edge, item, Value.Null, "expression");
        }
        catch (ExpressionException e)
        {
            return Outcome.Fail($"Failed to evaluate expression: {e.Message}", "EXPRESSION_ERROR");
        }
    }

    private static Outcome Take(NodeContext context, string edge, Value item, Value matched, string mode)
    {
        context.Set("switchResult", item);
        context.Set("selectedEdge", edge);
        return Outcome.Take(edge, ValueMap.Of(OutputNames, item, edge, matched, mode));
    }
}
