using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>What a missing value, or null, is as a part of a key.</summary>
internal enum MissingPart
{
    /// <summary>A value of its own, other than null.</summary>
    Differs,

    /// <summary>The same as null.</summary>
    IsNull,

    /// <summary>An item with it, or with null, has no key.</summary>
    HasNoKey,
}

/// <summary>
/// Numbers the combinations of values that items have in some fields, from 0 in the order in which they turn up. Values are the same when their
/// texts are, so 1 is "1"; the text of a value is made only when it is new.
/// </summary>
internal sealed class ItemKeys
{
    private readonly MissingPart _missing;
    private readonly Level[] _levels;

    public ItemKeys(int fields, MissingPart missing)
    {
        _missing = missing;
        _levels = new Level[fields];
        for (var i = 0; i < fields; i++)
        {
            _levels[i] = new Level([], []);
        }
    }

    /// <summary>The number of the item's combination, a new one where it is new; -1 when the item has none.</summary>
    public int Add(Value item, FieldReader[] fields)
    {
        var key = 0;
        for (var i = 0; i < fields.Length && key >= 0; i++)
        {
            key = Part(fields[i].Read(item)) is { } part ? _levels[i].Add(key, part) : -1;
        }

        return key;
    }

    /// <summary>The number of the item's combination; -1 when it is unknown.</summary>
    public int Find(Value item, FieldReader[] fields)
    {
        var key = 0;
        for (var i = 0; i < fields.Length && key >= 0; i++)
        {
            key = Part(fields[i].Read(item)) is { } part ? _levels[i].Find(key, part) : -1;
        }

        return key;
    }

    /// <summary>The values of a combination, as texts; null for what is nothing.</summary>
    public Value[] Parts(int key)
    {
        var parts = new Value[_levels.Length];
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            (key, parts[i]) = _levels[i].Parts[key];
        }

        return parts;
    }

    private Value? Part(Value value)
    {
        if (value.IsNullOrMissing)
        {
            return _missing switch
            {
                MissingPart.Differs => value,
                MissingPart.IsNull => Value.Null,
                MissingPart.HasNoKey => default(Value?),
            };
        }

        return value.Kind is ValueKind.List or ValueKind.Map ? Coerce.Text(value) : value;
    }

    /// <summary>One field: the combinations up to it, each by the one before it and its own value, and the other way round.</summary>
    private sealed record Level(Dictionary<(int Before, Value Part), int> Keys, List<(int Before, Value Part)> Parts)
    {
        public int Add(int before, Value part)
        {
            if (Keys.TryGetValue((before, part), out var key))
            {
                return key;
            }

            var text = TextOf(part);
            if (!Keys.TryGetValue((before, text), out key))
            {
                key = Parts.Count;
                Parts.Add((before, text));
                Keys[(before, text)] = key;
            }

            Keys[(before, part)] = key;
            return key;
        }

        public int Find(int before, Value part) => Keys.TryGetValue((before, part), out var key) || Keys.TryGetValue((before, TextOf(part)), out key) ? key : -1;

        private static Value TextOf(Value part) => part.IsNullOrMissing ? part : Coerce.Text(part);
    }
}
