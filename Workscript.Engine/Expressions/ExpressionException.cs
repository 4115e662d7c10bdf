using Workscript.Engine.Definitions;

namespace Workscript.Engine.Expressions;

/// <summary>
/// Text that is no expression (<see cref="Position"/> is where, in characters from its start), or an expression that has no value:
/// a division by zero, a text where a number is needed, a limit passed.
/// </summary>
public sealed class ExpressionException(string message, int position = 0, string code = Codes.InvalidExpression) : Exception(message)
{
    public int Position { get; } = position;

    /// <summary>What a finding about the text is called: one of <see cref="Codes"/>.</summary>
    public string Code { get; } = code;
}
