using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The operations of conditions, and how a condition without a data type compares.</summary>
internal static class ConditionTypes
{
    public static IReadOnlyList<string> Operations { get; } =
    [
        "equals", "notEquals", "contains", "notContains", "startsWith", "endsWith", "regex", "isEmpty", "isNotEmpty",
        "gt", "gte", "lt", "lte", "between", "true", "false", "before", "after",
        "lengthEquals", "lengthGt", "lengthLt", "hasProperty", "notHasProperty",
    ];

    /// <summary>The type that the operation itself decides on; null where it depends on the value.</summary>
    public static string? OfOperation(string operation, double number) => operation switch
    {
        "startsWith" or "endsWith" or "regex" => "string",
        "gt" or "gte" or "lt" or "lte" => "number",
        "between" => double.IsNaN(number) ? "date" : "number",
        "true" or "false" => "boolean",
        "before" or "after" => "date",
        "lengthEquals" or "lengthGt" or "lengthLt" => "array",
        "hasProperty" or "notHasProperty" => "object",
        _ => null,
    };

    /// <summary>The type of an operation that several types have: that of the field's own value, where it has the operation, else text.</summary>
    public static string OfValue(Value field, string operation, double number) => (field.Kind, operation) switch
    {
        (ValueKind.Number, "equals" or "notEquals") when !double.IsNaN(number) => "number",
        (ValueKind.List, "contains" or "notContains" or "isEmpty" or "isNotEmpty") => "array",
        (ValueKind.Map, "isEmpty" or "isNotEmpty") => "object",
        _ => "string",
    };
}
