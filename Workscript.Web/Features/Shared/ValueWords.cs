using Workscript.Engine.Values;

namespace Workscript.Web.Features.Shared;

/// <summary>Values that are too large to be shown, in words.</summary>
public static class ValueWords
{
    public static string Of(Value value)
    {
        var what = value switch
        {
            { AsList: { } list } => $"a list of {Wording.Number(list.Count)}",
            { AsMap: { } map } => $"an object with {Wording.Count(map.Count, "member")}",
            { AsText: { } text } => $"a text of {Wording.Count(text.Length, "character")}",
            _ => "a value",
        };
        return $"{what}, {Wording.Bytes(value.Weight)}";
    }
}
