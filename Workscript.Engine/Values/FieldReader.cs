namespace Workscript.Engine.Values;

/// <summary>
/// Reads one member from many values, most of them of one shape: it looks first where the member was the last time. A reader belongs to one
/// execution of a node, not to several threads.
/// </summary>
public sealed class FieldReader
{
    private readonly string[] _names;
    private readonly int[] _places;

    /// <param name="path">The member, or the path to it.</param>
    /// <param name="isPath">Whether dots and brackets in it lead to members of members.</param>
    public FieldReader(string path, bool isPath = true)
    {
        _names = isPath ? [.. ValuePath.Names(path)] : [path];
        _places = new int[_names.Length];
    }

    /// <summary>The value at the path; missing when a step of it leads nowhere.</summary>
    public Value Read(Value item)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            item = item.AsMap is { } map ? map.Find(_names[i], ref _places[i]) : ValuePath.Child(item, _names[i]);
        }

        return item;
    }
}
