using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Finds the items of a list by the values of some of their fields, in the order of the list.</summary>
internal sealed class MatchIndex
{
    private readonly ValueList _items;
    private readonly ItemKeys _keys;
    private readonly List<(int First, int Last)> _places = [];
    private readonly int[] _next;

    public MatchIndex(ValueList items, FieldReader[] fields)
    {
        _items = items;
        _keys = new ItemKeys(fields.Length, MissingPart.Differs);
        _next = new int[items.Count];
        for (var place = 0; place < items.Count; place++)
        {
            Add(place, _keys.Add(items[place], fields));
        }
    }

    public Value this[int place] => _items[place];

    /// <summary>The place of the first item that has the values that this one has in other fields; -1 for none.</summary>
    public int First(Value item, FieldReader[] fields) => _keys.Find(item, fields) is >= 0 and var key ? _places[key].First : -1;

    /// <summary>The place of the next item with the same values; -1 after the last.</summary>
    public int Next(int place) => _next[place];

    private void Add(int place, int key)
    {
        _next[place] = -1;
        if (key == _places.Count)
        {
            _places.Add((place, place));
            return;
        }

        _next[_places[key].Last] = place;
        _places[key] = (_places[key].First, place);
    }
}
