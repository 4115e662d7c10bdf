namespace Workscript.Engine.Definitions;

/// <summary>"Did you mean": the known name that is nearest to one that is not known.</summary>
public static class Suggestion
{
    private const int MostEdits = 3;

    /// <summary>": did you mean 'x'?", or nothing when no name is near.</summary>
    public static string For(string unknown, IEnumerable<string> known)
    {
        var nearest = Nearest(unknown, known);
        return nearest is null ? "" : $": did you mean '{nearest}'?";
    }

    public static string? Nearest(string unknown, IEnumerable<string> known)
    {
        // Long garbage is near to nothing, and must not cost anything either.
        if (unknown.Length > 64)
        {
            return null;
        }

        var limit = Math.Min(MostEdits, Math.Max(1, unknown.Length / 3));
        string? nearest = null;
        var fewest = limit + 1;
        foreach (var name in known)
        {
            var edits = Math.Abs(name.Length - unknown.Length) > limit ? int.MaxValue : Edits(unknown.ToLowerInvariant(), name.ToLowerInvariant());
            if (edits < fewest)
            {
                (nearest, fewest) = (name, edits);
            }
        }

        return nearest;
    }

    /// <summary>The Damerau-Levenshtein distance (optimal string alignment): edits of one character, and swaps of two neighbours.</summary>
    private static int Edits(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= to.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[from.Length, to.Length];
    }
}
