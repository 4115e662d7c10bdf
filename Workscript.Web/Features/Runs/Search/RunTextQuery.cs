using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs.Search;

/// <summary>Words that a run must have all of: as they are, or, with a star, as the beginning of one of its own.</summary>
public sealed record RunTextQuery(IReadOnlyList<RunTextWord> Words)
{
    // What begins with one or two letters is half of everything.
    private const int ShortestBeginning = 3;

    /// <summary>Reads words as somebody typed them.</summary>
    public static RunTextQuery? Of(string? text) =>
        (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Aggregate((RunTextQuery?)null, With);

    /// <summary>Adds the words of a part of what was typed; null while there are none.</summary>
    public static RunTextQuery? With(RunTextQuery? query, string part)
    {
        var words = RunWords.In(part).Select(word => new RunTextWord(word, IsExact: true)).ToList();
        if (part.EndsWith('*') && words is [.., { Text.Length: >= ShortestBeginning } last])
        {
            words[^1] = last with { IsExact = false };
        }

        return query is null && words.Count == 0 ? null : new([.. query?.Words ?? [], .. words]);
    }

    /// <summary>Whether the words of a run have them.</summary>
    public bool IsIn(string words)
    {
        var all = $" {words} ";
        return Words.All(word => all.Contains(word.IsExact ? $" {word.Indexed} " : $" {word.Indexed}", StringComparison.Ordinal));
    }

    /// <summary>The texts that have them. With SQLite they come from its full-text index in the order of their numbers.</summary>
    internal IQueryable<RunText> In(WorkscriptDb db) => db is SqliteDb
        ? db.RunTexts.FromSqlRaw(
            "SELECT RunTextIndex.rowid AS Number, t.RunId, t.Words FROM RunTextIndex CROSS JOIN RunTexts t ON t.Number = RunTextIndex.rowid WHERE RunTextIndex MATCH {0}",
            string.Join(' ', Words.Select(word => word.IsExact ? $"\"{word.Indexed}\"" : $"\"{word.Indexed}\"*")))
        : db.RunTexts.FromSqlRaw(
            "SELECT Number, RunId, Words FROM RunTexts WHERE MATCH (Words) AGAINST ({0} IN BOOLEAN MODE)",
            string.Join(' ', Words.Select(word => word.IsExact ? $"+{word.Indexed}" : $"+{word.Indexed}*")));
}

public readonly record struct RunTextWord(string Text, bool IsExact)
{
    internal string Indexed => RunWords.Indexed(Text);
}
