using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>Changes of a JSON text, written as the text around them is: on lines of their own where the neighbours are, in the neighbours' indentation.</summary>
internal static class JsonChanges
{
    private const string Step = "  ";
    private const int WidestLine = 100;

    public static JsonSplice Replace(this JsonText text, JsonPart part, Value value) =>
        new(part.Start, part.End, Write(value, text.IndentOfLine(part.NameStart)));

    public static JsonSplice Rename(JsonPart member, string name) => new(member.NameStart, member.Start, $"{Json.Write(Value.Of(name))}: ");

    /// <summary>Adds a member behind another one, or in front of all.</summary>
    public static JsonSplice AddMember(this JsonText text, JsonPart map, JsonPart? after, string name, Value value) =>
        Add(text, map, after, indent => $"{Json.Write(Value.Of(name))}: {Write(value, indent)}", isLong: false);

    /// <summary>Adds an item at a place of the list. The text is as it stood elsewhere, and is moved to this indentation.</summary>
    public static JsonSplice AddItem(this JsonText text, JsonPart list, int index, IndentedJson item) =>
        Add(text, list, index == 0 ? null : list.Children[index - 1], item.At, isLong: true);

    /// <summary>Takes a member or an item out, with its comma.</summary>
    public static JsonSplice Remove(JsonPart child)
    {
        var siblings = child.Parent!.Children;
        if (siblings.Count == 1)
        {
            return new(child.Parent.Start + 1, child.Parent.End - 1, "");
        }

        return child.Index + 1 < siblings.Count
            ? new(child.NameStart, siblings[child.Index + 1].NameStart, "")
            : new(siblings[child.Index - 1].End, child.End, "");
    }

    /// <summary>A value as one would write it by hand: on one line where it fits.</summary>
    public static string Write(Value value, string indent)
    {
        var line = new StringBuilder();
        WriteLine(line, value);
        if (line.Length + indent.Length <= WidestLine || value is { AsMap: null, AsList: null })
        {
            return line.ToString();
        }

        var inner = indent + Step;
        return value.AsMap is { } map
            ? Lines('{', map.Select(member => $"{Json.Write(Value.Of(member.Key))}: {Write(member.Value, inner)}"), '}', indent, inner)
            : Lines('[', value.AsList!.Select(item => Write(item, inner)), ']', indent, inner);
    }

    private static string Lines(char open, IEnumerable<string> parts, char close, string indent, string inner) =>
        $"{open}\n{inner}{string.Join($",\n{inner}", parts)}\n{indent}{close}";

    private static void WriteLine(StringBuilder text, Value value)
    {
        if (value.AsMap is { Count: > 0 } map)
        {
            text.Append("{ ");
            foreach (var (name, member) in map)
            {
                text.Append(text[^1] == ' ' && text[^2] == '{' ? "" : ", ").Append(Json.Write(Value.Of(name))).Append(": ");
                WriteLine(text, member);
            }

            text.Append(" }");
        }
        else if (value.AsList is { Count: > 0 } list)
        {
            text.Append('[');
            foreach (var item in list)
            {
                text.Append(text[^1] == '[' ? "" : ", ");
                WriteLine(text, item);
            }

            text.Append(']');
        }
        else
        {
            text.Append(Json.Write(value));
        }
    }

    private static JsonSplice Add(JsonText text, JsonPart around, JsonPart? after, Func<string, string> write, bool isLong)
    {
        if (around.Children.Count == 0)
        {
            var indent = text.IndentOfLine(around.NameStart);
            var (open, close) = around.Kind == ValueKind.Map ? ("{ ", " }") : ("[", "]");
            return new(around.Start, around.End, isLong
                ? $"{open[0]}\n{indent}{Step}{write(indent + Step)}\n{indent}{close[^1]}"
                : $"{open}{write(indent)}{close}");
        }

        if (after is null)
        {
            var first = around.Children[0];
            var indent = text.IndentBefore(first.NameStart);
            var json = write(indent ?? text.IndentOfLine(first.NameStart));
            return new(first.NameStart, first.NameStart, indent is null ? $"{json}, " : $"{json},\n{indent}");
        }
        else
        {
            var indent = text.IndentBefore(after.NameStart);
            var json = write(indent ?? text.IndentOfLine(after.NameStart));
            return new(after.End, after.End, indent is null ? $", {json}" : $",\n{indent}{json}");
        }
    }
}

/// <summary>JSON as it stands somewhere, to be written elsewhere: its lines are moved with it.</summary>
internal sealed record IndentedJson(string Text, string Indent)
{
    /// <summary>As a value that has not stood anywhere yet.</summary>
    public static IndentedJson Of(Value value) => new(JsonChanges.Write(value, ""), "");

    // A line can only end between values: in texts it is escaped.
    public string At(string indent) => Text.Replace($"\n{Indent}", $"\n{indent}", StringComparison.Ordinal);
}
