using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The types of <c>editFields</c>, and how values are made into them.</summary>
internal static class FieldType
{
    /// <exception cref="FieldTypeException">The value cannot be converted, and is not to be kept as it is.</exception>
    public static Value Convert(Value value, string type, bool lenient)
    {
        var converted = type switch
        {
            "string" => Coerce.Text(value),
            "number" => Number(value),
            "boolean" => Boolean(value),
            "object" => Map(value),
            "array" => List(value),
            _ => value,
        };
        if (!converted.IsMissing)
        {
            return converted;
        }

        return lenient || type == "expression" ? OrNull(value) : throw new FieldTypeException($"Cannot convert \"{Coerce.Text(value)}\" to {type}");
    }

    private static Value Number(Value value) => Coerce.Number(value) is var number && double.IsFinite(number) ? (value.IsNumber ? value : number) : Value.Missing;

    private static Value Boolean(Value value) => value.AsText?.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => Coerce.Truth(value),
    };

    private static Value Map(Value value)
    {
        var parsed = value.AsText is { } text ? Parsed(text) : value;
        return parsed.AsMap is { } map ? map : parsed.AsList is { } list ? list : Value.Missing;
    }

    private static Value List(Value value)
    {
        if (value.AsText is not { } text)
        {
            return value.AsList ?? ValueList.Of(OrNull(value));
        }

        return Parsed(text).AsList ?? ValueList.Of(text.Split(',').Select(part => Value.Of(Coerce.Trim(part))).ToArray());
    }

    private static Value Parsed(string text)
    {
        try
        {
            return Json.Read(text);
        }
        catch (JsonException)
        {
            // Text that is not JSON has no parsed value; what it then means is up to the type.
            return Value.Missing;
        }
    }

    private static Value OrNull(Value value) => value.IsMissing ? Value.Null : value;
}

/// <summary>A value does not fit the type that it is to have.</summary>
internal sealed class FieldTypeException(string message) : Exception(message);
