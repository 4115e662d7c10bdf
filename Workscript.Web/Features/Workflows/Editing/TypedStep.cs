using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>
/// What somebody typed into a step's form. Only fields in which something else stands than before change the text, and only at their place; a form that
/// was never touched changes nothing.
/// </summary>
internal sealed class TypedStep(IFormCollection form, NodeCatalog catalog, string path)
{
    public const string KeyName = "key";

    public JsonText ApplyTo(JsonText text)
    {
        var step = Step(text);
        foreach (var field in StepFields.Of(text, step).All)
        {
            if (Typed(field.InputName) is { } typed && typed != Field.Normal(field.Typed) && !field.Pointer.Split('/').Contains(FieldGroup.New))
            {
                text = Set(text, field.Pointer, field.Read(typed));
            }
        }

        foreach (var group in StepFields.Of(text, Step(text)).Lists.ToList())
        {
            text = group.Parameter.Kind == ParameterKind.Rows ? ApplyRows(text, group) : ApplyNames(text, group);
        }

        return ApplyKey(text);
    }

    private WrittenStep Step(JsonText text) => path.Length == 0 ? WrittenStep.Head(text) : StepOutline.Of(text, catalog).Find(path)!;

    private string? Typed(string name) => form.TryGetValue(name, out var value) ? Field.Normal(value.ToString()) : null;

    private JsonText ApplyRows(JsonText text, FieldGroup group)
    {
        if (RowOf(group.Entries[^1]) is { } row)
        {
            text = Config(text) is var (whole, config) && whole.Find($"{config.Pointer}/{group.Pointer}") is { } list
                ? whole.With(whole.AddItem(list, list.Children.Count, IndentedJson.Of(row)))
                : Set(text, group.Pointer, ValueList.Of(row));
        }

        for (var i = group.Entries.Count - 2; i >= 0; i--)
        {
            if (form.ContainsKey($"-:{group.Entries[i].Pointer}"))
            {
                text = Set(text, group.Entries[i].Pointer, Value.Missing);
            }
        }

        return text;
    }

    private Value ValueOf(Field field) => field.Read(Typed(field.InputName) ?? "") is { IsMissing: false } value ? value : Value.EmptyText;

    /// <summary>What was typed into the fields of a new row; null for nothing.</summary>
    private ValueMap? RowOf(FieldRow entry)
    {
        var cells = entry.Fields.Select(field => (field.Parameter.Name, Value: Typed(field.InputName) is { } typed ? field.Read(typed) : Value.Missing)).Where(cell => !cell.Value.IsMissing).ToList();
        return cells.Count == 0 ? null : ValueMap.Of([.. cells.Select(cell => cell.Name)], [.. cells.Select(cell => cell.Value)]);
    }

    private JsonText ApplyNames(JsonText text, FieldGroup group)
    {
        foreach (var entry in group.Entries)
        {
            if (Typed($"n:{entry.Pointer}")?.Trim() is not { } name || name == entry.Name)
            {
                continue;
            }

            if (entry.IsNew)
            {
                var prefix = group.Pointer.Length == 0 ? "" : group.Pointer + "/";
                text = Set(text, prefix + JsonPart.Escaped(name), group.Parameter.Columns.Count == 0 ? ValueOf(entry.Fields[0]) : RowOf(entry) ?? ValueMap.Empty);
            }
            else if (name.Length == 0)
            {
                text = Set(text, entry.Pointer, Value.Missing);
            }
            else if (text.Find($"{Step(text).Config!.Pointer}/{entry.Pointer}") is { } member && member.Parent!.Child(name) is null)
            {
                text = text.With(JsonChanges.Rename(member, name));
            }

        }

        return text;
    }

    private JsonText ApplyKey(JsonText text)
    {
        var step = Step(text);
        if (Typed(KeyName)?.Trim() is not { Length: > 0 } key || key == step.Key)
        {
            return text;
        }

        return text.Rename(step, key).Text;
    }

    private (JsonText Text, JsonPart Config) Config(JsonText text) => text.WithConfig(Step(text));

    /// <summary>Puts a value at a place below the step's config, making the lists and maps on the way; a missing one takes the place away.</summary>
    private JsonText Set(JsonText text, string pointer, Value value)
    {
        var step = Step(text);
        if (step.IsSetter && pointer == "value" && step.Config is { } bare && (bare.Kind != ValueKind.Map || bare.Child("value") is null))
        {
            return text.With(text.Replace(bare, value.IsMissing ? Value.EmptyText : value));
        }

        var (whole, at) = Config(text);
        var names = pointer.Split('/');
        for (var i = 0; i < names.Length; i++)
        {
            var name = JsonPart.Unescaped(names[i]);
            var isLast = i == names.Length - 1;
            if (at.Child(name) is { } child)
            {
                if (!isLast)
                {
                    at = child;
                    continue;
                }

                return value.IsMissing ? WithoutEmpty(whole.With(JsonChanges.Remove(child)), at.Pointer, i) : whole.With(whole.Replace(child, value));
            }

            if (value.IsMissing)
            {
                return whole;
            }

            var nested = names[(i + 1)..].Reverse().Aggregate(value, (inner, below) => ValueMap.Of(JsonPart.Unescaped(below), inner));
            return whole.With(whole.AddMember(at, at.Children.TakeWhile(member => !IsAfterAll(member)).LastOrDefault(), name, nested));
        }

        return whole;
    }

    /// <summary>Edges come after what a step is, and the steps after what the document is.</summary>
    private static bool IsAfterAll(JsonPart member) => StepOutline.IsEdge(member) || member.Pointer == StepOutline.StepsPointer;

    /// <summary>A list or map that has become empty below the config goes as well: it was there for what it held. A row stays, so that the others keep their places.</summary>
    private static JsonText WithoutEmpty(JsonText text, string pointer, int depth) =>
        depth > 0 && text.Find(pointer) is { Children.Count: 0, Parent.Kind: ValueKind.Map } empty ? text.With(JsonChanges.Remove(empty)) : text;
}
