using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The form of a step: its parameters as its node declares them, what else stands in its config, and what every step can have.</summary>
public sealed class StepFields
{
    private static readonly ParameterInfo[] Options =
    [
        new("@name", ParameterKind.Text, "What it is called in lists of steps and in the graph"),
        new("@note", ParameterKind.LongText, "Why it is there, for whoever reads this next"),
        new("@timeout", ParameterKind.Duration, "How long it may take") { Placeholder = "30s" },
        new("@onInterrupted", ParameterKind.Choice, "When the server ended in the middle of it: execute it again, or take its error edge") { Choices = ["retry", "error"] },
        new("@pin", ParameterKind.Json, "What it leaves in test runs in place of being executed: edge, data, changes"),
    ];

    private static readonly ParameterInfo[] Retry =
    [
        new("attempts", ParameterKind.Integer, "How often at the most, the first time included") { Placeholder = "5" },
        new("delay", ParameterKind.Duration, "The pause before the second attempt") { Placeholder = "2s" },
        new("backoff", ParameterKind.Choice, "Whether the pauses grow") { Choices = ["exponential", "fixed"] },
        new("maxDelay", ParameterKind.Duration, "The longest pause") { Placeholder = "1h" },
        new("on", ParameterKind.List, "The codes that it is for; without it, all that may pass") { Placeholder = """["TIMEOUT", "HTTP_5XX"]""" },
    ];

    private readonly JsonText _text;
    private readonly JsonPart? _config;
    private readonly IFormCollection? _typed;

    private StepFields(JsonText text, IFormCollection? typed)
    {
        (_text, _typed, _config) = (text, typed, text.Root);
        Parameters = [.. HeadParameters.All.Select(Group)];
        More = [.. HeadParameters.Settings.Select(setting => Single("settings", setting))];
        Retries = [.. HeadParameters.Keep.Select(setting => Single("settings/keep", setting))];
    }

    private StepFields(StepFields fields, IReadOnlyList<FieldGroup> parameters)
    {
        (_text, _config, _typed) = (fields._text, fields._config, fields._typed);
        (Parameters, Others, More, Retries) = (parameters, fields.Others, fields.More, fields.Retries);
    }

    private StepFields(JsonText text, WrittenStep step, IFormCollection? typed)
    {
        _text = text;
        _typed = typed;
        _config = step.Config;
        if (step.IsSetter)
        {
            var whole = _config is { Kind: ValueKind.Map } map && map.Child("value") is { } value ? value : _config;
            Parameters = [Kept(FieldGroup.Single(Field.Of(text, "value", new("value", ParameterKind.Json, "Text, a number, JSON, a reference such as $.order, or {{= an expression }}") { Required = true }, whole)))];
            More = whole == _config ? [] : [.. Options.Select(option => Single("", option))];
            Retries = [];
            return;
        }

        Parameters = [.. (step.Node?.Parameters ?? []).Select(Group)];
        var known = (step.Node?.Parameters ?? []).Select(parameter => parameter.Name).Concat(Options.Select(option => option.Name)).Append("@retry").Append("@disabled").ToHashSet();
        Others = Kept(FieldGroup.Map(text, new("", ParameterKind.Map, "Parameters that the node does not declare"), "", Members.Where(member => !StepOutline.IsEdge(member) && !known.Contains(member.Name))));
        More = [.. Options.Select(option => Single("", option))];
        Retries = [.. Retry.Select(option => Single("@retry", option))];
    }

    public IReadOnlyList<FieldGroup> Parameters { get; }

    /// <summary>Parameters that the node does not declare; null where there can be none.</summary>
    public FieldGroup? Others { get; }

    public IReadOnlyList<FieldGroup> More { get; }

    public IReadOnlyList<FieldGroup> Retries { get; }

    /// <summary>Whether something beyond the parameters is set, so that it should be seen.</summary>
    public bool HasMore => More.Concat(Retries).Any(group => group.Fields.Any(one => one.Typed.Length > 0));

    public IEnumerable<Field> All => Parameters.Concat(Others is null ? [] : [Others]).Concat(More).Concat(Retries).SelectMany(group => group.AllFields);

    public IEnumerable<FieldGroup> Lists => Parameters.Concat(Others is null ? [] : [Others]).Where(group => group.IsList);

    /// <summary>The form of a step; with what somebody typed in place of what is in the text, where that is given.</summary>
    public static StepFields Of(JsonText text, WrittenStep step, IFormCollection? typed = null) => step.IsHead ? new(text, typed) : new(text, step, typed);

    /// <summary>The same form with what the fields of the parameters give.</summary>
    internal async Task<StepFields> PreviewedAsync(Func<Field, Task<string?>> preview)
    {
        var parameters = new List<FieldGroup>(Parameters.Count);
        foreach (var group in Parameters)
        {
            var entries = new List<FieldRow>(group.Entries.Count);
            foreach (var entry in group.Entries)
            {
                var fields = new List<Field>(entry.Fields.Count);
                foreach (var field in entry.Fields)
                {
                    fields.Add(field with { Preview = await preview(field) });
                }

                entries.Add(entry with { Fields = fields });
            }

            parameters.Add(group with { Entries = entries });
        }

        return new(this, parameters);
    }

