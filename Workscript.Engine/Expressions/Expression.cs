using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>
/// A parsed expression: an immutable tree, shared by all runs, that evaluates itself. The language is closed and total: it reads the scope and
/// calls the functions of <see cref="FunctionCatalog"/>; it cannot assign, loop without end or reach anything else.
/// </summary>
public abstract class Expression
{
    /// <summary>Whether the value is the same in every scope.</summary>
    internal virtual bool IsConstant => false;

    internal abstract Value Evaluate(Scope scope);
}

internal sealed class Constant(Value value) : Expression
{
    public Value Value { get; } = value;

    internal override bool IsConstant => true;

    internal override Value Evaluate(Scope scope) => Value;
}

/// <summary>
/// <c>$.a.b</c> as a reference: what is not there is missing. As in the language's first version a list has a <c>length</c> here and a text has none.
/// </summary>
internal sealed class Reference(string key, string[] below) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        var value = scope.State[key];
        foreach (var name in below)
        {
            value = value.AsList is { } list ? Element(list, name) : value[name];
        }

        return value;
    }

    private static Value Element(ValueList list, string name)
    {
        if (name == "length")
        {
            return list.Count;
        }

        return int.TryParse(name, out var index) && index >= 0 && index < list.Count ? list[index] : Value.Missing;
    }
}

internal enum Root
{
    State,
    Input,
    Run,
    Trigger,
    Variables,
}

internal sealed class RootExpression(Root root) : Expression
{
    internal Root Root { get; } = root;

    internal override Value Evaluate(Scope scope) => Root switch
    {
        Root.State => scope.State.ToMap(),
        Root.Input => scope.Input,
        Root.Run => scope.Run(),
        Root.Trigger => scope.Trigger,
        Root.Variables => scope.Variables,
    };
}

internal sealed class Local(int slot) : Expression
{
    internal override Value Evaluate(Scope scope) => scope.Local(slot);
}

internal sealed class Member(Expression target, string name, bool optional) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        // The whole state is not made into a map to read one key of it.
        if (target is RootExpression { Root: Root.State })
        {
            return scope.State[name];
        }

        var value = target.Evaluate(scope);
        if (value.IsNullOrMissing && scope.IsStrict && !optional)
        {
            throw new ExpressionException($"Cannot read '{name}' of {(value.IsNull ? "null" : "a missing value")}");
        }

        var member = value[name];
        return member.IsMissing && name == "length" ? Length(value) : member;
    }

    private static Value Length(Value value) => value.Kind switch
    {
        ValueKind.Text => value.AsText!.Length,
        ValueKind.List => value.AsList!.Count,
        _ => Value.Missing,
    };
}

internal sealed class Element(Expression target, Expression index) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        var key = index.Evaluate(scope);
        if (target is RootExpression { Root: Root.State } && key.IsText)
        {
            return scope.State[key.AsText!];
        }

        var value = target.Evaluate(scope);
        if (value.IsNullOrMissing && scope.IsStrict)
        {
            throw new ExpressionException($"Cannot read [{Coerce.Text(key)}] of {(value.IsNull ? "null" : "a missing value")}");
        }

        if (value.AsMap is { } map)
        {
            return map[Coerce.Text(key)];
        }

        return key.IsNumber && key.AsDouble == Math.Truncate(key.AsDouble) ? At(value, key.AsDouble) : Value.Missing;
    }

    private static Value At(Value value, double index)
    {
        var length = value.AsText?.Length ?? value.AsList?.Count ?? 0;
        var at = index < 0 ? index + length : index;
        if (at < 0 || at >= length)
        {
            return Value.Missing;
        }

        return value.AsText is { } text ? text[(int)at].ToString() : value[(int)at];
    }
}

/// <summary>A list of expressions. An element whose value is missing is null, unless the list is for one who tells them apart.</summary>
internal sealed class ListExpression(Expression[] items, bool tellsMissing = false) : Expression
{
    internal override bool IsConstant { get; } = Array.TrueForAll(items, item => item.IsConstant);

    internal override Value Evaluate(Scope scope)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = items[i].Evaluate(scope);
            values[i] = value.IsMissing && !tellsMissing ? Value.Null : value;
        }

        return ValueList.Of(values);
    }

    internal ListExpression TellingMissing() => new(items, tellsMissing: true);
}

/// <summary>A map of expressions. A member whose value is missing is left out.</summary>
internal sealed class MapExpression(string[] names, Expression[] members) : Expression
{
    internal override bool IsConstant { get; } = Array.TrueForAll(members, member => member.IsConstant);

    internal override Value Evaluate(Scope scope) => ToMap(scope);

    internal ValueMap ToMap(Scope scope)
    {
        var values = new Value[members.Length];
        var isWhole = true;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = members[i].Evaluate(scope);
            isWhole &= !values[i].IsMissing;
        }

        return isWhole ? ValueMap.Of(names, values) : WithoutMissing(values);
    }

    private ValueMap WithoutMissing(Value[] values)
    {
        var map = new ValueMap.Builder(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            map.SetIfPresent(names[i], values[i]);
        }

        return map.Build();
    }
}

/// <summary>An expression whose missing value is null: what is written as an expression always has a value.</summary>
internal sealed class NullForMissing(Expression inner) : Expression
{
    internal override bool IsConstant => inner.IsConstant;

    internal override Value Evaluate(Scope scope)
    {
        var value = inner.Evaluate(scope);
        return value.IsMissing ? Value.Null : value;
    }
}

/// <summary>What a lambda leaves to its function: the slots of its parameters, the body, and how many parts that has.</summary>
internal sealed class Lambda(int[] slots, Expression body, int size) : Expression
{
    internal override Value Evaluate(Scope scope) => throw new ExpressionException("'=>' may only stand where a function asks for one");

    internal Value Invoke(Scope scope, Value first, Value second)
    {
        scope.Spend(size);
        scope.SetLocal(slots[0], first);
        if (slots.Length > 1)
        {
            scope.SetLocal(slots[1], second);
        }

        return body.Evaluate(scope);
    }
}
