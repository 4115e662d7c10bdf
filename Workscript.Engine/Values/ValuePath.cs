namespace Workscript.Engine.Values;

/// <summary>Paths into a value as nodes take them: <c>address.city</c>, <c>lines.0.total</c>, <c>lines[0].total</c>, <c>lines[-1]</c>.</summary>
public static class ValuePath
{
    /// <summary>The value at the path; missing when a step of it leads nowhere.</summary>
    public static Value Read(Value root, string path)
    {
        if (path.AsSpan().IndexOfAny('.', '[') < 0)
        {
            return Child(root, path);
        }

        var value = root;
        foreach (var name in Names(path))
        {
            value = Child(value, name);
        }

        return value;
    }

    /// <summary>The names along the path, without brackets and quotes.</summary>
    public static IReadOnlyList<string> Names(string path)
    {
        var names = new List<string>();
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[');
            if (bracket != 0)
            {
                names.Add(bracket < 0 ? part : part[..bracket]);
            }

            for (; bracket >= 0; bracket = part.IndexOf('[', bracket + 1))
            {
                var close = part.IndexOf(']', bracket);
                names.Add(part[(bracket + 1)..(close < 0 ? part.Length : close)].Trim('"', '\''));
            }
        }

        return names;
    }

    internal static Value Child(Value parent, string name)
    {
        if (parent.AsList is not { } list)
        {
            return parent[name];
        }

        if (name == "length")
        {
            return list.Count;
        }

        return int.TryParse(name, out var index) ? parent[index < 0 ? index + list.Count : index] : Value.Missing;
    }
}
