using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// A script as a node means it: the body of a JavaScript function whose parameters are the members of <paramref name="Input"/>. What it returns is
/// the value; without a <c>return</c> it is missing. <paramref name="Timeout"/> is the longest that it may work, and the host may set less.
/// </summary>
public sealed record ScriptCall(string Code, ValueMap Input, TimeSpan Timeout);
