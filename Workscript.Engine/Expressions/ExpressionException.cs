namespace Workscript.Engine.Expressions;

/// <summary>
/// Text that is no expression (<see cref="Position"/> is where, in characters from its start), or an expression that has no value:
/// a division by zero, a text where a number is needed, a limit passed.
/// </summary>
public sealed class ExpressionException(string message, int position = 0, bool isUnknownFunction = false) : Exception(message)
{
    public int Position { get; } = position;

    public bool IsUnknownFunction { get; } = isUnknownFunction;
}
