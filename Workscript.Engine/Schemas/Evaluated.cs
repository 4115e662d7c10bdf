using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>Which members and items of one value keywords have looked at, for <c>unevaluatedProperties</c> and <c>unevaluatedItems</c>.</summary>
internal sealed class Evaluated
{
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly HashSet<int> _items = [];
    private bool _allItems;

    public void Add(string member) => _members.Add(member);

    public void Add(int item) => _items.Add(item);

    public void AddAllItems() => _allItems = true;

    public bool Has(string member) => _members.Contains(member);

    public bool Has(int item) => _allItems || _items.Contains(item);

    public void Add(Evaluated other)
    {
        _members.UnionWith(other._members);
        _items.UnionWith(other._items);
        _allItems |= other._allItems;
    }
}
