using System.Globalization;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>Changes of where steps stand. Each answers the text as it is then, and the path of the step that it was about; null where it cannot be.</summary>
internal static class StepChanges
{
    private const string Disabled = "@disabled";

    public static (JsonText Text, string Path)? Add(this JsonText text, StepPlace place, string key) =>
        text.Insert(place, IndentedJson.Of(ValueMap.Of(key, key.StartsWith('$') ? Value.EmptyText : ValueMap.Empty)));

    public static (JsonText Text, string Path)? Duplicate(this JsonText text, WrittenStep step) =>
        step.IsListed ? text.Insert(new(step.Part.Parent!.Pointer, step.Part.Index + 1), text.Cut(step)) : null;

    /// <summary>Takes the step out; with the last one of an edge goes the edge.</summary>
    public static JsonText Remove(this JsonText text, WrittenStep step) => text.With(JsonChanges.Remove(Whole(step)));

    public static (JsonText Text, string Path)? Move(this JsonText text, WrittenStep step, StepPlace to)
    {
        var isInside = to.Pointer == step.Path || to.Pointer.StartsWith(step.Path + "/", StringComparison.Ordinal);
        var isThere = to.Pointer == step.Part.Parent?.Pointer && (to.Index == step.Part.Index || to.Index == step.Part.Index + 1);
        if (isInside || isThere || text.Put(to, text.Cut(step)) is not var (splice, path))
        {
            return null;
        }

        var taken = Whole(step);
        return (text.With(splice, JsonChanges.Remove(taken)), PathWithout(taken, path));
    }

    public static JsonText Disable(this JsonText text, WrittenStep step, bool isDisabled)
    {
        var (whole, config) = text.WithConfig(step);
        if (config.Child(Disabled) is { } option)
        {
            return whole.With(isDisabled ? whole.Replace(option, Value.True) : JsonChanges.Remove(option));
        }

        return isDisabled ? whole.With(whole.AddMember(config, null, Disabled, Value.True)) : whole;
    }

    /// <summary>The text with the step's key changed, which may hold the node's id, the loop's dots or a place in the state.</summary>
    public static (JsonText Text, string Path) Rename(this JsonText text, WrittenStep step, string key)
    {
        var renamed = step.Config is { } config ? text.With(JsonChanges.Rename(config, key)) : text.With(text.Replace(step.Part, key));
        return (renamed, step.Path);
    }

    /// <summary>The text with a map as the step's config, and that map.</summary>
    public static (JsonText Text, JsonPart Config) WithConfig(this JsonText text, WrittenStep step)
    {
        if (step.Config is { Kind: ValueKind.Map } config)
        {
            return (text, config);
        }

        var whole = step.Config is { } bare
            ? text.With(text.Replace(bare, ValueMap.Of("value", text.ValueOf(bare))))
            : text.With(text.Replace(step.Part, ValueMap.Of(step.Key, ValueMap.Empty)));
        return (whole, whole.Find(step.ConfigPath)!);
    }

    private static (JsonText Text, string Path)? Insert(this JsonText text, StepPlace place, IndentedJson step) =>
        text.Put(place, step) is var (splice, path) ? (text.With(splice), path) : null;

    /// <summary>What puts a step at a place, and its path there; an edge that has none yet gets it alone, one that has some gets a list.</summary>
    private static (JsonSplice Splice, string Path)? Put(this JsonText text, StepPlace place, IndentedJson step)
    {
        if (place.Pointer != StepOutline.StepsPointer && !place.Pointer.EndsWith('?'))
        {
            return null;
        }

        if (text.Find(place.Pointer) is { } there)
        {
            return there.Kind switch
            {
                ValueKind.List when place.Index <= there.Children.Count => (text.AddItem(there, place.Index, step), $"{place.Pointer}/{place.Index}"),
                ValueKind.Null => (new(there.Start, there.End, step.At(text.IndentOfLine(there.NameStart))), place.Pointer),
                ValueKind.Map or ValueKind.Text => (Pair(text, there, place.Index, step), $"{place.Pointer}/{(place.Index == 0 ? 0 : 1)}"),
                _ => null,
            };
        }

        var slash = place.Pointer.LastIndexOf('/');
        if (slash < 0 || text.Find(place.Pointer[..slash]) is not { Kind: ValueKind.Map } config)
        {
            return null;
        }

        var name = JsonPart.Unescaped(place.Pointer[(slash + 1)..]);
        return (text.AddMember(config, config.Children.LastOrDefault(), name, Json.Read(step.Text)), place.Pointer);
    }

    private static JsonSplice Pair(JsonText text, JsonPart there, int index, IndentedJson step)
    {
        var indent = text.IndentOfLine(there.NameStart);
        var inner = indent + "  ";
        var old = new IndentedJson(text.RawOf(there), indent).At(inner);
        var added = step.At(inner);
        var (first, second) = index == 0 ? (added, old) : (old, added);
        return new(there.Start, there.End, $"[\n{inner}{first},\n{inner}{second}\n{indent}]");
    }

    private static IndentedJson Cut(this JsonText text, WrittenStep step) => new(text.RawOf(step.Part), text.IndentOfLine(step.Part.NameStart));

    /// <summary>The step, or the edge around it where it is all that the edge has.</summary>
    private static JsonPart Whole(WrittenStep step) =>
        step.Part is { Parent: { Kind: ValueKind.List, Children.Count: 1 } list } && list.Name.EndsWith('?') ? list : step.Part;

    /// <summary>What a path becomes when a part before it, in a list that it leads through, is gone.</summary>
    private static string PathWithout(JsonPart gone, string path)
    {
        if (gone.Parent is not { Kind: ValueKind.List } list || !path.StartsWith(list.Pointer + "/", StringComparison.Ordinal))
        {
            return path;
        }

        var rest = path[(list.Pointer.Length + 1)..].Split('/');
        var index = int.Parse(rest[0], CultureInfo.InvariantCulture);
        rest[0] = (index > gone.Index ? index - 1 : index).ToString(CultureInfo.InvariantCulture);
        return $"{list.Pointer}/{string.Join('/', rest)}";
    }
}
