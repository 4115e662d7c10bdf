using System.Text;

namespace Workscript.Engine.Values;

/// <summary>Capital letters with Unicode's full mapping, where one letter may become several ("ß" to "SS"), which .NET leaves out.</summary>
internal static class CaseMapping
{
    public static string Upper(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u00df', '\ufb17'))
        {
            return text.ToUpperInvariant();
        }

        var upper = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            upper.Append(c switch
            {
                'ß' => "SS",
                'ŉ' => "ʼN",
                'ǰ' => "J̌",
                'ΐ' => "Ϊ́",
                'ΰ' => "Ϋ́",
                'և' => "ԵՒ",
                'ﬀ' => "FF",
                'ﬁ' => "FI",
                'ﬂ' => "FL",
                'ﬃ' => "FFI",
                'ﬄ' => "FFL",
                'ﬅ' or 'ﬆ' => "ST",
                _ => char.ToString(c),
            });
        }

        return upper.ToString().ToUpperInvariant();
    }
}
