using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Some of the members of items, named by paths.</summary>
internal sealed class FieldSelection
{
    private readonly StatePath[] _places;
    private readonly FieldReader[] _fields;

    public FieldSelection(string[] names, bool dotted = true)
    {
        _places = [.. names.Select(name => dotted ? StatePath.Of([.. ValuePath.Names(name)]) : StatePath.Key(name))];
        _fields = [.. names.Select(name => new FieldReader(name, dotted))];
    }

    /// <summary>A map of these members alone, each in the place that its path says; those that the item lacks are left out.</summary>
    public ValueMap Pick(Value item)
    {
        var picked = new ValueMap.Builder(_fields.Length);
        for (var i = 0; i < _fields.Length; i++)
        {
            var value = _fields[i].Read(item);
            if (!value.IsMissing)
            {
                picked.Set(_places[i].Root, _places[i].Apply(picked[_places[i].Root], value));
            }
        }

        return picked.Build();
    }
}
