using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Workscript.Engine.Values;

/// <summary>
/// Capital and small letters with Unicode's full mapping, which .NET leaves out: one letter may become several ("ß" to "SS"), and a sigma that
/// ends a word has a form of its own.
/// </summary>
internal static class CaseMapping
{
    /// <summary>Each letter that has several in capitals, followed by those.</summary>
    private const string Several =
        "ßSS ŉʼN ǰJ\u030c ΐΙ\u0308\u0301 ΰΥ\u0308\u0301 ևԵՒ ẖH\u0331 ẗT\u0308 ẘW\u030a ẙY\u030a ẚAʾ ὐΥ\u0313 ὒΥ\u0313\u0300 " +
        "ὔΥ\u0313\u0301 ὖΥ\u0313\u0342 ᾀἈΙ ᾁἉΙ ᾂἊΙ ᾃἋΙ ᾄἌΙ ᾅἍΙ ᾆἎΙ ᾇἏΙ ᾈἈΙ ᾉἉΙ ᾊἊΙ ᾋἋΙ ᾌἌΙ ᾍἍΙ ᾎἎΙ ᾏἏΙ ᾐἨΙ ᾑἩΙ ᾒἪΙ ᾓἫΙ ᾔἬΙ ᾕἭΙ " +
        "ᾖἮΙ ᾗἯΙ ᾘἨΙ ᾙἩΙ ᾚἪΙ ᾛἫΙ ᾜἬΙ ᾝἭΙ ᾞἮΙ ᾟἯΙ ᾠὨΙ ᾡὩΙ ᾢὪΙ ᾣὫΙ ᾤὬΙ ᾥὭΙ ᾦὮΙ ᾧὯΙ ᾨὨΙ ᾩὩΙ ᾪὪΙ ᾫὫΙ ᾬὬΙ ᾭὭΙ ᾮὮΙ ᾯὯΙ ᾲᾺΙ ᾳΑΙ ᾴΆΙ " +
        "ᾶΑ\u0342 ᾷΑ\u0342Ι ᾼΑΙ ῂῊΙ ῃΗΙ ῄΉΙ ῆΗ\u0342 ῇΗ\u0342Ι ῌΗΙ ῒΙ\u0308\u0300 \u1fd3Ι\u0308\u0301 ῖΙ\u0342 ῗΙ\u0308\u0342 " +
        "ῢΥ\u0308\u0300 \u1fe3Υ\u0308\u0301 ῤΡ\u0313 ῦΥ\u0342 ῧΥ\u0308\u0342 ῲῺΙ ῳΩΙ ῴΏΙ ῶΩ\u0342 ῷΩ\u0342Ι ῼΩΙ ﬀFF ﬁFI ﬂFL ﬃFFI ﬄFFL " +
        "ﬅST ﬆST ﬓՄՆ ﬔՄԵ ﬕՄԻ ﬖՎՆ ﬗՄԽ";

    private static readonly FrozenDictionary<char, string> Capitals = Several.Split(' ').ToFrozenDictionary(word => word[0], word => word[1..]);

    public static string Upper(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u00df', '\ufb17'))
        {
            return text.ToUpperInvariant();
        }

        var upper = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Capitals.TryGetValue(c, out var capitals))
            {
                upper.Append(capitals);
            }
            else
            {
                upper.Append(c);
            }
        }

        return upper.ToString().ToUpperInvariant();
    }

    public static string Lower(string text)
    {
        if (!text.AsSpan().ContainsAny('İ', 'Σ'))
        {
            return text.ToLowerInvariant();
        }

        var lower = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            lower.Append(text[i] switch
            {
                'İ' => "i\u0307",
                'Σ' when IsCased(text, i, -1) && !IsCased(text, i, 1) => "ς",
                _ => text.AsSpan(i, 1),
            });
        }

        return lower.ToString().ToLowerInvariant();
    }

    /// <summary>Whether the next character in this direction is a letter of either case, marks and points within words aside.</summary>
    private static bool IsCased(string text, int at, int direction)
    {
        for (at += direction; at >= 0 && at < text.Length; at += direction)
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(text[at]))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter:
                    return true;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol:
                    break;
                default:
                    if (text[at] is not ('\'' or '.' or ':' or '·' or '’'))
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }
}
