using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>What <c>removeDuplicates</c> has seen before: in the memory of the host or, where it has none, in the state of the run.</summary>
internal sealed class SeenBefore(NodeContext context, ItemIdentity identity, int size)
{
    private const int LongestHistory = 1_000_000;
    private const string Key = "_deduplicationHistory";

    public static SeenBefore? From(NodeContext context, ItemIdentity identity, out string problem)
    {
        problem = $"historySize must be a number from 1 to {LongestHistory:N0}";
        var size = context["historySize"].IsMissing ? 1000 : Coerce.Number(context["historySize"]);
        return size is >= 1 and <= LongestHistory ? new(context, identity, (int)size) : null;
    }

    public static async ValueTask ForgetAsync(NodeContext context, CancellationToken cancellation)
    {
        if (context.Host.Seen is { } seen)
        {
            await seen.ClearAsync(ScopeOf(context), context.StepOfRun, cancellation);
            return;
        }

        context.Set(Key, new ValueMap.Builder().Set("items", ValueList.Empty).Set("nodeId", "removeDuplicates").Set("workflowId", context.Run["workflowId"]).Build());
    }

    /// <summary>Whether each of the identities is new. A host remembers them in the same breath, so that of two runs only one keeps an item.</summary>
    public async ValueTask<IReadOnlyList<bool>> AreNewAsync(List<string> identities, CancellationToken cancellation)
    {
        if (context.Host.Seen is { } seen)
        {
            var execution = $"{context.Run["id"].AsText}{context.Run["stepKey"].AsText}";
            return await seen.AddAsync(ScopeOf(context), identities.ConvertAll(ItemIdentity.Hash), size, execution, cancellation);
        }

        var known = new HashSet<string>(InState().Select(identity.Of), StringComparer.Ordinal);
        return identities.ConvertAll(one => !known.Contains(one));
    }

    /// <summary>Remembers the items that were kept, where the host has not done so.</summary>
    public void Remember(ValueList kept)
    {
        if (context.Host.Seen is null)
        {
            Value[] all = [.. InState().AsSpan(), .. kept.AsSpan()];
            context.Set(Key, (context.State(Key).AsMap ?? ValueMap.Empty).With(KeyInState(), ValueList.Of(all[Math.Max(0, all.Length - size)..])));
        }
    }

    private ValueList InState() => context.State(Key)[KeyInState()].AsList ?? ValueList.Empty;

    private string KeyInState() => IsOfWorkflow(context) ? $"_dedup_{context.Run["workflowId"].AsText}" : "_dedup_removeDuplicates";

    private static SeenScope ScopeOf(NodeContext context) => new(context.Run["workflowId"].AsText ?? "", IsOfWorkflow(context) ? "" : context.StepName);

    private static bool IsOfWorkflow(NodeContext context) => context["scope"].AsText == "workflow";
}
