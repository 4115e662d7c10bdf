using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Keeps the first of the items that are the same, in one list or over all runs.</summary>
internal sealed class RemoveDuplicatesNode : INode
{
    private static readonly string[] KeptNames = ["items", "keptCount", "discardedCount"];
    private static readonly string[] DiscardedNames = ["items", "discardedCount"];
    private static readonly string[] ClearedNames = ["message", "scope"];
    private static readonly string[] SummaryNames = ["totalItems", "keptCount", "discardedCount", "operation", "compareMode", "timestamp"];

    public NodeInfo Info { get; } = new()
    {
        Id = "removeDuplicates",
        Family = NodeFamily.Data,
        Summary = "Keep each item once",
        Details = "With `previous_executions` an item is also a duplicate when an earlier run has seen it. What was seen belongs to this step (give it a `@name`, so that it is known again when the document changes) " +
            "or, with `scope` `workflow`, to all steps of the workflow. On the command line, which remembers nothing, it belongs to the run.",
        Parameters =
        [
            new("items", ParameterKind.List, "The list; without it the `items` of the state, or of the step before"),
            new("operation", ParameterKind.Choice, "Look at this list, at earlier runs too, or forget them") { Choices = ["current_input", "previous_executions", "clear_history"], Default = "current_input" },
            new("compareMode", ParameterKind.Choice, "Which members count") { Choices = ["all_fields", "all_except", "selected_fields"], Default = "all_fields" },
            new("fieldsToCompare", ParameterKind.List, "The members that count, for `selected_fields`"),
            new("fieldsToExclude", ParameterKind.List, "The members that do not count, for `all_except`"),
            new("removeOtherFields", ParameterKind.Switch, "Keep of an item only the members that count") { Default = false },
            new("disableDotNotation", ParameterKind.Switch, "Take a dot in a field's name as part of the name") { Default = false },
            new("scope", ParameterKind.Choice, "Whether this step remembers for itself, or the workflow for all its steps") { Choices = ["node", "workflow"], Default = "node" },
            new("historySize", ParameterKind.Integer, "How many items to remember, the newest") { Default = 1000 },
        ],
        Edges =
        [
            new("kept", "There are items to keep") { Data = KeptNames },
            new("discarded", "There is nothing to keep") { Data = DiscardedNames },
            new("cleared", "The history is forgotten") { Data = ClearedNames },
            new("error", "No list, or no fields to compare") { Data = ["error"] },
        ],
        StateKeys = ["keptItems", "discardedItems", "deduplicationSummary", "_deduplicationHistory"],
        Effect = NodeEffect.Repeatable,
        Example = """
            {
              "id": "remove-duplicates-example",
              "name": "Each address once",
              "version": "1.0.0",
              "initialState": { "people": [{ "mail": "ada@example.org", "n": 1 }, { "mail": "ada@example.org", "n": 2 }] },
              "workflow": [
                { "removeDuplicates": {
                    "items": "$.people",
                    "compareMode": "selected_fields",
                    "fieldsToCompare": ["mail"],
                    "kept?": { "log": { "message": "{{$.deduplicationSummary.keptCount}} kept" } }
                } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return context["operation"].AsText == "clear_history" ? await ForgetAsync(context, cancellation) : await RemoveAsync(context, cancellation);
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code);
        }
    }

    public NodeEffect EffectOf(NodeContext context) =>
        context["operation"].AsText is "previous_executions" or "clear_history" ? NodeEffect.Repeatable : NodeEffect.None;

    private static async ValueTask<Outcome> ForgetAsync(NodeContext context, CancellationToken cancellation)
    {
        await SeenBefore.ForgetAsync(context, cancellation);
        return Outcome.Take("cleared", ValueMap.Of(ClearedNames, "Deduplication history cleared", context.Text("scope", "node")));
    }

    private static async ValueTask<Outcome> RemoveAsync(NodeContext context, CancellationToken cancellation)
    {
        if (context.Items() is not { } items)
        {
            return Outcome.Fail("Input items must be an array");
        }

        if (ItemIdentity.From(context, out var problem) is not { } identity)
        {
            return Outcome.Fail(problem);
        }

        var looksBack = context["operation"].AsText == "previous_executions";
        var seen = looksBack ? SeenBefore.From(context, identity, out problem) : null;
        if (looksBack && seen is null)
        {
            return Outcome.Fail(problem);
        }

        var isFirst = new bool[items.Count];
        var identities = FirstOfEach(items, identity, isFirst);
        var isNew = seen is null ? null : await seen.AreNewAsync(identities, cancellation);
        var (kept, discarded) = Divide(items, isFirst, isNew);
        kept = context.Flag("removeOtherFields") ? identity.WhatCounts(kept) : kept;
        seen?.Remember(kept);
        return Left(context, items.Count, kept, discarded);
    }

    /// <summary>Marks the first of the items that are the same, and gives their identities.</summary>
    private static List<string> FirstOfEach(ValueList items, ItemIdentity identity, bool[] isFirst)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var identities = new List<string>();
        for (var i = 0; i < isFirst.Length; i++)
        {
            var text = identity.Of(items[i]);
            isFirst[i] = seen.Add(text);
            if (isFirst[i])
            {
                identities.Add(text);
            }
        }

        return identities;
    }

    /// <summary>Keeps the first of each, if it is new.</summary>
    private static (ValueList Kept, ValueList Discarded) Divide(ValueList items, bool[] isFirst, IReadOnlyList<bool>? isNew)
    {
        var (kept, discarded) = (new List<Value>(), new List<Value>());
        var nth = 0;
        for (var i = 0; i < isFirst.Length; i++)
        {
            var isKept = isFirst[i] && (isNew is null || isNew[nth++]);
            (isKept ? kept : discarded).Add(items[i]);
        }

        return (ValueList.Of(kept), ValueList.Of(discarded));
    }

    private static Outcome Left(NodeContext context, int count, ValueList kept, ValueList discarded)
    {
        context.Set("keptItems", kept);
        context.Set("discardedItems", discarded);
        context.Set("deduplicationSummary", ValueMap.Of(
            SummaryNames,
            count,
            kept.Count,
            discarded.Count,
            context.Text("operation", "current_input"),
            context.Text("compareMode", "all_fields"),
            DateText.Of(context.Now)));
        return kept.Count > 0
            ? Outcome.Take("kept", ValueMap.Of(KeptNames, kept, kept.Count, discarded.Count))
            : Outcome.Take("discarded", ValueMap.Of(DiscardedNames, discarded, discarded.Count));
    }
}
