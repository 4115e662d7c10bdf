using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>A list of fields, as parameters name them.</summary>
internal static class FieldNames
{
    /// <summary>The names in the list, or the one name that is no list; none for anything else.</summary>
    public static string[] Of(Value given) => given.AsList is { } list ? [.. list.Select(Coerce.Text)] : given.AsText is { Length: > 0 } one ? [one] : [];
}
