using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>A function of the expression language: its names, its help, and its body. <c>x.f(y)</c> is <c>f(x, y)</c>.</summary>
public sealed record Function(string Name, string Signature, string Summary, string Example, string Result, int MinArguments, int MaxArguments, Func<Arguments, Value> Body)
{
    /// <summary>Other names, those of JavaScript among them: <c>toUpperCase</c>, <c>Math.max</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

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

    public int Count => _values.Length;

    /// <summary>The argument, or missing when there are fewer.</summary>
    public Value this[int index] => index < _values.Length ? _values[index] : Value.Missing;

    /// <summary>The argument as text, the way a template shows it.</summary>
    public string Text(int index) => Coerce.TemplateText(this[index]);

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

    /// <exception cref="ExpressionException">The argument is no map.</exception>
    public ValueMap Map(int index)
    {
        if (this[index].IsNullOrMissing)
        {
            return ValueMap.Empty;
        }

        return this[index].AsMap ?? throw new ExpressionException($"{_function}() needs an object and got {Arithmetic.Shown(this[index])}");
    }

    public bool IsLambda(int index) => index < _expressions.Length && _expressions[index] is Lambda;

    /// <summary>Calls the lambda; its second parameter is the element's index in most functions.</summary>
    public Value Invoke(int index, Value first, Value second = default) => index < _expressions.Length && _expressions[index] is Lambda lambda
        ? lambda.Invoke(Scope, first, second)
        : throw new ExpressionException($"{_function}() needs a function such as x => x.name");

    public ExpressionException Error(string message) => new($"{_function}() {message}");
}

internal sealed class Call(Function function, Expression[] arguments) : Expression
{
    internal override Value Evaluate(Scope scope)
    {
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i] is Lambda ? Value.Missing : arguments[i].Evaluate(scope);
        }

        scope.Spend(1);
        return function.Body(new Arguments(function.Name, arguments, values, scope));
    }
}
