using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workscript.Web.Features.Runs.Search;

/// <summary>
/// The words of texts: letters and digits that stand together, in small letters and without accents. Both databases index them as they are, so that
/// both find the same.
/// </summary>
internal static class RunWords
{
    private const int Longest = 64;
    private const int Most = 400;

    // MySQL does not index shorter words, so they are made as long, by a letter that nobody writes.
    private const int ShortestIndexed = 3;
    private const char Filler = 'ǁ';

    /// <summary>The words of a text, in their order.</summary>
    public static IEnumerable<string> In(string text)
    {
        var word = new StringBuilder();
        foreach (var c in Normalized(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0 && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                yield return Taken(word);
            }
        }

        if (word.Length > 0)
        {
            yield return Taken(word);
        }
    }

    /// <summary>Each word of the texts once, as the index has them.</summary>
    public static string Of(IEnumerable<string?> texts) => string.Join(' ', texts.OfType<string>().SelectMany(In).Distinct(StringComparer.Ordinal).Take(Most).Select(Indexed));

    /// <summary>A word as the index has it.</summary>
    public static string Indexed(string word) => word.PadRight(ShortestIndexed, Filler);

    /// <summary>The texts and numbers in JSON, which may end anywhere, without what is in the named members of the object.</summary>
    public static IReadOnlyList<string> ValuesIn(string json, IReadOnlySet<string> without)
    {
        var values = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && without.Contains(reader.GetString()!))
            {
                if (!reader.TrySkip())
                {
                    return values;
                }
            }
            else if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                values.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan));
            }
        }

        return values;
    }

    private static string Taken(StringBuilder word)
    {
        var taken = word.ToString(0, Math.Min(word.Length, Longest));
        word.Clear();
        return taken;
    }

    // A half of a character outside of the first plane cannot be normalized, and is no letter.
    private static string Normalized(string text) =>
        System.Text.Ascii.IsValid(text) ? text : new string([.. text.Select(c => char.IsSurrogate(c) ? ' ' : c)]).Normalize(NormalizationForm.FormD);
}
