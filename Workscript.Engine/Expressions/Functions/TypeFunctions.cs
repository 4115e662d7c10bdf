using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class TypeFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("default", "default(value, otherwise)", "The value, or the other where it is null or missing", "default(null, 5)", "5", 2, 2, a => a[0].IsNullOrMissing ? a[1] : a[0]),
        new("type", "type(value)", "What it is: null, boolean, number, string, array or object", "type([1])", "\"array\"", 1, 1, a => TypeName(a[0])),
        new("number", "number(value)", "Text as a number", "number('12.5')", "12.5", 1, 1, ToNumber) { Aliases = ["Number"] },
        new("text", "text(value)", "As a template shows it", "text([1, 2])", "\"[1,2]\"", 1, 1, a => a.Text(0)) { Aliases = ["String", "toString"] },
        new("bool", "bool(value)", "Whether it counts as true: not \"\", 0, null or false", "bool('')", "false", 1, 1, a => Coerce.Truth(a[0])) { Aliases = ["Boolean"] },
        new("json", "json(value)", "As JSON text", "json({a: [1]})", "\"{\\\"a\\\":[1]}\"", 1, 1, a => a[0].IsMissing ? "null" : Json.Write(a[0])) { Aliases = ["JSON.stringify"] },
        new("parseJson", "parseJson(text)", "The value of a JSON text", "parseJson('[1]')", "[1]", 1, 1, ParseJson) { Aliases = ["JSON.parse"] },
        new("isList", "isList(value)", "Whether it is a list", "isList([])", "true", 1, 1, a => a[0].AsList is not null) { Aliases = ["Array.isArray"] },
    ];

    internal static string TypeName(Value value) => value.Kind switch
    {
        ValueKind.Missing or ValueKind.Null => "null",
        ValueKind.Boolean => "boolean",
        ValueKind.Number => "number",
        ValueKind.Text => "string",
        ValueKind.List => "array",
        ValueKind.Map => "object",
    };

    private static Value ToNumber(Arguments a)
    {
        var number = Coerce.Number(a[0]);
        if (a[0].IsNumber)
        {
            return a[0];
        }

        return double.IsFinite(number) ? Arithmetic.Whole(number) : throw a.Error($"finds no number in {Arithmetic.Shown(a[0])}");
    }

    private static Value ParseJson(Arguments a)
    {
        try
        {
            return Json.Read(a.Text(0));
        }
        catch (JsonException e)
        {
            throw a.Error($"got text that is not JSON: {e.Message}");
        }
    }
}
