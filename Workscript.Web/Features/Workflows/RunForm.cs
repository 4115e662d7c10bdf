using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Workflows;

/// <summary>
/// The form that starts a run, made from the document's <c>inputs</c> or, where it has none, from the keys of its <c>initialState</c>. The same values can
/// be given as one JSON object. What was typed stays, whatever is wrong with it.
/// </summary>
public sealed class RunForm(WorkflowDefinition definition)
{
    public const string JsonName = "json";

    public IReadOnlyList<RunField> Fields { get; private set; } = FieldsOf(definition).Select((field, i) => field with { Position = i }).ToList();

    /// <summary>What stands in the JSON face.</summary>
    public string Json { get; private set; } = "{}";

    public string? JsonWrong { get; private set; }

    /// <summary>Fills the form with what another run was given.</summary>
    public RunForm Filled(ValueMap given)
    {
        Fields = Fields.Select(field => field.Filled(given[field.Name])).ToList();
        Json = Engine.Values.Json.WriteIndented(given);
        return this;
    }

    /// <summary>The state that the fields give; null when something is wrong, which then stands at its field.</summary>
    public ValueMap? Read(IFormCollection form)
    {
        Fields = Fields.Select(field => field with { Typed = Last(form[field.InputName]).ReplaceLineEndings("\n") }).ToList();
        var state = new ValueMap.Builder(Fields.Count);
        Fields = Fields.Select(field =>
        {
            var (value, wrong) = field.Read();
            state.SetIfPresent(field.Name, value);
            return field with { Wrong = wrong };
        }).ToList();
        return Check(state.Build());
    }

    /// <summary>The state that the JSON face gives; null when something is wrong with it.</summary>
    public ValueMap? ReadJson(IFormCollection form)
    {
        Json = Last(form[JsonName]);
        try
        {
            if (Engine.Values.Json.Read(Json).AsMap is not { } state)
            {
                JsonWrong = "This must be one JSON object, with a member for each value.";
                return null;
            }

            var problems = InputCheck.Check(definition, state).Problems;
            JsonWrong = problems.Count > 0 ? string.Join("; ", problems.Select(problem => problem.Message)) : null;
            return problems.Count > 0 ? null : state;
        }
        catch (JsonException e)
        {
            JsonWrong = $"This is not JSON: {JsonPlace.Explain(e)}";
            return null;
        }
    }

    private static IEnumerable<RunField> FieldsOf(WorkflowDefinition definition) => definition.Inputs.Count > 0
        ? definition.Inputs.Select(input => RunField.Of(input, definition.InitialState[input.Name]))
        : definition.InitialState.Select(member => RunField.Of(member.Key, member.Value));

    /// <summary>Puts what is wrong where the values are.</summary>
    public void Refuse(IReadOnlyList<InputProblem> problems)
    {
        var byName = problems.ToLookup(problem => problem.Input, problem => problem.Message[(problem.Input.Length + 3)..]);
        Fields = Fields.Select(field => field with { Wrong = field.Wrong ?? byName[field.Name].FirstOrDefault() }).ToList();
    }

    private ValueMap? Check(ValueMap state)
    {
        Refuse(InputCheck.Check(definition, state).Problems);
        return Fields.All(field => field.Wrong is null) ? state : null;
    }

    // A switch sends a hidden "false" before its own "true".
    private static string Last(StringValues values) => values.Count > 0 ? values[^1] ?? "" : "";
}
