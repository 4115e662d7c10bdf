using Workscript.Engine.Nodes;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Something that takes texts from anybody. <paramref name="Try"/> throws when it finds that a promise was broken.</summary>
internal sealed record FuzzTarget(string Name, Func<Chance, string> Make, Func<FuzzCase, Task> Try)
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("documents", AnyDocument, FuzzedDocument.TryAsync),
        new("nodes", AnyStep, FuzzedDocument.TryAsync),
        new("expressions", chance => Fuzzed(chance, Corpus.Expressions, () => new ExpressionMaker(chance).Expression()), FuzzedText.TryExpressionAsync),
        new("templates", chance => Fuzzed(chance, Corpus.Templates, () => new ExpressionMaker(chance).Template()), FuzzedText.TryTemplateAsync),
        new("patterns", chance => Fuzzed(chance, Corpus.Patterns, () => new ExpressionMaker(chance).Pattern()), FuzzedText.TryPattern),
        new("dates", chance => Fuzzed(chance, Corpus.Dates, () => chance.Of(Corpus.Dates)), FuzzedText.TryDateAsync),
        new("formats", chance => Fuzzed(chance, Corpus.Formats, () => chance.Of(Corpus.Formats)), FuzzedText.TryFormatAsync),
        new("json", chance => Fuzzed(chance, Corpus.Documents, () => Workscript.Engine.Values.Json.Write(new ValueMaker(chance).Any(6))), FuzzedText.TryJson),
    ];

    private static string AnyDocument(Chance chance) => chance.Below(4) switch
    {
        0 => new Schemas.DocumentMutations(chance.Below(int.MaxValue)).Of(chance.Of(Corpus.Documents)),
        1 => TextMutator.Change(chance, chance.Of(Corpus.Documents), Corpus.Documents),
        2 => TextMutator.Change(chance, new DocumentMaker(chance).Document(), Corpus.Documents),
        _ => new DocumentMaker(chance).Document(),
    };

    private static string AnyStep(Chance chance)
    {
        var document = chance.OneIn(2) ? new DocumentMaker(chance).Single() : chance.Of(Corpus.Documents);
        return chance.OneIn(2) ? document : new Schemas.DocumentMutations(chance.Below(int.MaxValue)).Of(document);
    }

    /// <summary>A text made by its grammar, or one of those that mean something; half of them changed.</summary>
    private static string Fuzzed(Chance chance, IReadOnlyList<string> corpus, Func<string> make)
    {
        var text = chance.OneIn(2) ? make() : chance.Of(corpus);
        return chance.OneIn(2) ? text : TextMutator.Change(chance, text, corpus);
    }
}

/// <summary>One text, what was decided by its seed, and a server's files and tables for the steps that need them.</summary>
internal sealed record FuzzCase(Chance Chance, string Input, NodeHost World);
