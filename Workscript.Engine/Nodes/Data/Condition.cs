using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>
/// A condition of <c>filter</c> or <c>switch</c>: a field compared by an operation. The two nodes differ where their first versions did: a filter
/// is strict (an unknown operation is an error, a boolean must be one), a switch is not (no match, truthiness).
/// </summary>
internal sealed class Condition
{
    private readonly string _field;
    private readonly string? _dataType;
    private readonly string _operation;
    private readonly Value _value;
    private readonly Value _value2;
    private readonly bool _isStrict;
    private readonly Regex? _pattern;

    /// <exception cref="ConditionException">The condition is none.</exception>
    public Condition(Value condition, bool isStrict)
    {
        _field = Coerce.TemplateText(condition["field"]);
        _operation = Coerce.TemplateText(condition["operation"]);
        _dataType = condition["dataType"].AsText ?? ConditionTypes.OfOperation(_operation, condition["value"]);
        _value = condition["value"];
        _value2 = condition["value2"];
        _isStrict = isStrict;
        JoinsByOr = condition["combineWith"].AsText == "OR";
        if (_operation == "regex" && _dataType == "string")
        {
            _pattern = PatternOf(Coerce.TemplateText(_value));
        }
    }

    /// <summary>Whether the next condition of a switch's rule is joined to this one by "or".</summary>
    public bool JoinsByOr { get; }

    /// <summary>The columns of a condition, as both nodes declare them.</summary>
    public static IReadOnlyList<ParameterInfo> Columns { get; } =
    [
        new("field", ParameterKind.Path, "The member of the item: total, or address.city") { Required = true },
        new("dataType", ParameterKind.Choice, "How to compare; without it the operation decides, then the value") { Choices = ["string", "number", "boolean", "date", "array", "object"] },
        new("operation", ParameterKind.Choice, "What must hold") { Required = true, Choices = ConditionTypes.Operations },
        new("value", ParameterKind.Json, "What to compare with"),
        new("value2", ParameterKind.Json, "The upper end, for between"),
    ];

    /// <exception cref="ConditionException">The operation does not exist, or lacks a value, in a strict condition.</exception>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long on this text.</exception>
    public bool Holds(Value item)
    {
        var field = ValuePath.Read(item, _field);
        var type = _dataType ?? ConditionTypes.OfValue(field);
        bool? holds = type switch
        {
            "string" => Text(Shown(field)),
            "number" => Number(field),
            "boolean" => Boolean(field),
            "date" => Ordered(DateText.Milliseconds(field), DateText.Milliseconds(_value), DateText.Milliseconds(_value2)),
            "array" => List(field),
            "object" => Map(field),
            _ when _isStrict => throw new ConditionException($"Unsupported data type: {type}"),
            _ => false,
        };
        return holds ?? (_isStrict ? throw new ConditionException($"Unsupported {type} operation: {_operation}") : false);
    }

    private bool? Text(string text) => _operation switch
    {
        "equals" => text == Shown(_value),
        "notEquals" => text != Shown(_value),
        "contains" => text.Contains(Shown(_value), StringComparison.Ordinal),
        "notContains" => !text.Contains(Shown(_value), StringComparison.Ordinal),
        "startsWith" => text.StartsWith(Shown(_value), StringComparison.Ordinal),
        "endsWith" => text.EndsWith(Shown(_value), StringComparison.Ordinal),
        "regex" => (_pattern ?? PatternOf(Shown(_value)))?.IsMatch(text) ?? false,
        "isEmpty" => text.Length == 0,
        "isNotEmpty" => text.Length > 0,
        _ => null,
    };

    private bool? Number(Value field)
    {
        var number = _isStrict && field.IsNullOrMissing ? double.NaN : Coerce.Number(field);
        return Ordered(number, Coerce.Number(_value), Coerce.Number(_value2));
    }

    private bool? Ordered(double number, double value, double value2)
    {
        if (_operation == "between" && _value2.IsMissing)
        {
            return _isStrict ? throw new ConditionException("The operation between needs value2") : false;
        }

        return _operation switch
        {
            "equals" => number == value,
            "notEquals" => !double.IsNaN(number) && !double.IsNaN(value) && number != value,
            "gt" or "after" => number > value,
            "gte" => number >= value,
            "lt" or "before" => number < value,
            "lte" => number <= value,
            "between" => number >= value && number <= value2,
            _ => null,
        };
    }

    private bool? Boolean(Value field) => _operation switch
    {
        "true" => _isStrict ? field.IsTrue : Coerce.Truth(field),
        "false" => _isStrict ? field.IsBoolean(out var flag) && !flag : !Coerce.Truth(field),
        "equals" => Coerce.Truth(field) == Coerce.Truth(_value),
        _ => null,
    };

    private bool? List(Value field)
    {
        var list = field.AsList;
        return _operation switch
        {
            "contains" => list is not null && list.Any(item => item.IsSame(_value)),
            "notContains" => list is not null && !list.Any(item => item.IsSame(_value)),
            "isEmpty" => list is { Count: 0 },
            "isNotEmpty" => list is { Count: > 0 },
            "lengthEquals" => list is not null && list.Count == Coerce.Number(_value),
            "lengthGt" => list is not null && list.Count > Coerce.Number(_value),
            "lengthLt" => list is not null && list.Count < Coerce.Number(_value),
            _ => null,
        };
    }

    private bool? Map(Value field)
    {
        var count = field.AsMap?.Count ?? field.AsList?.Count;
        return _operation switch
        {
            "isEmpty" => count == 0 || (_isStrict && field.IsNullOrMissing),
            "isNotEmpty" => count > 0,
            "hasProperty" => field.AsMap?.Contains(Shown(_value)) == true,
            "notHasProperty" => field.AsMap is { } map && !map.Contains(Shown(_value)),
            _ => null,
        };
    }

    private static string Shown(Value value) => value.IsNullOrMissing ? "" : Coerce.Text(value);

    private Regex? PatternOf(string pattern)
    {
        try
        {
            return UserPattern.Compile(pattern);
        }
        catch (ArgumentException e)
        {
            return _isStrict ? throw new ConditionException($"'{pattern}' is no regular expression: {e.Message}") : null;
        }
    }
}

/// <summary>A condition is not one that its node knows.</summary>
internal sealed class ConditionException(string message) : Exception(message);
