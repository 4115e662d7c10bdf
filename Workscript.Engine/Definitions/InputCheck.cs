using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>What is wrong with one of the values that a run was given.</summary>
public sealed record InputProblem(string Input, string Message);

/// <summary>Checks the values that a run is given against the document's <c>inputs</c>.</summary>
public static class InputCheck
{
    /// <summary>The given values with defaults filled in, and every problem. Values that no input declares pass: they are plain state.</summary>
    public static (ValueMap State, IReadOnlyList<InputProblem> Problems) Check(WorkflowDefinition definition, ValueMap given)
    {
        if (given.Count == 0 && definition.Inputs.Count == 0)
        {
            return (given, []);
        }

        var problems = given
            .Where(member => member.Value.Depth > ValueLimits.MemberDepth)
            .Select(member => new InputProblem(member.Key, $"'{member.Key}' is nested deeper than {ValueLimits.MemberDepth} levels"))
            .ToList();
        if (definition.Inputs.Count == 0)
        {
            return (given, problems);
        }

        var state = ValueMap.Builder.From(given);
        foreach (var input in definition.Inputs)
        {
            var value = given[input.Name];
            if (value.IsMissing)
            {
                value = input.Default;
                state.SetIfPresent(input.Name, value);
            }

            // The document's own initial state may answer for an input that is not given.
            var isAnswered = !value.IsMissing || !definition.InitialState[input.Name].IsMissing;
            var problem = value.IsMissing ? (input.Required && !isAnswered ? "is required" : null) : Problem(input, value);
            if (problem is not null)
            {
                problems.Add(new(input.Name, $"'{input.Name}' {problem}"));
            }
        }

        return (state.Build(), problems);
    }

    /// <summary>Why the value does not fit the input; null when it does.</summary>
    internal static string? Problem(InputDeclaration input, Value value)
    {
        if (value.IsNull && !input.Required)
        {
            return null;
        }

        if (!IsOfType(input.Type, value))
        {
            return $"must be {Article(input.Type)}";
        }

        return input.Choices.Count > 0 && !input.Choices.Contains(value)
            ? $"must be one of {string.Join(", ", input.Choices.Select(choice => choice.ToString()))}"
            : null;
    }

    internal static bool IsOfType(InputType type, Value value) => type switch
    {
        InputType.String or InputType.File => value.IsText,
        InputType.Number => value.IsNumber,
        InputType.Integer => value.IsNumber && value.AsDouble == Math.Truncate(value.AsDouble),
        InputType.Boolean => value.Kind == ValueKind.Boolean,
        InputType.Array => value.Kind == ValueKind.List,
        InputType.Object => value.Kind == ValueKind.Map,
    };

    private static string Article(InputType type) => type switch
    {
        InputType.String => "a text",
        InputType.Number => "a number",
        InputType.Integer => "a whole number",
        InputType.Boolean => "true or false",
        InputType.Array => "a list",
        InputType.Object => "an object",
        InputType.File => "a file",
    };
}
