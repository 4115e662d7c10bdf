using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>One level made of an object's levels: each member under the names that lead to it, joined.</summary>
internal sealed class FlatObject
{
    private readonly ValueMap.Builder _members = new();
    private readonly string _separator;
    private readonly double _depth;
    private long _joinedLength;

    private FlatObject(string separator, double depth) => (_separator, _depth) = (separator, depth);

    /// <summary>
    /// Opens so many levels of objects, never lists. What an object holds below the last of them keeps its own names alone, as in the language's
    /// first version, and an empty object leaves nothing.
    /// </summary>
    /// <exception cref="ValueLimitException">The names become too long.</exception>
    public static ValueMap Of(ValueMap map, string separator, double depth)
    {
        var flat = new FlatObject(separator, depth);
        flat.Add(map, "", 0);
        return flat._members.Build();
    }

    private void Add(ValueMap map, string prefix, int level)
    {
        for (var i = 0; i < map.Count; i++)
        {
            var name = prefix.Length == 0 || level >= _depth ? map.Names[i] : Joined(prefix, map.Names[i]);
            if (map.Values[i].AsMap is { } below && level < _depth)
            {
                Add(below, name, level + 1);
            }
            else
            {
                _members.Set(name, map.Values[i]);
            }
        }
    }

    private string Joined(string prefix, string name)
    {
        // A long name is repeated for each member below it, so all together get an eighth of what a value may weigh.
        ValueLimits.CheckWeight(8 * (_joinedLength += prefix.Length + _separator.Length + name.Length));
        return prefix + _separator + name;
    }
}
