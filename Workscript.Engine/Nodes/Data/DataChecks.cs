using System.Text.Json;
using Workscript.Engine.Schemas;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The checks of <c>validateData</c>. Each answers with what is wrong, as <c>{ field, error, value }</c>.</summary>
internal static class DataChecks
{
    private static readonly TimeSpan ScriptTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What the check needs and was not given; null when nothing is missing.</summary>
    public static string? Missing(string type, NodeContext context) => type switch
    {
        "required_fields" => context["requiredFields"].AsList is null ? "Required fields array is required for required_fields validation" : null,
        "type_check" => context["typeChecks"].AsList is null ? "Type checks array is required for type_check validation" : null,
        "range" => context["rangeValidations"].AsList is null ? "Range validations array is required for range validation" : null,
        "pattern" => context["patternValidations"].AsList is null ? "Pattern validations array is required for pattern validation" : null,
        "custom" => string.IsNullOrEmpty(context["customValidator"].AsText) ? "Custom validator function string is required for custom validation" : null,
        "json" or "json_schema" => null,
        _ => $"Unknown validation type: {type}",
    };

    public static List<Value> Run(string type, NodeContext context, Value data, int most) => type switch
    {
        "required_fields" => Each(context["requiredFields"], field => Required(Coerce.Text(field), data)),
        "type_check" => Each(context["typeChecks"], check => OfType(check, data)),
        "range" => [.. context["rangeValidations"].AsList!.SelectMany(check => InRange(check, data))],
        "pattern" => Each(context["patternValidations"], check => Matching(check, data)),
        "json" => Text(data) is { } problem ? [Error("__json__", problem, data)] : [],
        _ => Schema(context["schema"], data, most),
    };

    /// <summary>The check of a script: true is well, false is not, a list is what is wrong, and so is <c>{ valid: false, error, value }</c>.</summary>
    public static async Task<List<Value>> CustomAsync(NodeContext context, Value data, CancellationToken cancellation)
    {
        try
        {
            var call = new ScriptCall(context["customValidator"].AsText!, ValueMap.Of("data", data), ScriptTimeout);
            var answer = await context.Host.RunScriptAsync(call, cancellation);
            if (answer.AsList is { } list)
            {
                return [.. list];
            }

            var isWrong = answer.Kind == ValueKind.Boolean ? !answer.IsTrue : answer["valid"].Kind == ValueKind.Boolean && !answer["valid"].IsTrue;
            return isWrong ? [Error("__custom__", answer["error"].AsText ?? "Custom validation failed", answer["value"])] : [];
        }
        catch (NodeException e) when (e.Code == "SCRIPT_ERROR")
        {
            return [Error("__custom__", e.Message, Value.Missing)];
        }
    }

    /// <summary>The value of a JSON text; what is no text is a value already.</summary>
    public static Value Parsed(Value data) => data.AsText is { } text ? Json.Read(text) : data;

    private static List<Value> Each(Value checks, Func<Value, Value?> problem)
    {
        var errors = new List<Value>();
        foreach (var check in checks.AsList!)
        {
            if (problem(check) is { } error)
            {
                errors.Add(error);
            }
        }

        return errors;
    }

    private static Value? Required(string field, Value data)
    {
        var value = At(data, field);
        return value.IsNullOrMissing || value.AsText is "" ? Error(field, "Required field is missing or empty", value) : (Value?)null;
    }

    private static Value? OfType(Value check, Value data)
    {
        var (field, wanted) = (Coerce.Text(check["field"]), Coerce.Text(check["expectedType"]));
        var value = At(data, field);
        return TypeOf(value) == wanted ? (Value?)null : Error(field, $"Expected type {wanted}, got {TypeOf(value)}", value);
    }

    private static IEnumerable<Value> InRange(Value check, Value data)
    {
        var field = Coerce.Text(check["field"]);
        var value = At(data, field);
        if (!value.IsNumber)
        {
            yield return Error(field, $"Field must be a number for range validation, got {(value.IsNull || value.Kind == ValueKind.List ? "object" : TypeOf(value))}", value);
            yield break;
        }

        if (check["min"] is { IsMissing: false } least && value.AsDouble < Coerce.Number(least))
        {
            yield return Error(field, $"Value {value} is below minimum {Coerce.Text(least)}", value);
        }

        if (check["max"] is { IsMissing: false } greatest && value.AsDouble > Coerce.Number(greatest))
        {
            yield return Error(field, $"Value {value} is above maximum {Coerce.Text(greatest)}", value);
        }
    }

    private static Value? Matching(Value check, Value data)
    {
        var (field, pattern) = (Coerce.Text(check["field"]), Coerce.Text(check["pattern"]));
        var own = check["errorMessage"].AsText is { Length: > 0 } message ? message : null;
        var value = At(data, field);
        if (value.IsNullOrMissing)
        {
            return Error(field, own ?? "Field value is missing for pattern validation", value);
        }

        try
        {
            return UserPattern.Compile(pattern).IsMatch(Coerce.Text(value)) ? (Value?)null : Error(field, own ?? $"Value does not match pattern: {pattern}", value);
        }
        catch (ArgumentException)
        {
            return Error(field, $"Invalid regex pattern: {pattern}", value);
        }
    }

    private static string? Text(Value data)
    {
        if (data.Kind is ValueKind.Map or ValueKind.List)
        {
            return null;
        }

        if (data.AsText is not { } text)
        {
            return $"Expected string for JSON validation, got {TypeOf(data)}";
        }

        try
        {
            var parsed = Json.Read(text);
            return parsed.Kind is ValueKind.Map or ValueKind.List
                ? null
                : $"JSON parsed to primitive value ({(parsed.IsNull ? "object" : TypeOf(parsed))}), expected object or array";
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private static List<Value> Schema(Value schema, Value data, int most) => schema.IsNullOrMissing
        ? [Error("__schema__", "JSON Schema is required for json_schema validation", Value.Missing)]
        : [.. JsonSchema.Of(schema).Validate(data, Math.Min(most, 1_000)).Select(error => Error(error.Field, error.Message, error.Value))];

    private static Value At(Value data, string field) => field.Length == 0 ? Value.Missing : ValuePath.Read(data, field);

    private static Value Error(string field, string message, Value value) =>
        new ValueMap.Builder(3).Set("field", field).Set("error", message).SetIfPresent("value", value).Build();

    private static string TypeOf(Value value) => value.Kind switch
    {
        ValueKind.Missing => "undefined",
        ValueKind.Null => "null",
        ValueKind.Boolean => "boolean",
        ValueKind.Number => "number",
        ValueKind.Text => "string",
        ValueKind.List => "array",
        ValueKind.Map => "object",
    };
}
