using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>
/// A condition of <c>filter</c> or <c>switch</c>: a field compared by an operation. The two nodes differ where their first versions did: a filter
/// is strict (an unknown operation is an error, a boolean must be one), a switch is not (no match, truthiness).
/// </summary>
internal sealed class Condition
{
    private readonly FieldReader? _field;
    private readonly string? _dataType;
    private readonly string _operation;
    private readonly Value _value;
    private readonly Value _value2;
    private readonly string _text;
    private readonly double _number;
    private readonly double _date;
    private readonly bool _isStrict;
    private readonly PatternSeries? _pattern;

    public Condition(Value condition, bool isStrict)
    {
        var path = Coerce.TemplateText(condition["field"]);
        _field = path.Length == 0 ? null : new FieldReader(path);
        _operation = Coerce.TemplateText(condition["operation"]);
        _value = condition["value"];
        _value2 = condition["value2"];
        _text = Shown(_value);
        _number = Coerce.Number(_value);
        _isStrict = isStrict;
        _dataType = condition["dataType"] is { IsNullOrMissing: false } given ? Coerce.Text(given) : ConditionTypes.OfOperation(_operation, _number);
        _date = _dataType == "date" ? DateText.Milliseconds(_value) : double.NaN;
        _pattern = _operation == "regex" ? PatternOf(_text) : null;
        JoinsByOr = "OR".Equals(condition["combineWith"].AsText, StringComparison.OrdinalIgnoreCase);
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
        var field = Field(item);
        var type = _dataType ?? ConditionTypes.OfValue(field, _operation, _number);
        bool? holds = type switch
        {
            "string" => Text(Shown(field)),
            "number" => Number(field),
            "boolean" => Boolean(field),
            "date" => Date(field),
            "array" => List(field),
            "object" => Map(field),
            _ when _isStrict => throw new ConditionException($"Unsupported data type: {type}"),
            _ => false,
        };
        return holds ?? (_isStrict ? throw new ConditionException($"Unsupported {type} operation: {_operation}") : false);
    }

    /// <summary>Without a path, a switch looks at the item itself and a filter at nothing.</summary>
    private Value Field(Value item) => _field is not null ? _field.Read(item) : _isStrict ? Value.Missing : item;

    private bool? Text(string text) => _operation switch
    {
        "equals" => text == _text,
        "notEquals" => text != _text,
        "contains" => text.Contains(_text, StringComparison.Ordinal),
        "notContains" => !text.Contains(_text, StringComparison.Ordinal),
        "startsWith" => text.StartsWith(_text, StringComparison.Ordinal),
        "endsWith" => text.EndsWith(_text, StringComparison.Ordinal),
        "regex" => _pattern?.IsMatch(text) ?? false,
        "isEmpty" => text.Length == 0,
        "isNotEmpty" => text.Length > 0,
        _ => null,
    };

    private bool? Number(Value field)
    {
        var number = Coerce.Number(field);
        if (double.IsNaN(number) || double.IsNaN(_number) || (_isStrict && field.IsNull))
        {
            return false;
        }

        return _operation switch
        {
            "equals" => number == _number,
            "notEquals" => number != _number,
            "gt" => number > _number,
            "gte" => number >= _number,
            "lt" => number < _number,
            "lte" => number <= _number,
            "between" => HasUpperEnd() && number >= _number && number <= Coerce.Number(_value2),
            _ => null,
        };
    }

    private bool? Date(Value field)
    {
        var date = DateText.Milliseconds(field);
        if (double.IsNaN(date) || double.IsNaN(_date))
        {
            return false;
        }

        return _operation switch
        {
            "equals" => date == _date,
            "after" => date > _date,
            "before" => date < _date,
            "between" => HasUpperEnd() && date >= _date && date <= DateText.Milliseconds(_value2),
            _ => null,
        };
    }

    private bool HasUpperEnd() =>
        !_value2.IsMissing || (_isStrict ? throw new ConditionException("Between operation requires value2 parameter") : false);

    private bool? Boolean(Value field) => _operation switch
    {
        "true" => _isStrict ? field.IsTrue : Coerce.Truth(field),
        "false" => _isStrict ? field.IsBoolean(out var flag) && !flag : !Coerce.Truth(field),
        "equals" => _isStrict ? field.IsSame(_value) : Coerce.Truth(field) == Coerce.Truth(_value),
        _ => null,
    };

    private bool? List(Value field)
    {
        if (field.AsList is not { } list)
        {
            return false;
        }

        return _operation switch
        {
            "contains" => Contains(list),
            "notContains" => !Contains(list),
            "isEmpty" => list.Count == 0,
            "isNotEmpty" => list.Count > 0,
            "lengthEquals" => list.Count == _number,
            "lengthGt" => list.Count > _number,
            "lengthLt" => list.Count < _number,
            _ => null,
        };
    }

    private bool Contains(ValueList list)
    {
        foreach (ref readonly var item in list.AsSpan())
        {
            if (item.IsSame(_value))
            {
                return true;
            }
        }

        return false;
    }

    private bool? Map(Value field)
    {
        var count = field.AsMap?.Count ?? field.AsList?.Count;
        return _operation switch
        {
            "isEmpty" => count == 0 || (_isStrict && field.IsNullOrMissing),
            "isNotEmpty" => count > 0,
            "hasProperty" => field.AsMap?.Contains(_text) == true,
            "notHasProperty" => field.AsMap is { } map && !map.Contains(_text),
            _ => null,
        };
    }

    private static string Shown(Value value) => value.IsNullOrMissing ? "" : Coerce.Text(value);

    /// <summary>What is no regular expression matches nothing, as it always did.</summary>
    private static PatternSeries? PatternOf(string pattern)
    {
        try
        {
            return new(UserPattern.Compile(pattern));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>A condition is not one that its node knows.</summary>
internal sealed class ConditionException(string message) : Exception(message);
