using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>The keywords that look at one value by itself: its type, its size, its text (JSON Schema 2020-12, validation, section 6).</summary>
internal static class SchemaAssertions
{
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "string", "integer"];

    /// <summary>Why the value does not fit the keyword; null when it does, or the keyword is not about such a value.</summary>
    /// <exception cref="SchemaException">The keyword's own value is wrong.</exception>
    public static string? Problem(string keyword, Value wanted, Value value, SchemaPatterns patterns) => keyword switch
    {
        "type" => IsOfAny(wanted, value) ? null : $"Expected type {Named(wanted)}, got {TypeOf(value)}",
        "const" => value.Equals(wanted) ? null : $"Expected the value {wanted}",
        "enum" => wanted.AsList is { } list && !list.Contains(value) ? $"Expected one of {string.Join(", ", list)}" : null,
        "multipleOf" => value.IsNumber && !IsMultiple(value.AsDouble, Number(keyword, wanted)) ? $"Value {value} is not a multiple of {wanted}" : null,
        "maximum" => value.IsNumber && value.AsDouble > Number(keyword, wanted) ? $"Value {value} is above maximum {wanted}" : null,
        "exclusiveMaximum" => value.IsNumber && value.AsDouble >= Number(keyword, wanted) ? $"Value {value} is not below {wanted}" : null,
        "minimum" => value.IsNumber && value.AsDouble < Number(keyword, wanted) ? $"Value {value} is below minimum {wanted}" : null,
        "exclusiveMinimum" => value.IsNumber && value.AsDouble <= Number(keyword, wanted) ? $"Value {value} is not above {wanted}" : null,
        "maxLength" => value.AsText is { } text && Length(text) > Number(keyword, wanted) ? $"The text is longer than {wanted} characters" : null,
        "minLength" => value.AsText is { } text && Length(text) < Number(keyword, wanted) ? $"The text is shorter than {wanted} characters" : null,
        "pattern" => value.AsText is { } text && !patterns.IsMatch(Coerce.Text(wanted), text) ? $"Value does not match pattern: {Coerce.Text(wanted)}" : null,
        "maxItems" => value.AsList?.Count > Number(keyword, wanted) ? $"The list has more than {wanted} items" : null,
        "minItems" => value.AsList?.Count < Number(keyword, wanted) ? $"The list has fewer than {wanted} items" : null,
        "uniqueItems" => wanted.IsTrue && value.AsList is { } list && new HashSet<Value>(list).Count < list.Count ? "The list holds an item twice" : null,
        "maxProperties" => value.AsMap?.Count > Number(keyword, wanted) ? $"The object has more than {wanted} members" : null,
        "minProperties" => value.AsMap?.Count < Number(keyword, wanted) ? $"The object has fewer than {wanted} members" : null,
        _ => null,
    };

    private static bool IsOfAny(Value types, Value value)
    {
        if (types.AsList is not { } list)
        {
            return IsOf(types, value);
        }

        foreach (var type in list)
        {
            if (IsOf(type, value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOf(Value type, Value value) => type.AsText switch
    {
        "integer" => value.IsNumber && value.AsDouble == Math.Truncate(value.AsDouble),
        { } name when Types.Contains(name) => name == TypeOf(value),
        _ => throw new SchemaException($"'{Coerce.Text(type)}' in the schema is no type: there are {string.Join(", ", Types)}"),
    };

    private static string TypeOf(Value value) => value.Kind switch
    {
        ValueKind.Boolean => "boolean",
        ValueKind.Number => "number",
        ValueKind.Text => "string",
        ValueKind.List => "array",
        ValueKind.Map => "object",
        ValueKind.Null or ValueKind.Missing => "null",
    };

    private static string Named(Value types) => types.AsList is { } list ? string.Join(" or ", list.Select(Coerce.Text)) : Coerce.Text(types);

    private static double Number(string keyword, Value wanted) =>
        wanted.IsNumber ? wanted.AsDouble : throw new SchemaException($"'{keyword}' in the schema must be a number");

    // In code points, as the draft has it, not in UTF-16 units.
    private static int Length(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            length -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return length;
    }

    private static bool IsMultiple(double value, double factor)
    {
        if (factor <= 0)
        {
            throw new SchemaException("'multipleOf' in the schema must be above 0");
        }

        // 0.3 is a multiple of 0.1 to whoever writes so, though not to binary arithmetic.
        return Math.Abs(value) < 1e15 && factor is > 1e-12 and < 1e15
            ? (decimal)value % (decimal)factor == 0
            : Math.IEEERemainder(value, factor) == 0;
    }
}
