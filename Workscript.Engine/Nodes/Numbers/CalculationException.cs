namespace Workscript.Engine.Nodes.Numbers;

/// <summary>A calculation comes to no number. <paramref name="reason"/> is what the expression language has to say about it.</summary>
internal sealed class CalculationException(string message, string? reason = null) : Exception(message)
{
    public string? Reason { get; } = reason;
}
