namespace Workscript.Web.Data;

internal static class Texts
{
    /// <summary>At most so many characters, the last of them an ellipsis where something was cut off; never half of a surrogate pair.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
