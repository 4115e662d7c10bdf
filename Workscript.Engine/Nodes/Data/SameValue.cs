using System.Runtime.CompilerServices;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The very same value, as JavaScript's <c>===</c> has it: scalars by what they are, lists and maps by which they are.</summary>
internal sealed class SameValue : IEqualityComparer<Value>
{
    public static SameValue Comparer { get; } = new();

    public bool Equals(Value x, Value y) => x.IsSame(y);

    public int GetHashCode(Value value) => value.Kind switch
    {
        ValueKind.List => RuntimeHelpers.GetHashCode(value.AsList),
        ValueKind.Map => RuntimeHelpers.GetHashCode(value.AsMap),
        _ => value.GetHashCode(),
    };
}