    private IEnumerable<JsonPart> Members => _config?.Kind == ValueKind.Map ? _config.Children : [];

    private JsonPart? Member(string pointer) => _config?.Kind == ValueKind.Map ? _text.Find($"{_config.Pointer}/{pointer}") : null;

    private FieldGroup Single(string under, ParameterInfo parameter)
    {
        var pointer = under.Length == 0 ? JsonPart.Escaped(parameter.Name) : $"{under}/{parameter.Name}";
        return Kept(FieldGroup.Single(Field.Of(_text, pointer, parameter, Member(pointer))));
    }

    private FieldGroup Group(ParameterInfo parameter)
    {
        var pointer = JsonPart.Escaped(parameter.Name);
        var part = Member(pointer);
        return Kept(parameter.Kind switch
        {
            ParameterKind.Rows when part is null or { Kind: ValueKind.List } && (part?.Children ?? []).All(row => row.Kind == ValueKind.Map) => FieldGroup.Rows(_text, parameter, pointer, part),
            ParameterKind.Map when part is null or { Kind: ValueKind.Map } => FieldGroup.Map(_text, parameter, pointer, part?.Children ?? []),
            _ => FieldGroup.Single(Field.Of(_text, pointer, parameter, part)),
        });
    }

    private FieldGroup Kept(FieldGroup group) => _typed is null ? group : group with
    {
        Entries = [.. group.Entries.Select(entry => entry with
        {
            Fields = [.. entry.Fields.Select(one => _typed.TryGetValue(one.InputName, out var typed) ? one with { Typed = Field.Normal(typed.ToString()) } : one)],
        })],
    };
}

/// <summary>What belongs to one parameter: a field, rows of fields, or named fields. The last row or name of a list is new, and empty.</summary>
public sealed record FieldGroup(ParameterInfo Parameter, string Pointer, IReadOnlyList<FieldRow> Entries)
{
    public const string New = "+";

    public bool IsList => Parameter.Kind is ParameterKind.Rows or ParameterKind.Map && Entries is not [{ Fields: [{ IsAlone: true }], Name: null }];

    public IReadOnlyList<Field> Fields => Entries[0].Fields;

    public IEnumerable<Field> AllFields => Entries.SelectMany(entry => entry.Fields);

    public static FieldGroup Single(Field field) => new(field.Parameter, field.Pointer, [new(field.Pointer, [field with { IsAlone = true }])]);

    public static FieldGroup Rows(JsonText text, ParameterInfo parameter, string pointer, JsonPart? list)
    {
        var rows = (list?.Children ?? []).Select(row => new FieldRow($"{pointer}/{row.Name}", [.. Columns(row).Select(column => Field.Of(text, $"{pointer}/{row.Name}/{JsonPart.Escaped(column.Name)}", column, row.Child(column.Name)))]));
        var added = new FieldRow($"{pointer}/{New}", [.. parameter.Columns.Select(column => Field.Of(text, $"{pointer}/{New}/{JsonPart.Escaped(column.Name)}", column, null))]);
        return new(parameter, pointer, [.. rows, added]);

        // What a row has beyond the columns can be seen and changed too.
        IEnumerable<ParameterInfo> Columns(JsonPart row) => parameter.Columns.Concat(
            row.Children.Where(child => parameter.Columns.All(column => column.Name != child.Name)).Select(child => new ParameterInfo(child.Name, ParameterKind.Json, "")));
    }

    public static FieldGroup Map(JsonText text, ParameterInfo parameter, string pointer, IEnumerable<JsonPart> members)
    {
        var prefix = pointer.Length == 0 ? "" : pointer + "/";
        var value = new ParameterInfo("value", ParameterKind.Json, "");
        var rows = members.Select(member => new FieldRow($"{prefix}{JsonPart.Escaped(member.Name)}", Values($"{prefix}{JsonPart.Escaped(member.Name)}", member)) { Name = member.Name });
        return new(parameter, pointer, [.. rows, new($"{prefix}{New}", Values($"{prefix}{New}", null)) { Name = "" }]);

        // A value that is no object where the columns are those of one is changed as a whole.
        IReadOnlyList<Field> Values(string at, JsonPart? member) => parameter.Columns.Count == 0 || member is { Kind: not ValueKind.Map }
            ? [Field.Of(text, at, value, member)]
            : [.. parameter.Columns.Select(column => Field.Of(text, $"{at}/{column.Name}", column, member?.Child(column.Name)))];
    }
}

/// <summary>A row of a list, or a named value with its name.</summary>
public sealed record FieldRow(string Pointer, IReadOnlyList<Field> Fields)
{
    public string? Name { get; init; }

    public bool IsNew => Pointer.EndsWith(FieldGroup.New, StringComparison.Ordinal);
}
