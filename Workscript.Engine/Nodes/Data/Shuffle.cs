using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Chance among the items of a list.</summary>
internal static class Shuffle
{
    public static ValueList All(ValueList items, NodeHost host) => Some(items, items.Count, host);

    /// <summary>As many items, each at most once, in an order left to chance.</summary>
    public static ValueList Some(ValueList items, int count, NodeHost host)
    {
        var shuffled = items.AsSpan().ToArray();
        for (var i = 0; i < count; i++)
        {
            var other = i + (int)(host.NextRandom() * (shuffled.Length - i));
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return ValueList.Of(count == shuffled.Length ? shuffled : shuffled[..count]);
    }
}
