using System.Globalization;

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

        return Read(root, Names(path));
    }

    /// <summary>The value at the end of these names; missing when one of them leads nowhere.</summary>
    public static Value Read(Value root, ReadOnlySpan<string> names)
    {
        var value = root;
        foreach (var name in names)
        {
            value = Child(value, name);
        }

        return value;
    }

    /// <summary>The names along the path, without brackets and quotes. In quotes, a name may have dots.</summary>
    public static string[] Names(string path)
    {
        var names = new List<string>();
        for (var at = 0; ; at += path[at] == '.' ? 1 : 0)
        {
            names.Add(at < path.Length && path[at] == '[' ? InBrackets(path, ref at) : Plain(path, ref at));
            if (at >= path.Length)
            {
                return [.. names];
            }
        }
    }

    /// <summary>The element's index, counted from the end where it is negative; null where the list has no such element.</summary>
    internal static int? IndexIn(ValueList list, string name)
    {
        if (!int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        index = index < 0 ? index + list.Count : index;
        return index >= 0 && index < list.Count ? index : null;
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

        return IndexIn(list, name) is { } index ? list[index] : Value.Missing;
    }

    private static string Plain(string path, ref int at)
    {
        var start = at;
        var length = path.AsSpan(start).IndexOfAny('.', '[');
        at = length < 0 ? path.Length : start + length;
        return path[start..at];
    }

    private static string InBrackets(string path, ref int at)
    {
        var start = at + 1;
        var quote = start < path.Length && path[start] is '"' or '\'' ? path.IndexOf(path[start], start + 1) : -1;
        if (quote > 0 && quote + 1 < path.Length && path[quote + 1] == ']')
        {
            at = quote + 2;
            return path[(start + 1)..quote];
        }

        var close = path.IndexOf(']', start);
        at = close < 0 ? path.Length : close + 1;
        return path[start..(close < 0 ? path.Length : close)].Trim('"', '\'');
    }
}
