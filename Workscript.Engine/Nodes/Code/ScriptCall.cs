using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// A script as a node means it: the body of a JavaScript function whose parameters are the members of <paramref name="Input"/>. What it returns is
/// the value; without a <c>return</c> it is missing. <paramref name="Timeout"/> is the longest that it may work, and the host may set less.
/// </summary>
public sealed record ScriptCall(string Code, ValueMap Input, TimeSpan Timeout)
{
    /// <summary>The members of the input that the script may read and not change. The others are its own copies.</summary>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Hears what the script writes to its console, once it is over.</summary>
    public Action<LogLine>? OnLog { get; init; }
}

/// <summary>A script that does not compile or throws: <paramref name="line"/>, from 1, is where; null when that is not known.</summary>
public sealed class ScriptException(string message, int? line) : NodeException("SCRIPT_ERROR", message)
{
    public int? Line { get; } = line;
}
