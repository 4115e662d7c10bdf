using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

internal static class TypeFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("default", "default(value, otherwise)", "The value, or the other where it is null or missing", "default(null, 5)", "5", 2, 2, FirstThere) { IsLazy = true },
        new("coalesce", "coalesce(value, value, ...)", "The first value that is neither null nor missing", "coalesce(null, '', 5)", "\"\"", 1, Function.Any, FirstThere) { IsLazy = true },
        new("if", "if(condition, value, otherwise?)", "The value where the condition holds, else the other", "if(2 > 1, 'yes', 'no')", "\"yes\"", 2, 3, a => a.Evaluate(Coerce.Truth(a.Evaluate(0)) ? 1 : 2)) { IsLazy = true },
        new("try", "try(value, otherwise?)", "The value, or the other where it is an error", "try(1 / 0, 'none')", "\"none\"", 1, 2, Try) { IsLazy = true },
        new("type", "type(value)", "What it is: null, boolean, number, string, array or object", "type([1])", "\"array\"", 1, 1, a => TypeName(a[0])),
        new("number", "number(value, otherwise?)", "Text as a number; the other where there is none in it", "number('12.5')", "12.5", 1, 2, ToNumber) { Aliases = ["Number"] },
        new("integer", "integer(value, otherwise?)", "The same without what is after the point", "integer('12.7')", "12", 1, 2, ToInteger),
        new("text", "text(value)", "As a template shows it", "text([1, 2])", "\"[1,2]\"", 1, 1, a => a.Text(0)) { Aliases = ["String", "toString"] },
        new("bool", "bool(value)", "Whether it counts as true: not \"\", 0, null or false", "bool('')", "false", 1, 1, a => Coerce.Truth(a[0])) { Aliases = ["Boolean"] },
        new("json", "json(value, indented?)", "As JSON text", "json({a: [1]})", "\"{\\\"a\\\":[1]}\"", 1, 2, ToJson) { Aliases = ["JSON.stringify"] },
        new("parseJson", "parseJson(text, otherwise?)", "The value of a JSON text; the other where it is none", "parseJson('[1]')", "[1]", 1, 2, ParseJson) { Aliases = ["JSON.parse"] },
        new("isEmpty", "isEmpty(value)", "Whether it is null, or a text, list or object with nothing in it", "isEmpty([])", "true", 1, 1, a => IsEmpty(a[0])),
        new("isNull", "isNull(value)", "Whether it is null or missing", "isNull(null)", "true", 1, 1, a => a[0].IsNullOrMissing),
        new("isNumber", "isNumber(value)", "Whether it is a number", "isNumber('1')", "false", 1, 1, a => a[0].IsNumber),
        new("isInteger", "isInteger(value)", "Whether it is a whole number", "isInteger(2.0)", "true", 1, 1, a => a[0].IsNumber && a[0].AsDouble == Math.Truncate(a[0].AsDouble)) { Aliases = ["Number.isInteger"] },
        new("isText", "isText(value)", "Whether it is a text", "isText('1')", "true", 1, 1, a => a[0].IsText),
        new("isBool", "isBool(value)", "Whether it is true or false", "isBool(0)", "false", 1, 1, a => a[0].IsBoolean(out _)),
        new("isList", "isList(value)", "Whether it is a list", "isList([])", "true", 1, 1, a => a[0].AsList is not null) { Aliases = ["Array.isArray"] },
        new("isObject", "isObject(value)", "Whether it is an object", "isObject([])", "false", 1, 1, a => a[0].AsMap is not null),
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

    private static Value FirstThere(Arguments a)
    {
        var value = Value.Null;
        for (var i = 0; i < a.Count && value.IsNullOrMissing; i++)
        {
            value = a.Evaluate(i);
        }

        return value;
    }

    private static Value Try(Arguments a)
    {
        try
        {
            return a.Evaluate(0);
        }
        catch (Exception e) when (e is ExpressionException or ValueLimitException)
        {
            // Work that was done stays paid for: an expression that ran out of it does so again.
            a.Scope.Spend(1);
            return a.Evaluate(1);
        }
    }

    private static Value ToNumber(Arguments a)
    {
        if (a[0].IsNumber)
        {
            return a[0];
        }

        var number = Coerce.Number(a[0].IsText ? a.Text(0) : a[0]);
        return double.IsFinite(number) ? Arithmetic.Whole(number) : a.Count > 1 ? a[1] : throw a.Error($"finds no number in {Arithmetic.Shown(a[0])}");
    }

    private static Value ToInteger(Arguments a)
    {
        var number = ToNumber(a);
        return number.IsInteger(out _) || !number.IsNumber ? number : Arithmetic.Whole(Math.Truncate(number.AsDouble));
    }

    private static Value ToJson(Arguments a)
    {
        ValueLimits.CheckText(a[0].Weight);
        return a[0].IsMissing ? "null" : Coerce.Truth(a[1]) ? Json.WriteIndented(a[0]) : Json.Write(a[0]);
    }

    private static Value ParseJson(Arguments a)
    {
        try
        {
            return Json.Read(a.Text(0));
        }
        catch (JsonException e)
        {
            return a.Count > 1 ? a[1] : throw a.Error($"got text that is not JSON: {e.Message}");
        }
    }

    private static bool IsEmpty(Value value) => value.Kind switch
    {
        ValueKind.Missing or ValueKind.Null => true,
        ValueKind.Text => value.AsText!.Length == 0,
        ValueKind.List => value.AsList!.Count == 0,
        ValueKind.Map => value.AsMap!.Count == 0,
        ValueKind.Boolean or ValueKind.Number => false,
    };
}
