using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>A function of the expression language: its names, its help, and its body. <c>x.f(y)</c> is <c>f(x, y)</c>.</summary>
public sealed record Function(string Name, string Signature, string Summary, string Example, string Result, int MinArguments, int MaxArguments, Func<Arguments, Value> Body)
{
    /// <summary>Other names, those of JavaScript among them: <c>toUpperCase</c>, <c>Math.max</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether the body asks for its arguments itself, by <see cref="Arguments.Evaluate"/>, so that one that is not needed is never evaluated.</summary>
    public bool IsLazy { get; init; }

    /// <summary>For functions of any number of arguments.</summary>
    public const int Any = 64;
}

/// <summary>What a function was called with: values, evaluated, and lambdas, to be invoked.</summary>
public readonly struct Arguments
{
    private readonly Expression[] _expressions;
    private readonly Value[] _values;
    private readonly string _function;

    internal Arguments(string function, Expression[] expressions, Value[] values, Scope scope)
    {
        _function = function;
        _expressions = expressions;
        _values = values;
        Scope = scope;
    }

    public Scope Scope { get; }

    /// <summary>The function's name, for its messages.</summary>
    public string Name => _function;

    public int Count => _values.Length;

    /// <summary>The argument, or missing when there are fewer.</summary>
    public Value this[int index] => index < _values.Length ? _values[index] : Value.Missing;

    /// <summary>The argument as text, the way a template shows it.</summary>
    public string Text(int index) => TextOf(this[index]);

    /// <summary>The argument as text, or the fallback when it was not given.</summary>
    public string Text(int index, string fallback) => this[index].IsMissing ? fallback : Text(index);

    /// <exception cref="ExpressionException">The argument is no number.</exception>
    public double Number(int index) => Arithmetic.Number(this[index], _function);

    /// <summary>The argument as a whole number, or the fallback when it was not given.</summary>
    public int Integer(int index, int fallback = 0) =>
        this[index].IsMissing ? fallback : (int)Math.Clamp(Math.Truncate(Number(index)), int.MinValue, int.MaxValue);

    /// <summary>The argument as a list: null and missing are the empty list.</summary>
    /// <exception cref="ExpressionException">The argument is something else.</exception>
    public ValueList List(int index)
    {
        if (this[index].IsNullOrMissing)
        {
            return ValueList.Empty;
        }

        var list = this[index].AsList ?? throw new ExpressionException($"{_function}() needs a list and got {Arithmetic.Shown(this[index])}");
        Scope.Spend(list.Count);
        return list;
    }

    /// <summary>The argument as a list whose elements will be compared as a whole.</summary>
    /// <inheritdoc cref="List"/>
    public ValueList DeepList(int index)
    {
        var list = List(index);
        Scope.SpendOnText(list.Weight);
        return list;
    }

    /// <summary>The argument as a map: null and missing are the empty map.</summary>
    /// <exception cref="ExpressionException">The argument is something else.</exception>
    public ValueMap Map(int index)
    {
        if (this[index].IsNullOrMissing)
        {
            return ValueMap.Empty;
        }

        var map = this[index].AsMap ?? throw new ExpressionException($"{_function}() needs an object and got {Arithmetic.Shown(this[index])}");
        Scope.Spend(map.Count);
        return map;
    }

    /// <summary>The value as text, the way a template shows it.</summary>
    public string TextOf(Value value)
    {
        ValueLimits.CheckText(value.Kind is ValueKind.List or ValueKind.Map ? value.Weight : 0);
        var text = Coerce.TemplateText(value);
        Scope.SpendOnText(text.Length);
        return text;
    }

    public bool IsLambda(int index) => index < _expressions.Length && _expressions[index] is Lambda;

    /// <summary>Calls the lambda; its second parameter is the element's index in most functions.</summary>
    public Value Invoke(int index, Value first, Value second = default) => index < _expressions.Length && _expressions[index] is Lambda lambda
        ? lambda.Invoke(Scope, first, second)
        : throw new ExpressionException($"{_function}() needs a function such as x => x.name");

    /// <summary>The value of an argument of a function that is lazy.</summary>
    public Value Evaluate(int index) => index < _expressions.Length ? _expressions[index].Evaluate(Scope) : Value.Missing;

    public ExpressionException Error(string message) => new($"{_function}() {message}");
}

internal sealed class Call(Function function, Expression[] arguments) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length && !function.IsLazy; i++)
        {
            values[i] = arguments[i] is Lambda ? Value.Missing : arguments[i].Evaluate(scope);
        }

        scope.Spend(1);
        var result = function.Body(new Arguments(function.Name, arguments, values, scope));
        if (result.AsText is { Length: > 8 } text && !function.IsLazy)
        {
            ValueLimits.CheckText(text.Length);
            scope.SpendOnText(text.Length);
        }

        return result;
    }
}
