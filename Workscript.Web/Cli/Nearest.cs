namespace Workscript.Web.Cli;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Nearest
{
    /// <summary><c>: did you mean --json?</c>, or nothing where no word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known, string mark = "")
    {
        var (best, distance) = known.Select(name => (name, Distance(word.ToLowerInvariant(), name))).MinBy(pair => pair.Item2);
        return best is not null && distance <= Math.Max(1, best.Length / 3) ? $": did you mean {mark}{best}?" : "";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
