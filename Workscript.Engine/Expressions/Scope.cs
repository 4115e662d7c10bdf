using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>
/// What an expression can see while it is evaluated: the roots, the parameters of the lambdas around it, and how much work it may still do.
/// One scope belongs to one run (or one branch of it) and is used by one thread at a time.
/// </summary>
public sealed class Scope(State state)
{
    /// <summary>Steps of work that one evaluation may do before it is an error: an operation, an element of a list, eight characters of a text.</summary>
    public const int Fuel = 50_000_000;

    private const int StepsPerMillisecond = Fuel / 2_000;

    private Value[] _locals = [];
    private long _fuel = Fuel;

    public State State { get; } = state;

    /// <summary><c>$input</c>: the data handed over by the step before.</summary>
    public Value Input { get; set; }

    /// <summary><c>$trigger</c>: what started the run.</summary>
    public Value Trigger { get; init; }

    /// <summary><c>$vars</c>.</summary>
    public ValueMap Variables { get; init; } = ValueMap.Empty;

    /// <summary><c>$run</c>, made only when an expression asks for it.</summary>
    public Func<Value> Run { get; init; } = static () => Value.Null;

    /// <summary>The clock that <c>now()</c> reads.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The source of <c>random()</c> and of all that is done by chance.</summary>
    public Func<double> NextRandom { get; init; } = static () => Random.Shared.NextDouble();

    /// <summary>Whether reading a member of nothing is an error, as in JavaScript, rather than null.</summary>
    public bool IsStrict { get; private set; }

    /// <summary>Begins a budget anew.</summary>
    public void Refuel() => _fuel = Fuel;

    /// <summary>Evaluates a whole expression with a fresh budget.</summary>
    /// <exception cref="ExpressionException">The expression has no value here.</exception>
    public Value Evaluate(Expression expression)
    {
        Refuel();
        return expression.Evaluate(this);
    }

    /// <summary>Evaluates an expression that was parsed with one root of its own, such as <c>item</c>.</summary>
    public Value Evaluate(Expression expression, Value root, bool isStrict)
    {
        IsStrict = isStrict;
        SetLocal(0, root);
        try
        {
            return Evaluate(expression);
        }
        finally
        {
            IsStrict = false;
        }
    }

    internal Value Local(int slot) => _locals[slot];

    internal void SetLocal(int slot, Value value)
    {
        if (slot >= _locals.Length)
        {
            Array.Resize(ref _locals, Math.Max(4, slot * 2));
        }

        _locals[slot] = value;
    }

    internal void Spend(long steps)
    {
        _fuel -= steps;
        if (_fuel < 0)
        {
            throw OutOfFuel();
        }
    }

    /// <summary>Pays for reading or making a text, or for looking through all of a value.</summary>
    internal void SpendOnText(long length) => Spend(length >> 3);

    /// <summary>Pays for what cannot be counted beforehand, so that many such calls take no longer than all else that an expression may do.</summary>
    internal void SpendOnTime(TimeSpan elapsed) => Spend((long)(elapsed.TotalMilliseconds * StepsPerMillisecond));

    private static ExpressionException OutOfFuel() => new($"The expression does more than {Fuel:N0} steps of work");
}
