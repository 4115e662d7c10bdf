namespace Workscript.Engine.Values;

/// <summary>What a <see cref="Value"/> is. <see cref="Missing"/> is the absence of a value, which JSON cannot write.</summary>
public enum ValueKind : byte
{
    Missing,
    Null,
    Boolean,
    Number,
    Text,
    List,
    Map,
}
